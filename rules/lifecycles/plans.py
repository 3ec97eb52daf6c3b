"""The lives of plans and of core groups."""

from rules.access import AT_CONFERENCE, MANAGERS, Role
from rules.lifecycles.casework import ON_THE_CASE
from rules.lifecycles.steps import Lifecycle, Step
from rules.words import Words


class PlanState(Words):
    IN_FORCE = "in-force", "In force"
    ENDED = "ended", "Ended"


class CoreGroupState(Words):
    HELD = "held", "Held"


_DECIDED = (*AT_CONFERENCE, *MANAGERS)
"""Who writes down what a conference decided."""
_WRITERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS)
_IN_FORCE = (PlanState.IN_FORCE,)

PROTECTION_PLAN = Lifecycle(
    begins={"begin": PlanState.IN_FORCE},
    makers={"begin": _DECIDED},
    steps=(
        Step(
            "review",
            "Record that the plan continues",
            _IN_FORCE,
            None,
            _DECIDED,
            needs=("lateness_is_explained",),
        ),
        Step(
            "discontinue",
            "Record that the review ended the plan",
            _IN_FORCE,
            PlanState.ENDED,
            _DECIDED,
            needs=("lateness_is_explained",),
            says_why=True,
        ),
        Step(
            "end",
            "End the plan without a conference",
            _IN_FORCE,
            PlanState.ENDED,
            (Role.REVIEWING_OFFICER, *MANAGERS),
            says_why=True,
        ),
        Step("recategorise", "Change the category", _IN_FORCE, None, _DECIDED),
        Step(
            "revise",
            "Change the plan",
            _IN_FORCE,
            None,
            (*_WRITERS, *AT_CONFERENCE),
        ),
        Step(
            "count-from-birth",
            "Count the review from the birth",
            _IN_FORCE,
            None,
            (*_WRITERS, Role.SUPPORT_WORKER, Role.OUT_OF_HOURS),
        ),
    ),
)

IN_NEED_PLAN = Lifecycle(
    begins={"begin": PlanState.IN_FORCE},
    makers={"begin": _WRITERS},
    steps=(
        Step(
            "review",
            "Record a review",
            _IN_FORCE,
            None,
            _WRITERS,
            needs=("lateness_is_explained",),
            hats=ON_THE_CASE,
        ),
        Step("revise", "Change the plan", _IN_FORCE, None, _WRITERS, hats=ON_THE_CASE),
        Step(
            "end",
            "End the plan",
            _IN_FORCE,
            PlanState.ENDED,
            (*_WRITERS, *AT_CONFERENCE),
            says_why=True,
        ),
    ),
)

CORE_GROUP = Lifecycle(
    begins={"hold": CoreGroupState.HELD},
    makers={"hold": _WRITERS},
    steps=(),
)
