"""Is any child unsafe because of us tonight? What the Head of Service has to know: numbers, and
behind each of them its children.

The numbers are counted where the rows are kept, so that they cost the same for fifty children as for
five thousand; only the list that is open is fetched, a page of it at a time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.models import Team, User
from cases.models import Case, Task
from cases.models.case import CaseQuerySet
from clocks.models import Clock
from clocks.watch import Watch, state_of_watch
from protection.models import (
    AdultServiceInvolvement,
    ChildProtectionPlan,
    ConferenceChild,
    InNeedPlan,
    InNeedReview,
    PlanAction,
)
from protection.models.emergency import CLOCKS as EMERGENCIES
from reports.teams import Chosen
from rules.codes import AbuseCategory, AdultNeed, TaskKind
from rules.frequencies import UNALLOCATED_ALARM
from rules.lifecycles import MAY_NOT_WAIT, CaseState
from rules.timescales import PROTECTION_REVIEWS

VISITS = ("statutory-visit",)
CONFERENCES = (
    "initial-conference",
    "transfer-in-conference",
    *PROTECTION_REVIEWS,
)
CORE_GROUPS = ("core-group-first", "core-group")
CATEGORIES = [category.label.partition(" (")[0] for category in AbuseCategory]
"""As the columns of the table are headed."""
MEDICALS = ("medical",)
COUNTED = (*EMERGENCIES, *VISITS, *CONFERENCES, *CORE_GROUPS, *MEDICALS)


@dataclass(frozen=True)
class Figure:
    """A number on the page. `alarms`: a child may be unsafe while it is not nought."""

    key: str
    label: str
    number: int
    alarms: bool = True
    soon: bool = False

    @property
    def tone(self) -> str:
        if not self.number:
            return "plain"
        return "soon" if self.soon else "late" if self.alarms else "plain"


@dataclass(frozen=True)
class Row:
    """How many children of one team are on a plan, by category."""

    team: Team
    by_category: list[int]

    @property
    def total(self) -> int:
        return sum(self.by_category)

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Code, label and number of each category."""
        return list(zip(AbuseCategory.values(), CATEGORIES, self.by_category, strict=True))


@dataclass(frozen=True)
class Service:
    """Everything on the page but the list that is open."""

    unsafe: list[Figure]
    quality: list[Figure]
    rows: list[Row]
    categories: list[tuple[str, str]]
    watch: Watch

    @property
    def children(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def sums(self) -> list[tuple[str, str, int]]:
        columns = zip(*(row.by_category for row in self.rows), strict=True)
        return list(zip(AbuseCategory.values(), CATEGORIES, map(sum, columns), strict=True))

    @property
    def alarms(self) -> list[Figure]:
        return [each for each in self.unsafe if each.alarms and each.number]

    @property
    def answer(self) -> str:
        """The page's question, answered in a sentence."""
        if self.watch.warning:
            return "We cannot say: the time limits are not being watched."
        if not self.alarms:
            return "Nothing here says so."
        return "Look at what is red first."


Cases = CaseQuerySet | None
"""The open cases that somebody reads, in the teams that were chosen; None for all open cases there are.
What is counted here stands on open cases alone, so that for all of them no case has to be looked at."""


def cases_in(user: User, teams: Chosen) -> Cases:
    cases = Case.objects.visible_to(user)
    if teams.team is None and not cases.query.where:  # nothing is closed to this user
        return None
    return cases.filter(team__in=teams.ids).open()


def on(rows: Any, cases: Cases, way: str = "case") -> Any:
    """Of some rows, those on these cases."""
    return rows if cases is None else rows.filter(**{f"{way}__in": cases})


def among(cases: Cases) -> CaseQuerySet:
    return Case.objects.open() if cases is None else cases


UNFIT = """
WITH away AS (SELECT user_id, cover_id FROM accounts_absence
    WHERE since <= %s AND (until IS NULL OR until >= %s))
SELECT id FROM accounts_user
WHERE NOT is_active OR registration = '' OR id IN (SELECT user_id FROM away) AND id NOT IN (
    SELECT away.user_id FROM away JOIN accounts_user cover ON cover.id = away.cover_id
    WHERE cover.is_active AND cover.registration <> '' AND cover.id NOT IN (SELECT user_id FROM away))
"""
"""Who can answer for no child on a day: has left, is not qualified, or is away with no fit cover."""


def without_worker(cases: Cases, today: Any) -> CaseQuerySet:
    """W25: on a plan or looked after, and nobody fit to answer."""
    grave = among(cases).filter(status__in=MAY_NOT_WAIT)
    # written in SQL: the page asks it each time, and it cost more to compose than to run
    unfit = RawSQL(UNFIT, [today, today])  # noqa: S611 - a constant of our own
    return grave.filter(Q(worker=None) | Q(worker__in=unfit))


def waiting_too_long(cases: Cases, now: datetime) -> CaseQuerySet:
    return among(cases).filter(
        state=CaseState.WAITING, waiting_since__lt=now - timedelta(days=UNALLOCATED_ALARM.n)
    )


def late_clocks(cases: Cases, rules: Collection[str], now: datetime) -> Any:
    return on(Clock.objects.running(), cases).filter(rule__in=rules, due_at__lt=now)


def emergencies(cases: Cases) -> Any:
    return on(Clock.objects.running(), cases).filter(rule__in=EMERGENCIES)


def plans(cases: Cases) -> Any:
    return on(ChildProtectionPlan.objects.live(), cases)


def without_actions(cases: Cases) -> Any:
    """W45: a plan that says nothing about who does what is no plan."""
    return plans(cases).filter(has_actions=False)


def overdue_actions(cases: Cases, today: Any) -> QuerySet[PlanAction]:
    of_plans = Q(plan__in=plans(cases).order_by().values("pk"))
    in_need = on(InNeedPlan.objects.live(), cases)
    late = PlanAction.objects.open().filter(due_on__lt=today)
    return late.filter(of_plans | Q(in_need_plan__in=in_need.order_by().values("pk")))


def unheard(cases: Cases) -> Any:
    """W47: plans in force whose last conference has no views of the child. From the few conferences
    without, not from the plans."""
    held = ConferenceChild.objects.order_by().filter(state__in=("held", "agreed"))
    since = Q(conference__held_on__gt=OuterRef("conference__held_on")) | Q(
        conference__held_on=OuterRef("conference__held_on"), pk__gt=OuterRef("pk")
    )
    later = held.filter(since, case=OuterRef("case"))
    silent = held.filter(~Exists(later), views="")
    return plans(cases).filter(case__in=silent.values("case"))


def unheard_reviews(cases: Cases) -> Any:
    return on(InNeedReview.objects, cases, "plan__case").filter(
        plan__state="in-force", childs_views=""
    )


def without_adult_service(cases: Cases) -> CaseQuerySet:
    """H7: an assessment found a need of a parent's own, and nobody has recorded which service
    answers it."""
    recorded = AdultServiceInvolvement.objects.order_by()
    missing = ~Q(pk__in=recorded.values("case"))  # first: for most nothing at all is recorded
    for need in AdultNeed.values():
        answered = recorded.filter(need=need).values("case")
        missing |= Q(parents_needs__contains=[need]) & ~Q(pk__in=answered)
    return among(cases).exclude(state=CaseState.CLOSED).exclude(parents_needs=[]).filter(missing)


def unanswered_visits(cases: Cases) -> Any:
    """W44"""
    return on(Task.objects.open(), cases).filter(kind=TaskKind.NON_ENGAGEMENT)


def service(user: User, teams: Chosen, now: datetime) -> Service:
    """The numbers. A fixed number of queries."""
    today = timezone.localdate(now)
    cases = cases_in(user, teams)
    late = _late_by_rule(cases, now)

    def of(rules: Collection[str]) -> int:
        return sum(late[rule] for rule in rules)

    table = _table(cases, teams)
    number = _counted(
        emergencies=emergencies(cases),
        worker=without_worker(cases, today),
        unallocated=waiting_too_long(cases, now),
        unanswered=unanswered_visits(cases),
        no_actions=without_actions(cases),
        actions=overdue_actions(cases, today),
        unheard=unheard(cases),
        unheard_reviews=unheard_reviews(cases),
        adults=without_adult_service(cases),
    )
    unsafe = [
        Figure("visits", "on a plan, without a visit in time", of(VISITS)),
        Figure(
            "worker",
            "on a plan or looked after, without a qualified worker",
            number["worker"],
        ),
        Figure(
            "emergencies",
            "in police protection or under an emergency order",
            number["emergencies"],
            soon=not of(EMERGENCIES),
        ),
        Figure("conferences", "with a late conference or review", of(CONFERENCES)),
        Figure(
            "unallocated",
            "waiting for a worker for over a week",
            number["unallocated"],
        ),
        Figure("unanswered", "whose visits nobody answers", number["unanswered"]),
    ]
    quality = [
        Figure("core-groups", "with a late core group", of(CORE_GROUPS), soon=True),
        Figure("medicals", "with a medical overdue", of(MEDICALS), soon=True),
        Figure("no-actions", "with a plan without actions", number["no_actions"], soon=True),
        Figure("actions", "actions of plans overdue", number["actions"], soon=True),
        Figure("unheard", "whose own views are not on the plan", number["unheard"], soon=True),
        Figure(
            "unheard-reviews",
            "reviews of children in need without the child’s views",
            number["unheard_reviews"],
            soon=True,
        ),
        Figure(
            "adults",
            "whose parent’s own need has no service recorded",
            number["adults"],
            soon=True,
        ),
    ]
    return Service(
        unsafe,
        quality,
        table,
        list(zip(AbuseCategory.values(), CATEGORIES, strict=True)),
        state_of_watch(),
    )


def _counted(**sets: Any) -> dict[str, int]:
    """How many rows each of some sets has, asked for in one statement: a count around each, which costs
    the ORM less to compile than a union of counts."""
    counts: list[str] = []
    values: list[Any] = []
    for rows in sets.values():
        try:
            text, given = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:  # nobody can be in it
            counts.append("0")
            continue
        counts.append(f"(SELECT count(*) FROM ({text}) AS counted)")  # noqa: S608 - composed by the ORM
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", values)
        return dict(zip(sets, cursor.fetchone(), strict=True))


def _late_by_rule(cases: Cases, now: datetime) -> dict[str, int]:
    """How many clocks of each rule are late."""
    rows = late_clocks(cases, COUNTED, now).order_by().values("rule").annotate(n=Count("*"))
    return defaultdict(int, {row["rule"]: row["n"] for row in rows})


def _table(cases: Cases, teams: Chosen) -> list[Row]:
    """Children on a plan, by team and category; a team without any is left out."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    live = plans(cases).filter(case__state=CaseState.OPEN)  # or else every case is read
    rows = live.order_by().values("case__team", "latest_category").annotate(n=Count("*"))
    for row in rows:
        counted[row["case__team"]][row["latest_category"]] = row["n"]
    return [
        Row(team, [counted[team.pk].get(category, 0) for category in AbuseCategory.values()])
        for team in teams.all
        if team.pk in counted
    ]
