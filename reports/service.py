"""Is any child unsafe because of us tonight? What the Head of Service has to know: numbers, and
behind each of them its children.

The numbers are counted where the rows are kept, so that they cost the same for fifty children as for
five thousand; only the list that is open is fetched, a page of it at a time."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import Absence, Team, User
from assessments.models import Assessment
from cases.loads import absences_on
from cases.models import Case, Task
from cases.models.case import CaseQuerySet
from clocks.models import Clock
from clocks.watch import Watch, state_of_watch
from protection.models import (
    AdultServiceInvolvement,
    ChildProtectionPlan,
    ConferenceChild,
    InNeedReview,
    PlanAction,
)
from reports import showing
from reports.team import Line, why_unfit
from rules.codes import AbuseCategory, AdultNeed, TaskKind
from rules.frequencies import UNALLOCATED_ALARM
from rules.lifecycles import MAY_NOT_WAIT, CaseState
from ui.moments import day_words

EMERGENCIES = ("police-protection", "epo")
VISITS = ("statutory-visit",)
CONFERENCES = (
    "initial-conference",
    "transfer-in-conference",
    "protection-review-first",
    "protection-review",
    "protection-review-newborn",
)
CORE_GROUPS = ("core-group-first", "core-group")
CATEGORIES = [category.label.partition(" (")[0] for category in AbuseCategory]
"""As the columns of the table are headed."""
COUNTED = (*EMERGENCIES, *VISITS, *CONFERENCES, *CORE_GROUPS)


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
    def cells(self) -> list[tuple[str, int]]:
        return list(zip(CATEGORIES, self.by_category, strict=True))


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
    def sums(self) -> list[tuple[str, int]]:
        columns = zip(*(row.by_category for row in self.rows), strict=True)
        return list(zip(CATEGORIES, map(sum, columns), strict=True))

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


def without_worker(cases: CaseQuerySet, today: Any) -> CaseQuerySet:
    """W25: on a plan or looked after, and nobody fit to answer: no lead, or one who has left, is not
    qualified, or is away with no fit cover."""
    away = Absence.objects.on(today)
    cover_in = away.filter(user=OuterRef("worker"), cover__is_active=True).exclude(
        cover__registration=""
    )
    cover_in = cover_in.exclude(cover__in=away.values("user"))
    return cases.filter(status__in=MAY_NOT_WAIT).filter(
        Q(worker=None)
        | Q(worker__is_active=False)
        | Q(worker__registration="")
        | (Exists(away.filter(user=OuterRef("worker"))) & ~Exists(cover_in))
    )


def waiting_too_long(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    return cases.filter(
        state=CaseState.WAITING, waiting_since__lt=now - timedelta(days=UNALLOCATED_ALARM.n)
    )


def late_clocks(cases: CaseQuerySet, rules: Collection[str], now: datetime) -> QuerySet[Clock]:
    return Clock.objects.running().filter(case__in=cases, rule__in=rules, due_at__lt=now)


def emergencies(cases: CaseQuerySet) -> QuerySet[Clock]:
    return Clock.objects.running().filter(case__in=cases, rule__in=EMERGENCIES)


def plans(cases: CaseQuerySet) -> Any:
    return ChildProtectionPlan.objects.live().filter(case__in=cases)


def without_actions(cases: CaseQuerySet) -> Any:
    """W45: a plan that says nothing about who does what is no plan."""
    return plans(cases).filter(~Exists(PlanAction.objects.filter(plan=OuterRef("pk"))))


def overdue_actions(cases: CaseQuerySet, today: Any) -> QuerySet[PlanAction]:
    mine = Q(plan__state="in-force", plan__case__in=cases) | Q(
        in_need_plan__state="in-force", in_need_plan__case__in=cases
    )
    return PlanAction.objects.open().filter(mine, due_on__lt=today)


def unheard(cases: CaseQuerySet) -> Any:
    """W47: plans in force whose last conference has no views of the child."""
    last = (
        ConferenceChild.objects.filter(case=OuterRef("case"), state__in=("held", "agreed"))
        .order_by("-conference__held_on", "-pk")
        .values("views")[:1]
    )
    return plans(cases).annotate(last_views=last).filter(last_views="")


def unheard_reviews(cases: CaseQuerySet) -> QuerySet[InNeedReview]:
    return InNeedReview.objects.filter(
        plan__state="in-force", plan__case__in=cases, childs_views=""
    )


def without_adult_service(cases: CaseQuerySet) -> CaseQuerySet:
    """H7: an assessment found a need of a parent's own, and nobody has recorded which service
    answers it."""
    missing = Q()
    for need in AdultNeed.values():
        found = Assessment.objects.filter(
            case=OuterRef("pk"), state="authorised", factors__contains=[need]
        )
        row = AdultServiceInvolvement.objects.filter(case=OuterRef("pk"), need=need)
        missing |= Q(Exists(found) & ~Exists(row))
    return cases.filter(missing)


def unanswered_visits(cases: CaseQuerySet) -> QuerySet[Task]:
    """W44"""
    return Task.objects.open().filter(case__in=cases, kind=TaskKind.NON_ENGAGEMENT)


def service(user: User, team_ids: Collection[int], now: datetime) -> Service:
    """The numbers. A fixed number of queries."""
    today = timezone.localdate(now)
    cases = Case.objects.visible_to(user).filter(team__in=team_ids).open()
    late, running = _by_rule(cases, now)

    def of(rules: Collection[str]) -> int:
        return sum(late[rule] for rule in rules)

    table = _table(cases, team_ids)
    unsafe = [
        Figure("visits", "on a plan, without a visit in time", of(VISITS)),
        Figure(
            "worker",
            "on a plan or looked after, without a qualified worker",
            without_worker(cases, today).count(),
        ),
        Figure(
            "emergencies",
            "in police protection or under an emergency order",
            sum(running[rule] for rule in EMERGENCIES),
            soon=not of(EMERGENCIES),
        ),
        Figure("conferences", "with a late conference or review", of(CONFERENCES)),
        Figure(
            "unallocated",
            "waiting for a worker for over a week",
            waiting_too_long(cases, now).count(),
        ),
        Figure("unanswered", "whose visits nobody answers", unanswered_visits(cases).count()),
    ]
    quality = [
        Figure("core-groups", "with a late core group", of(CORE_GROUPS), soon=True),
        Figure(
            "no-actions", "with a plan without actions", without_actions(cases).count(), soon=True
        ),
        Figure(
            "actions", "actions of plans overdue", overdue_actions(cases, today).count(), soon=True
        ),
        Figure("unheard", "whose own views are not on the plan", unheard(cases).count(), soon=True),
        Figure(
            "unheard-reviews",
            "reviews of children in need without the child’s views",
            unheard_reviews(cases).count(),
            soon=True,
        ),
        Figure(
            "adults",
            "whose parent’s own need has no service recorded",
            without_adult_service(cases).count(),
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


def _by_rule(cases: CaseQuerySet, now: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """How many clocks of each rule are late, and how many run."""
    rows = (
        Clock.objects.running()
        .filter(case__in=cases, rule__in=COUNTED)
        .filter(Q(due_at__lt=now) | Q(rule__in=EMERGENCIES))
        .order_by()
        .values("rule")
        .annotate(late=Count("pk", filter=Q(due_at__lt=now)), running=Count("pk"))
    )
    late: dict[str, int] = defaultdict(int)
    running: dict[str, int] = defaultdict(int)
    for row in rows:
        late[row["rule"]], running[row["rule"]] = row["late"], row["running"]
    return late, running


def _table(cases: CaseQuerySet, team_ids: Collection[int]) -> list[Row]:
    """Children on a plan, by team and category; a team without any is left out."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    rows = plans(cases).order_by().values("case__team", "latest_category").annotate(n=Count("pk"))
    for row in rows:
        counted[row["case__team"]][row["latest_category"]] = row["n"]
    teams = Team.objects.filter(pk__in=counted)
    return [
        Row(team, [counted[team.pk].get(category, 0) for category in AbuseCategory.values()])
        for team in teams
    ]


# --- The list behind a number ---------------------------------------------------------------------
def listed(
    key: str, user: User, team_ids: Collection[int], now: datetime, category: str = ""
) -> tuple[Any, Callable[[list[Any], datetime], list[Line]]] | None:
    """The rows behind a number, and what makes lines of a page of them; None for no such list."""
    today = timezone.localdate(now)
    cases = Case.objects.visible_to(user).filter(team__in=team_ids).open()
    people = ("person", "team", "worker")
    on_case = tuple(f"case__{name}" for name in people)
    match key:
        case "visits" | "conferences" | "core-groups":
            rules = {"visits": VISITS, "conferences": CONFERENCES, "core-groups": CORE_GROUPS}[key]
            rows = late_clocks(cases, rules, now).select_related(*on_case).soonest()  # type: ignore[attr-defined]
            return rows, _clock_lines
        case "emergencies":
            return emergencies(cases).select_related(*on_case).soonest(), _clock_lines  # type: ignore[attr-defined]
        case "worker":
            rows = without_worker(cases, today).select_related(*people).order_by("pk")
            return rows, _worker_lines
        case "unallocated":
            rows = waiting_too_long(cases, now).select_related(*people).order_by("waiting_since")
            return rows, _wait_lines
        case "unanswered":
            rows = unanswered_visits(cases).select_related(*on_case).order_by("due_on", "pk")
            return rows, _task_lines
        case "on-plan":
            rows = plans(cases).select_related(*on_case).order_by("started_on", "pk")
            if category in AbuseCategory.values():
                rows = rows.filter(latest_category=category)
            return rows, _plan_lines
        case "no-actions":
            rows = without_actions(cases).select_related(*on_case).order_by("started_on", "pk")
            return rows, _plan_lines
        case "unheard":
            rows = unheard(cases).select_related(*on_case).order_by("started_on", "pk")
            return rows, _plan_lines
        case "actions":
            both = [f"{plan}__{name}" for plan in ("plan", "in_need_plan") for name in on_case]
            rows = overdue_actions(cases, today).select_related(*both).order_by("due_on", "pk")
            return rows, _action_lines
        case "unheard-reviews":
            rows = unheard_reviews(cases).select_related(*(f"plan__{name}" for name in on_case))
            return rows.order_by("held_on", "pk"), _review_lines
        case "adults":
            rows = without_adult_service(cases).select_related(*people).order_by("pk")
            return rows, _adult_lines
    return None


def _with(case: Case) -> str:
    return f"{case.worker}, {case.team}" if case.worker else f"nobody, {case.team}"


def _plan_address(case: Case) -> str:
    return showing.address("case-plan", case.reference)


def _clock_lines(rows: list[Clock], now: datetime) -> list[Line]:
    words = showing.Words(now)
    return [
        Line(
            row.case,
            f"{row.label}: {words.inside(row)}. With {_with(row.case)}.",  # type: ignore[arg-type]
            showing.address("clock-detail", row.pk),
            words.tone(row),
        )
        for row in rows
    ]


def _worker_lines(rows: list[Case], now: datetime) -> list[Line]:
    workers = {case.worker for case in rows if case.worker}
    away = absences_on(workers, now)
    covers = absences_on({row.cover for row in away.values() if row.cover}, now)
    return [
        Line(
            case,
            f"{why_unfit(case.worker, away, covers) or 'Nobody fit to answer'}. {case.team}.",
            showing.case_address(case),
            "late",
        )
        for case in rows
    ]


def _wait_lines(rows: list[Case], now: datetime) -> list[Line]:
    return [
        Line(
            case,
            f"Waiting {case.days_waiting(now)} days in {case.team}. {case.get_priority_display()}.",
            showing.address("case-allocate", case.reference),
            "late",
        )
        for case in rows
    ]


def _task_lines(rows: list[Task], now: datetime) -> list[Line]:
    return [
        Line(
            row.case,
            f"{row.what}, by {day_words(row.due_on, now)}. {row.team}.",
            showing.address("task-detail", row.pk),
            "late" if row.due_on < now.date() else "soon",
        )
        for row in rows
    ]


def _plan_lines(rows: list[Any], now: datetime) -> list[Line]:
    return [
        Line(
            row.case,
            f"{row.category_label}, since {day_words(row.started_on, now)}. With {_with(row.case)}.",
            _plan_address(row.case),
        )
        for row in rows
    ]


def _action_lines(rows: list[PlanAction], now: datetime) -> list[Line]:
    lines = []
    for row in rows:
        plan: Any = row.plan or row.in_need_plan
        said = f"{row.action} ({row.owner}), due {day_words(row.due_on, now)}. {plan.case.team}."
        lines.append(Line(plan.case, said, _plan_address(plan.case), "soon"))
    return lines


def _review_lines(rows: list[InNeedReview], now: datetime) -> list[Line]:
    return [
        Line(
            row.plan.case,
            f"Review of {day_words(row.held_on, now)}: {row.why_no_views} {row.plan.case.team}.",
            _plan_address(row.plan.case),
            "soon",
        )
        for row in rows
    ]


def _adult_lines(rows: list[Case], now: datetime) -> list[Line]:
    return [
        Line(
            case,
            f"An assessment found a need of a parent’s own. With {_with(case)}.",
            _plan_address(case),
            "soon",
        )
        for case in rows
    ]
