"""The lives of strategy discussions, Section 47 enquiries, medicals and emergency action."""

from rules.access import MANAGERS, Role
from rules.lifecycles.casework import WORKERS, WRITERS
from rules.lifecycles.steps import Hat, Lifecycle, Step
from rules.words import Words


class StrategyState(Words):
    HELD = "held", "Held"


class EnquiryState(Words):
    UNDER_WAY = "under-way", "Under way"
    SENT = "sent", "Waiting to be authorised"
    RETURNED = "returned", "Returned with comments"
    AUTHORISED = "authorised", "Authorised"
    CONFERRED = "conferred", "Conference held"
    STOOD_DOWN = "stood-down", "Authorised, no conference after all"
    WITHDRAWN = "withdrawn", "Withdrawn"


class MedicalState(Words):
    ASKED = "asked", "Asked for"
    ATTENDED = "attended", "Child examined"
    DROPPED = "dropped", "Not held"


class EmergencyState(Words):
    RUNNING = "running", "In force"
    ENDED = "ended", "Ended"


STRATEGY = Lifecycle(
    begins={"hold": StrategyState.HELD},
    makers={"hold": WORKERS},
    steps=(),
)

_LED_BY = (Hat.OWNER, Hat.WORKER, Hat.COVER)
_BEING_MADE = (EnquiryState.UNDER_WAY, EnquiryState.RETURNED)
_ASKED_OF_AN_ENQUIRY = (
    "has_assessment",
    "home_visit_or_reason",
    "child_seen_or_reason",
    "seen_alone_or_reason",
    "parents_seen_or_reason",
    "no_medical_outstanding",
    "childs_words_or_reason",
    "findings_written",
    "substantiated_said",
    "risk_said",
    "outcome_chosen",
    "outcome_is_explained",
    "outcome_fits_risk",
)

SECTION_47 = Lifecycle(
    begins={"begin": EnquiryState.UNDER_WAY},
    makers={"begin": WORKERS},
    steps=(
        Step(
            "send",
            "Send to be authorised",
            _BEING_MADE,
            EnquiryState.SENT,
            WRITERS,
            needs=_ASKED_OF_AN_ENQUIRY,
            hats=_LED_BY,
        ),
        Step(
            "take-back",
            "Take it back",
            (EnquiryState.SENT,),
            EnquiryState.UNDER_WAY,
            WRITERS,
            hats=(Hat.AUTHOR,),
        ),
        Step(
            "return",
            "Return with comments",
            (EnquiryState.SENT,),
            EnquiryState.RETURNED,
            MANAGERS,
            hats=(Hat.MANAGER,),
            bars=(Hat.AUTHOR,),
            says_why=True,
        ),
        Step(
            "authorise",
            "Authorise",
            (EnquiryState.SENT,),
            EnquiryState.AUTHORISED,
            MANAGERS,
            needs=_ASKED_OF_AN_ENQUIRY,
            hats=(Hat.MANAGER,),
            bars=(Hat.AUTHOR,),
        ),
        Step(
            "no-conference",
            "Say that no conference is needed",
            (EnquiryState.AUTHORISED,),
            None,
            MANAGERS,
            needs=("outcome_is_no_conference",),
            hats=(Hat.MANAGER,),
        ),
        Step(
            "confer",
            "Record that the conference was held",
            (EnquiryState.AUTHORISED,),
            EnquiryState.CONFERRED,
            (*MANAGERS, Role.REVIEWING_OFFICER, Role.CONFERENCE_ADMINISTRATOR),
            needs=("outcome_is_a_conference", "lateness_is_explained"),
        ),
        Step(
            "stand-down",
            "Say that no conference is held after all",
            (EnquiryState.AUTHORISED,),
            EnquiryState.STOOD_DOWN,
            MANAGERS,
            needs=("outcome_is_a_conference", "has_no_conference_ahead"),
            hats=(Hat.MANAGER,),
            bars=(Hat.AUTHOR,),
            says_why=True,
        ),
        Step(
            "hand-over",
            "Change who leads it",
            (*_BEING_MADE, EnquiryState.SENT),
            None,
            MANAGERS,
            needs=("enquiry_lead_is_qualified",),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
        Step(
            "withdraw",
            "Withdraw",
            _BEING_MADE,
            EnquiryState.WITHDRAWN,
            MANAGERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)

MEDICAL = Lifecycle(
    begins={"ask": MedicalState.ASKED},
    makers={"ask": WORKERS},
    steps=(
        Step(
            "attend",
            "Record the examination",
            (MedicalState.ASKED,),
            MedicalState.ATTENDED,
            WORKERS,
            needs=("says_who_examined", "lateness_is_explained"),
        ),
        Step(
            "drop",
            "Record that it will not be held",
            (MedicalState.ASKED,),
            MedicalState.DROPPED,
            WORKERS,
            says_why=True,
        ),
    ),
)

_END = Step(
    "end",
    "Record how it ended",
    (EmergencyState.RUNNING,),
    EmergencyState.ENDED,
    WORKERS,
    needs=("says_how_it_ended",),
)

POLICE_PROTECTION = Lifecycle(
    begins={"begin": EmergencyState.RUNNING},
    makers={"begin": WORKERS},
    steps=(_END,),
)

EMERGENCY_ORDER = Lifecycle(
    begins={"begin": EmergencyState.RUNNING},
    makers={"begin": WORKERS},
    steps=(
        Step(
            "extend",
            "Record that the court extended it",
            (EmergencyState.RUNNING,),
            None,
            WORKERS,
            needs=("extension_within_limit",),
        ),
        _END,
    ),
)
