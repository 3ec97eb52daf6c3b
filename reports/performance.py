"""How a team is doing: what was done in time, how that goes from month to month, and the backlog."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from assessments.models import Assessment
from cases.models import Visit
from clocks.models import Clock, Standing
from reports.days import months_before
from rules.assessment_types import TYPES
from rules.codes import QualityGrade
from rules.lifecycles import AssessmentState
from rules.timescales import TIMESCALES

MONTHS, WEEKS = 6, 12
WEEKLY_HOURS = 37
"""Of one full-time place, as councils contract it."""
WIDE, HIGH = 160, 40
"""Of a trend picture, in its own units."""


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    of: int = 0
    number: int = 0

    @property
    def percent(self) -> int | None:
        """None where there was nothing to be in time with."""
        return round(100 * self.number / self.of) if self.of else None


@dataclass
class OnTime:
    """One clock: what was done this month, and the months before."""

    rule: str
    label: str
    months: dict[date, Share] = field(default_factory=dict)
    running_late: int = 0
    grades: dict[str, int] | None = None
    """H10: how good what was authorised this month is, in the words of whoever authorised it, with
    what they did not grade; None for what nobody grades."""

    @property
    def quality(self) -> str:
        return ", ".join(f"{n} {label}" for label, n in (self.grades or {}).items())

    @property
    def now(self) -> Share:
        return list(self.months.values())[-1]

    @property
    def done_late(self) -> int:
        return self.now.of - self.now.number

    @property
    def points(self) -> list[tuple[float, float]]:
        """Where each month stands in the picture; a month with nothing done has no point."""
        step = WIDE / (len(self.months) - 1)
        return [
            (round(place * step, 1), round(HIGH - HIGH * share.percent / 100, 1))
            for place, share in enumerate(self.months.values())
            if share.percent is not None
        ]

    @property
    def line(self) -> str:
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def in_words(self) -> str:
        return "; ".join(
            f"{month:%B} {share.number} of {share.of}" for month, share in self.months.items()
        )


def on_time(team_ids: Collection[int], now: datetime) -> list[OnTime]:
    """For each clock that something was done by in the last months, or that is late now: how much
    of what was finished in a month was finished in time, and how good it was. Three queries."""
    this = timezone.localdate(now).replace(day=1)
    months = [months_before(this, back) for back in range(MONTHS - 1, -1, -1)]
    first = datetime.combine(months[0], datetime.min.time(), tzinfo=now.tzinfo)
    mine = Clock.objects.watched().filter(team__in=team_ids)
    done = (
        mine.filter(standing=Standing.STOPPED, stopped_at__gte=first, stopped_at__lte=now)
        .annotate(month=TruncMonth("stopped_at", tzinfo=now.tzinfo))
        .order_by()
        .values("rule", "month")
        .annotate(n=Count("pk"), good=Count("pk", filter=Q(stopped_at__lte=F("due_at"))))
    )
    late = mine.running().filter(due_at__lte=now).order_by().values("rule").annotate(n=Count("pk"))
    found: dict[str, OnTime] = {}

    def row(rule: str) -> OnTime:
        if rule not in found:
            label = next((r.label for r in TIMESCALES if r.key == rule), rule)
            found[rule] = OnTime(rule, label, {month: Share() for month in months})
        return found[rule]

    for each in done:
        row(each["rule"]).months[each["month"].date()] = Share(each["n"], each["good"])
    for still in late:
        row(still["rule"]).running_late = still["n"]
    for kind, grades in _grades(team_ids, this, now).items():
        if kind in TYPES and TYPES[kind].clock in found:
            found[TYPES[kind].clock].grades = grades
    order = [r.key for r in TIMESCALES]
    return sorted(
        found.values(), key=lambda each: order.index(each.rule) if each.rule in order else 99
    )


def _grades(team_ids: Collection[int], this: date, now: datetime) -> dict[str, dict[str, int]]:
    """What was authorised this month, by kind of assessment and grade, the best grade first."""
    first = datetime.combine(this, datetime.min.time(), tzinfo=now.tzinfo)
    rows = (
        Assessment.objects.filter(
            state=AssessmentState.AUTHORISED,
            case__team__in=team_ids,
            authorised_at__gte=first,
            authorised_at__lte=now,
        )
        .order_by()
        .values("kind", "grade")
        .annotate(n=Count("pk"))
    )
    counted = {(row["kind"], row["grade"]): row["n"] for row in rows}
    labels = {grade.value: grade.label.lower() for grade in QualityGrade} | {"": "not graded"}
    return {
        kind: {label: n for code, label in labels.items() if (n := counted.get((kind, code)))}
        for kind in {kind for kind, _ in counted}
    }


@dataclass(frozen=True)
class Week:
    day: date
    waiting: int
    overdue: int


@dataclass(frozen=True)
class Backlog:
    """L10: children without a worker, and assessments past due, week by week."""

    weeks: list[Week]

    def _line(self, name: str) -> str:
        top = max((max(week.waiting, week.overdue) for week in self.weeks), default=0) or 1
        step = WIDE / max(len(self.weeks) - 1, 1)
        return " ".join(
            f"{round(place * step, 1)},{round(HIGH - HIGH * getattr(week, name) / top, 1)}"
            for place, week in enumerate(self.weeks)
        )

    @property
    def waiting_line(self) -> str:
        return self._line("waiting")

    @property
    def overdue_line(self) -> str:
        return self._line("overdue")


_BACKLOG = """
WITH weeks AS (
    SELECT %(now)s::timestamptz - n * interval '7 days' AS at
    FROM generate_series(%(weeks)s - 1, 0, -1) AS n
), known AS MATERIALIZED (
    SELECT id, referred_on, closed_on FROM cases_case
    WHERE team_id = ANY(%(teams)s)
      AND (closed_on IS NULL OR closed_on > (SELECT min(at)::date FROM weeks))
), overdue AS MATERIALIZED (
    SELECT due_at, stopped_at FROM clocks_clock
    WHERE team_id = ANY(%(teams)s) AND rule = ANY(%(rules)s) AND due_at <= %(now)s
      AND (stopped_at IS NULL OR stopped_at > (SELECT min(at) FROM weeks))
)
SELECT (at AT TIME ZONE 'Europe/London')::date,
    (SELECT count(*) FROM known
     WHERE referred_on <= at::date AND (closed_on IS NULL OR closed_on > at::date)
       AND NOT EXISTS (
           SELECT 1 FROM cases_allocation a
           WHERE a.case_id = known.id AND a.role = 'lead' AND a.since <= at
             AND (a.until IS NULL OR a.until > at))),
    (SELECT count(*) FROM overdue
     WHERE due_at <= at AND (stopped_at IS NULL OR stopped_at > at))
FROM weeks ORDER BY at
"""


def backlog(team_ids: Collection[int], now: datetime) -> Backlog:
    """The last weeks, by date arithmetic, so that a past week reads the same whenever it is asked
    for. One query."""
    rules = [row.clock for row in TYPES.values()]
    with connection.cursor() as cursor:
        cursor.execute(
            _BACKLOG, {"now": now, "weeks": WEEKS, "teams": list(team_ids), "rules": rules}
        )
        return Backlog([Week(*row) for row in cursor.fetchall()])


@dataclass(frozen=True)
class WithFamilies:
    """W51: the time that visits took with children and families, as recorded."""

    visits: int
    timed: int
    minutes: int
    fte: Decimal

    @property
    def hours(self) -> int:
        return round(self.minutes / 60)

    @property
    def percent(self) -> int | None:
        at_work = self.fte * WEEKLY_HOURS * 4 * 60
        return round(100 * self.minutes / at_work) if at_work else None


def with_families(team_ids: Collection[int], fte: Decimal, now: datetime) -> WithFamilies:
    """Over the last four weeks. One query."""
    today = timezone.localdate(now)
    row = Visit.objects.filter(
        case__team__in=team_ids, on__gt=today - timedelta(weeks=4), on__lte=today
    ).aggregate(
        visits=Count("pk"),
        timed=Count("minutes_with_family"),
        minutes=Sum("minutes_with_family"),
    )
    return WithFamilies(row["visits"], row["timed"], row["minutes"] or 0, fte)
