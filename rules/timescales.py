"""Statutory and local clocks: one row each. To add or change a clock, add or change a row.

A clock starts and stops on events (`rules/events.py`), never on a button. Day 0 is the day of the
start; day 1 is the next working day; a limit in working days ends at midnight, Europe/London,
at the end of its last day. A limit in hours is elapsed time, across the change of the clocks.
"""

from dataclasses import dataclass

from rules.rule_sets import FRAMEWORK_2000, RULE_SETS, SINGLE_ASSESSMENT, WORKING_TOGETHER_2010
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


Allowed = ElapsedHours | WorkingDays | Months | Given


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


DECIDED = (
    "contact.screen-out",
    "contact.advise",
    "contact.redirect",
    "contact.early-help",
    "contact.refer",
)
NEW_INFORMATION_DECIDED = ("contact.note", "contact.reassess", "contact.seek-strategy")
CASE_OVER = ("case.close",)
PLAN_OVER = ("protection-plan.discontinue", "protection-plan.end")
BY_PLAN = Given(
    "the day that the plan's own frequency gives",
    "{days} from {start}, as the plan sets: {due}, to the end of the day.",
)

TIMESCALES: tuple[Timescale, ...] = (
    Timescale(
        key="contact-decision",
        label="Decision on a contact",
        act="Decide what to do about the contact",
        starts=("contact.record",),
        backdated=True,
        stops=DECIDED,
        allowed=ElapsedHours(24),
        rungs=ladder(soon_hours=4),
        statutory=False,
        source="Council procedure: 24 hours from when the contact was received (Wigan, 22 January 2009, App. 1)",
    ),
    Timescale(
        key="contact-decision-day",
        label="Decision on a contact, national measure",
        act="Decide what to do about the contact",
        starts=("contact.record",),
        backdated=True,
        stops=DECIDED,
        allowed=WorkingDays(1),
        rungs=MEASURE,
        measures_only=True,
        source="Framework for the Assessment of Children in Need (2000), 3.8; "
        "Keeping Children Safe in Education (2025), para 62: one working day",
    ),
    Timescale(
        key="new-information-decision",
        label="Decision on new information about an open child",
        act="Decide what the new information means",
        starts=("contact.pass-on",),
        backdated=True,
        stops=NEW_INFORMATION_DECIDED,
        allowed=ElapsedHours(24),
        rungs=ladder(soon_hours=4),
        statutory=False,
        source="Council procedure: new information on an open case is decided in 24 hours "
        "(Wigan, 22 January 2009, App. 1); Framework (2000), 3.8",
    ),
    Timescale(
        key="initial-assessment",
        label="Initial assessment",
        act="Finish the initial assessment and have it authorised",
        starts=("case.refer", "contact.reassess"),
        backdated=True,
        stops=("initial-assessment.authorise",),
        cancels=CASE_OVER,
        allowed=WorkingDays(7),
        rungs=ladder(soon_days=2),
        sets=(FRAMEWORK_2000,),
        source="Framework for the Assessment of Children in Need (2000), 3.9: 7 working days of the referral",
    ),
    Timescale(
        key="initial-assessment",
        label="Initial assessment",
        act="Finish the initial assessment and have it authorised",
        starts=("case.refer", "contact.reassess"),
        backdated=True,
        stops=("initial-assessment.authorise",),
        cancels=CASE_OVER,
        allowed=WorkingDays(10),
        rungs=ladder(soon_days=2),
        sets=(WORKING_TOGETHER_2010,),
        source="Working Together to Safeguard Children (2010): 10 working days of the referral",
    ),
    Timescale(
        key="core-assessment",
        label="Core assessment",
        act="Finish the core assessment and have it authorised",
        starts=("core-assessment.call-for",),
        stops=("core-assessment.authorise",),
        # It has a clock of its own: withdrawn, nothing is left that calls for it.
        cancels=("core-assessment.withdraw", *CASE_OVER),
        allowed=WorkingDays(35),
        rungs=ladder(soon_days=5),
        sets=(FRAMEWORK_2000, WORKING_TOGETHER_2010),
        source="Framework for the Assessment of Children in Need (2000), 3.11: 35 working days",
    ),
    Timescale(
        key="single-assessment",
        label="Single assessment",
        act="Finish the assessment and have it authorised",
        starts=("case.refer", "contact.reassess"),
        backdated=True,
        stops=("single-assessment.authorise",),
        cancels=CASE_OVER,
        allowed=WorkingDays(45),
        rungs=ladder(soon_days=5),
        sets=(SINGLE_ASSESSMENT,),
        source="Working Together to Safeguard Children (2023), ch. 3: 45 working days of the referral",
    ),
    Timescale(
        key="allocation-review",
        label="Review of a child waiting for a worker",
        act="Look again at the child waiting for a worker, or allocate",
        starts=("case.refer", "case.wait", "case.review-waiting"),
        stops=("case.allocate", "case.review-waiting"),
        cancels=CASE_OVER,
        allowed=WorkingDays(5),
        rungs=ladder(soon_days=1),
        statutory=False,
        source="Local norm: unallocated cases are reviewed weekly by the team manager (Walsall procedure)",
    ),
    Timescale(
        key="core-group-first",
        label="First core group",
        act="Hold the first core group",
        starts=("protection-plan.begin",),
        stops=("core-group.hold",),
        cancels=(*PLAN_OVER, *CASE_OVER),
        allowed=WorkingDays(10),
        rungs=ladder(soon_days=3),
        backdated=True,
        source="Local safeguarding procedures (such as Medway and Bexley): within 10 working days of the "
        "conference",
    ),
    Timescale(
        key="core-group",
        label="Core group",
        act="Hold the next core group",
        starts=("core-group.hold",),
        stops=("core-group.hold",),
        cancels=(*PLAN_OVER, *CASE_OVER),
        allowed=BY_PLAN,
        rungs=ladder(soon_days=3),
        backdated=True,
        source="As often as the child protection plan says (Wigan, 22 January 2009, App. 1)",
    ),
    Timescale(
        key="statutory-visit",
        label="Child protection visit",
        act="See the child at home, and alone",
        starts=("protection-plan.begin", "visit.statutory"),
        stops=("visit.statutory",),
        cancels=(*PLAN_OVER, *CASE_OVER),
        allowed=BY_PLAN,
        rungs=ladder(soon_days=2),
        backdated=True,
        source="As often as the child protection plan says (Wigan, 22 January 2009, App. 1); there is no "
        "national figure",
    ),
    Timescale(
        key="protection-review-first",
        label="First review conference",
        act="Hold the first review conference",
        starts=("protection-plan.begin",),
        stops=("protection-plan.review", "protection-plan.discontinue"),
        cancels=("protection-plan.end", *CASE_OVER),
        allowed=Months(3),
        rungs=ladder(soon_days=10),
        backdated=True,
        source="Working Together to Safeguard Children: within 3 months of the initial conference",
    ),
    Timescale(
        key="protection-review",
        label="Review conference",
        act="Hold the next review conference",
        starts=("protection-plan.review",),
        stops=("protection-plan.review", "protection-plan.discontinue"),
        cancels=("protection-plan.end", *CASE_OVER),
        allowed=Months(6),
        rungs=ladder(soon_days=10),
        backdated=True,
        source="Working Together to Safeguard Children: within 6 months of the review before",
    ),
    Timescale(
        key="protection-review-newborn",
        label="Review conference after the birth",
        act="Hold the review conference that follows the birth",
        starts=("protection-plan.count-from-birth",),
        stops=("protection-plan.review", "protection-plan.discontinue"),
        cancels=("protection-plan.end", *CASE_OVER),
        allowed=WorkingDays(20),
        rungs=ladder(soon_days=5),
        backdated=True,
        statutory=False,
        source="Local procedure (Liverpool): after a conference before birth, the review is within 20 "
        "working days of the birth or 3 months of the conference, whichever is sooner",
    ),
    Timescale(
        key="in-need-review",
        label="Review of the child in need plan",
        act="Review the child in need plan",
        starts=("in-need-plan.begin", "in-need-plan.review"),
        stops=("in-need-plan.review",),
        cancels=("in-need-plan.end", *CASE_OVER),
        allowed=Months(3),
        rungs=ladder(soon_days=5),
        backdated=True,
        statutory=False,
        source="Local norm: a child in need plan is reviewed at least every 3 months",
    ),
    Timescale(
        key="plan-before-birth",
        label="Plan in place before the birth",
        act="Agree the plan for the child who is to be born",
        starts=("birth.expect",),
        stops=("protection-plan.begin", "in-need-plan.begin"),
        cancels=CASE_OVER,
        allowed=Given(
            "28 days before the expected date",
            "28 days before the day on which the child is expected, or the day of the birth where it "
            "came first: {due}, to the end of the day.",
        ),
        rungs=ladder(soon_days=10),
        statutory=False,
        source="Local norm: the plan is agreed four weeks before the expected date, since babies come "
        "early",
    ),
    Timescale(
        key="birth",
        label="Birth expected",
        act="Record the birth, or correct the expected date",
        starts=("birth.expect",),
        stops=("birth.record",),
        cancels=CASE_OVER,
        allowed=Given(
            "the day on which the child is expected",
            "The day on which the child is expected: {due}, to the end of the day.",
        ),
        rungs=ladder(soon_days=10),
        statutory=False,
        source="Local norm: whoever works with an unborn child hears of the birth from the midwife",
    ),
    Timescale(
        key="transfer-in-conference",
        label="Transfer-in conference",
        act="Hold the transfer-in conference",
        starts=("transfer-in.notify",),
        stops=("transfer-in.confer",),
        cancels=("transfer-in.withdraw", *CASE_OVER),
        allowed=WorkingDays(15),
        rungs=ladder(soon_days=5),
        backdated=True,
        source="Children in need census guide: 15 working days of the formal notification in writing "
        "that the child has moved here for good",
    ),
    Timescale(
        key="task",
        label="Task",
        act="Do the task",
        starts=("task.set",),
        stops=("task.complete",),
        cancels=("task.cancel", *CASE_OVER),
        allowed=Given(),
        rungs=ladder(soon_days=1),
        statutory=False,
        source="The date agreed when the task was set",
    ),
)


def timescale(key: str, rule_set: str) -> Timescale:
    """The row for a clock under a rule set; KeyError when the set has no such clock."""
    for row in TIMESCALES:
        if row.key == key and rule_set in row.sets:
            return row
    raise KeyError(f"no clock {key!r} in rule set {rule_set!r}")
