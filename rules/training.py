"""What whoever works with children has to have learned, and how often. One row each; a gap is shown
and stops nobody."""

from dataclasses import dataclass

from rules.access import DECIDERS, MANAGERS, Role
from rules.words import Words


class Course(Words):
    LEVELS_OF_NEED = "levels-of-need", "Levels of need: using the threshold guidance"
    CHILD_PROTECTION = "child-protection", "Child protection"
    CORE_GROUPS = "core-groups", "Core groups, and plans that say what changes"


@dataclass(frozen=True)
class Need:
    course: Course
    by: tuple[Role, ...]
    months: int
    """After so many it has to be done again."""
    source: str


_CARRY = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS)

NEEDS: tuple[Need, ...] = (
    Need(
        Course.LEVELS_OF_NEED,
        tuple(dict.fromkeys((Role.DUTY_OFFICER, Role.SUPPORT_WORKER, *_CARRY, *DECIDERS))),
        24,
        "Council report (Haringey, 17 November 2009), 2: threshold guidance and training",
    ),
    Need(
        Course.CHILD_PROTECTION,
        tuple(dict.fromkeys((Role.DUTY_OFFICER, Role.SUPPORT_WORKER, *_CARRY, *DECIDERS))),
        36,
        "Council procedure (Wigan, 22 January 2009), App. 2",
    ),
    Need(Course.CORE_GROUPS, _CARRY, 36, "Council procedure (Wigan, 22 January 2009), App. 2"),
)


def needs_of(role: str) -> tuple[Need, ...]:
    return tuple(need for need in NEEDS if role in need.by)
