"""How often, and how many: numbers that a plan sets within bounds, or that the council has settled.

Law says that a child on a plan is seen and that the core group meets; how often is set by the
plan. A row gives what is proposed, and the bounds within which a plan may set its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frequency:
    key: str
    label: str
    default: int
    least: int
    most: int
    unit: str
    source: str

    def objection(self, value: int) -> str:
        """Why a plan cannot set this; empty when it can."""
        if self.least <= value <= self.most:
            return ""
        return (
            f"{self.label} must be between {self.least} and {self.most} {self.unit}; "
            f"{value} was given."
        )


@dataclass(frozen=True)
class Threshold:
    key: str
    label: str
    n: int
    unit: str
    source: str


VISIT_EVERY = Frequency(
    "visit-every",
    "The time between visits to a child on a protection plan",
    14,
    1,
    28,
    "days",
    "Set by the plan (Wigan, 22 January 2009, App. 1). No national figure; councils ask for 10 "
    "working days to 4 weeks",
)
CORE_GROUP_EVERY = Frequency(
    "core-group-every",
    "The time between core groups",
    42,
    7,
    42,
    "days",
    "Set by the plan (Wigan, 22 January 2009, App. 1). Local norm: 4 to 6 weeks",
)
FREQUENCIES: tuple[Frequency, ...] = (VISIT_EVERY, CORE_GROUP_EVERY)

UNANSWERED_VISITS = Threshold(
    "unanswered-visits",
    "Unanswered visits in a row after which a manager is told",
    2,
    "visits",
    "Local norm: non-engagement is escalated (Wigan, 22 January 2009, App. 2)",
)
PLAN_BEFORE_BIRTH = Threshold(
    "plan-before-birth",
    "How long before the expected date an unborn child's plan has to be in place",
    28,
    "days",
    "Local norm: the plan is agreed four weeks before the expected date, since babies come early",
)
UNALLOCATED_ALARM = Threshold(
    "unallocated-alarm",
    "How long a child may wait for a worker before the Head of Service sees it",
    7,
    "days",
    "Local norm: unallocated cases are reviewed weekly by the team manager (Walsall procedure)",
)
ORDER_LASTS = Threshold(
    "order-lasts",
    "How long an emergency protection order may last",
    8,
    "days",
    "Children Act 1989, section 45(1) and (2); where the last day is a Sunday or a bank holiday, until "
    "noon of the next day that is neither",
)
EXTENSION_LASTS = Threshold(
    "extension-lasts",
    "By how long the court may extend it, once",
    7,
    "days",
    "Children Act 1989, section 45(5) and (6)",
)
AGREED_AHEAD = Threshold(
    "agreed-ahead",
    "How far ahead a conference or an action may be agreed",
    2 * 365,
    "days",
    "Local norm: a plan is reviewed every 6 months, and a later day is a slip",
)
THRESHOLDS: tuple[Threshold, ...] = (
    AGREED_AHEAD,
    UNANSWERED_VISITS,
    PLAN_BEFORE_BIRTH,
    UNALLOCATED_ALARM,
    ORDER_LASTS,
    EXTENSION_LASTS,
)
