"""The life of a restriction: a record closed to all but those on its list."""

from rules.access import MANAGERS
from rules.lifecycles.steps import Hat, Lifecycle, Step
from rules.words import Words


class RestrictionState(Words):
    IN_FORCE = "in-force", "In force"
    LIFTED = "lifted", "Lifted"


RESTRICTION = Lifecycle(
    begins={"restrict": RestrictionState.IN_FORCE},
    makers={"restrict": MANAGERS},
    steps=(
        Step(
            "review",
            "Review it: it stays",
            (RestrictionState.IN_FORCE,),
            None,
            MANAGERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
        Step(
            "lift",
            "Lift the restriction",
            (RestrictionState.IN_FORCE,),
            RestrictionState.LIFTED,
            MANAGERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)
