"""The lives of a child's place in a conference and of a transfer in."""

from rules.access import AT_CONFERENCE, MANAGERS, Role
from rules.lifecycles.steps import Hat, Lifecycle, Step
from rules.words import Words


class ConferenceState(Words):
    ARRANGED = "arranged", "Arranged"
    HELD = "held", "Held"
    AGREED = "agreed", "Held, minutes agreed"
    CANCELLED = "cancelled", "Cancelled"


STANDING = (ConferenceState.ARRANGED, ConferenceState.HELD, ConferenceState.AGREED)
"""Those that were not cancelled."""


class TransferInState(Words):
    WAITING = "waiting", "Waiting for its conference"
    CONFERRED = "conferred", "Its conference was held"
    WITHDRAWN = "withdrawn", "Withdrawn"


_AHEAD = (ConferenceState.ARRANGED,)
_HELD = (ConferenceState.HELD,)
_CHAIR = (Role.REVIEWING_OFFICER,)
_WORKERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS)

CONFERENCE = Lifecycle(
    begins={"arrange": ConferenceState.ARRANGED},
    makers={"arrange": AT_CONFERENCE},
    steps=(
        Step(
            "rearrange",
            "Change the arrangements",
            _AHEAD,
            None,
            AT_CONFERENCE,
            says_why=True,
        ),
        Step("adjourn", "Adjourn to another day", _AHEAD, None, AT_CONFERENCE, says_why=True),
        Step(
            "cancel",
            "Cancel the conference",
            _AHEAD,
            ConferenceState.CANCELLED,
            AT_CONFERENCE,
            says_why=True,
        ),
        Step("send", "Send letters", tuple(ConferenceState), None, AT_CONFERENCE),
        Step(
            "withhold",
            "Say that a letter is not needed",
            tuple(ConferenceState),
            None,
            AT_CONFERENCE,
            says_why=True,
        ),
        Step(
            "need-letter",
            "Say that a letter is needed after all",
            tuple(ConferenceState),
            None,
            AT_CONFERENCE,
        ),
        Step("attend", "Record who is there", _AHEAD, None, AT_CONFERENCE),
        Step(
            "share-report",
            "Record that the family has the report",
            _AHEAD,
            None,
            (*_WORKERS, *AT_CONFERENCE),
            hats=(Hat.WORKER, Hat.COVER, Hat.MANAGER, Hat.CHAIR, Hat.ADMINISTRATOR),
        ),
        Step(
            "hold",
            "Record what the conference decided",
            _AHEAD,
            ConferenceState.HELD,
            _CHAIR,
            hats=(Hat.CHAIR,),
        ),
        Step(
            "correct",
            "Correct the decision",
            _HELD,
            None,
            _CHAIR,
            hats=(Hat.CHAIR,),
            says_why=True,
        ),
        Step("circulate", "Circulate the minutes", _HELD, None, AT_CONFERENCE),
        Step(
            "agree",
            "Agree the minutes",
            _HELD,
            ConferenceState.AGREED,
            _CHAIR,
            needs=("minutes_circulated",),
            hats=(Hat.CHAIR,),
        ),
    ),
)

TRANSFER_IN = Lifecycle(
    begins={"notify": TransferInState.WAITING},
    makers={"notify": _WORKERS},
    steps=(
        Step(
            "confer",
            "Record that its conference was held",
            (TransferInState.WAITING,),
            TransferInState.CONFERRED,
            _CHAIR,
            needs=("lateness_is_explained",),
        ),
        Step(
            "withdraw",
            "Withdraw it",
            (TransferInState.WAITING,),
            TransferInState.WITHDRAWN,
            MANAGERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)
