"""What a clock is made of: how long, who hears of it, and when."""

from dataclasses import dataclass

from rules.rule_sets import RULE_SETS
from rules.words import Words

ALL_SETS = tuple(RULE_SETS)


@dataclass(frozen=True)
class ElapsedHours:
    n: int

    def __str__(self) -> str:
        return f"{self.n} hours"


@dataclass(frozen=True)
class WorkingDays:
    n: int

    def __str__(self) -> str:
        return f"{self.n} working day{'' if self.n == 1 else 's'}"


@dataclass(frozen=True)
class Months:
    n: int

    def __str__(self) -> str:
        return f"{self.n} month{'' if self.n == 1 else 's'}"


@dataclass(frozen=True)
class Given:
    """The due date is set with the act itself, as for a task. `counted` is how the clock explains
    its date, with {days}, {start} and {due}."""

    words: str = "the date set when it was asked for"
    counted: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class GivenHour:
    """The due moment, to the minute, is set with the act itself, as in a court's order."""

    def __str__(self) -> str:
        return "the hour that the order says"


Allowed = ElapsedHours | WorkingDays | Months | Given | GivenHour
BY_HOUR = (ElapsedHours, GivenHour)
"""Limits that end at an hour and not at midnight."""


class To(Words):
    """Who hears of it. Whoever is away is replaced by their cover; where nobody fills the place,
    the next one up hears instead."""

    WORKER = "worker", "the worker, or who covers them"
    MANAGER = "manager", "the team's managers"
    GROUP = "group", "the group manager"
    HEAD = "head", "the Head of Service"


@dataclass(frozen=True)
class Rung:
    """One step of the ladder. `working_days` (or `hours`) from the due instant: below nought is
    before it."""

    key: str
    label: str
    to: tuple[To, ...]
    working_days: int = 0
    hours: int = 0


def ladder(*, soon_days: int = 0, soon_hours: int = 0) -> tuple[Rung, ...]:
    """The ordinary ladder: due soon, due, and 1, 3 and 5 working days overdue."""
    return (
        Rung("due-soon", "Due soon", (To.WORKER,), -soon_days, -soon_hours),
        Rung("due", "Due", (To.WORKER, To.MANAGER)),
        Rung("overdue-1", "1 working day overdue", (To.WORKER, To.MANAGER), 1),
        Rung("overdue-3", "3 working days overdue", (To.MANAGER, To.GROUP), 3),
        Rung("overdue-5", "5 working days overdue", (To.GROUP, To.HEAD), 5),
    )


def running_out(*hours: int) -> tuple[Rung, ...]:
    """The ladder of an emergency, in hours: before it ends, when it ends, and after, for as long as
    nobody has said what happened."""
    early, last = sorted(hours, reverse=True)
    return (
        Rung("due-soon", "Runs out soon", (To.WORKER, To.MANAGER), hours=-early),
        Rung("due-hours", "Runs out in hours", (To.WORKER, To.MANAGER, To.GROUP), hours=-last),
        Rung("due", "Has run out", (To.WORKER, To.MANAGER, To.GROUP, To.HEAD)),
        Rung("overdue-4h", "Ran out, and no end is recorded", (To.MANAGER, To.HEAD), hours=4),
    )


MEASURE = (Rung("due", "Due", ()),)
"""For a clock that only measures: its breach is recorded and nobody is called."""


@dataclass(frozen=True)
class Timescale:
    """One clock.

    `starts` begins one for the occasion the event is about; `stops` ends it on evidence;
    `cancels` ends it because it no longer applies. `sets` names the rule sets it belongs to.
    """

    key: str
    label: str
    act: str
    """What has to be done, as a verb phrase: «Decide what to do about the contact»."""
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    allowed: Allowed
    rungs: tuple[Rung, ...]
    source: str
    cancels: tuple[str, ...] = ()
    sets: tuple[str, ...] = ALL_SETS
    measures_only: bool = False
    backdated: bool = False
    """Counts from when the matter arose (the contact was received, the referral date), not from when
    the act was recorded."""
    statutory: bool = True
