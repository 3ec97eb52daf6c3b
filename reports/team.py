"""What a manager has to know first: what needs them now, and who carries what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from accounts.models import User
from cases.loads import Load, absences_on, carriers, loads_of
from cases.models import Case, ContactChild, Task
from cases.models.case import CaseQuerySet
from clocks.models import Clock
from people.access import open_to
from protection.models.emergency import CLOCKS as EMERGENCIES
from reports import protecting, showing
from reports.days import months_before
from reports.showing import Line
from rules.codes import TaskKind
from rules.lifecycles import MAY_NOT_WAIT, ContactState
from rules.workdays import months_after
from ui.moments import day_words, moment_words

SHOWN, MOST = 5, 200
"""Rows of each list on the page, and of one that is shown whole."""


@dataclass(frozen=True)
class Needs:
    """One kind of thing that needs the manager now. `number` counts all, `lines` shows the first."""

    key: str
    label: str
    number: int
    lines: list[Line]
    url: str = ""
    tone: str = "plain"

    @property
    def more(self) -> int:
        return self.number - len(self.lines)


@dataclass(frozen=True)
class Protected:
    """Children on a plan or looked after, and those of them who have nobody fit to answer."""

    number: int
    without: list[Line]

    @property
    def sentence(self) -> str:
        if not self.number:
            return "No child is on a plan or looked after."
        good = self.number - len(self.without)
        children = "child" if self.number == 1 else "children"
        return (
            f"{good} of {self.number} {children} on a plan or looked after "
            f"{'has' if good == 1 else 'have'} a qualified worker who is in, or is covered."
        )


def protected(cases: CaseQuerySet, now: datetime) -> Protected:
    """W25. Nobody waits here: the database sees to that. What is left is a lead who is not
    qualified, has left, or is away with nobody covering. Two queries."""
    grave = list(
        cases.filter(status__in=MAY_NOT_WAIT, state__in=("open", "waiting")).select_related(
            "person", "worker", "team"
        )
    )
    workers = {case.worker for case in grave if case.worker}
    away = absences_on(workers, now)
    covers = absences_on({row.cover for row in away.values() if row.cover}, now)
    without = []
    for case in grave:
        wrong = why_unfit(case.worker, away, covers)
        if wrong:
            without.append(Line(case, f"{wrong}. {case.team}.", showing.case_address(case), "late"))
    return Protected(len(grave), without)


def why_unfit(worker: User | None, away: dict[int, Any], covers: dict[int, Any]) -> str:
    """Why this worker cannot answer for a child today; empty where they, or their cover, can."""
    if worker is None:
        return "Nobody is allocated"
    if not worker.is_active:
        return f"{worker} has left"
    if not worker.is_qualified:
        return f"{worker} is not a qualified social worker"
    absence = away.get(worker.pk)
    if absence is None:
        return ""
    if absence.cover is None:
        return f"{worker} is away and nobody covers"
    if not absence.cover.is_active:
        return f"{worker} is away and the cover, {absence.cover}, has left"
    if absence.cover_id in covers:
        return f"{worker} is away, and so is the cover, {absence.cover}"
    if not absence.cover.is_qualified:
        return f"{worker} is away, and the cover, {absence.cover}, is not a qualified social worker"
    return ""


def late_without_reason(
    user: User, cases: CaseQuerySet, team_ids: Collection[int], now: datetime
) -> QuerySet[Clock]:
    """Running clocks past due that nobody has explained, the latest first. What runs on a case is
    only told of where the case is in `cases`."""
    return (
        Clock.objects.running()
        .watched()
        .filter(
            Q(case__in=cases) | Q(case=None) & open_to(user),
            team__in=team_ids,
            due_at__lte=now,
            late_reason="",
        )
        # these have a list of their own
        .exclude(rule__in=("allocation-review", *EMERGENCIES))
        .exclude(Exists(_discussion_of_clock()))
        .select_related("case__person", "person", "owner", "contact")
        .soonest()
    )


def _discussion_of_clock() -> QuerySet[Task]:
    """The strategy discussion that a clock runs for."""
    occasion = Concat(Value("task:"), Cast("pk", CharField()))
    tasks = Task.objects.annotate(occasion_of=occasion)
    return tasks.filter(kind=TaskKind.STRATEGY_DISCUSSION, occasion_of=OuterRef("occasion"))


def unvisited(cases: CaseQuerySet, now: datetime) -> QuerySet[Clock]:
    """Children on a plan whose visit is late, explained or not, the latest first."""
    return (
        Clock.objects.running()
        .filter(rule="statutory-visit", case__in=cases, due_at__lte=now)
        .select_related("case__person", "person", "owner", "contact")
        .soonest()
    )


def unreviewed(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    """Those who wait for a worker and whose weekly review is overdue."""
    late = Clock.objects.running().filter(
        rule="allocation-review", case=OuterRef("pk"), due_at__lte=now
    )
    return cases.waiting().filter(Exists(late))


def needs_me(
    user: User, team_ids: Collection[int], now: datetime, query: str = "", every: str = ""
) -> list[Needs]:
    """The block «needs me now». `every` is the key of a list that is shown whole; `query` limits
    the links to the same teams. A fixed number of queries."""
    cases = Case.objects.visible_to(user).filter(team__in=team_ids)
    known = cases.select_related("person", "team")
    words = showing.Words(now)

    def some(key: str, rows: Any) -> tuple[int, list[Any]]:
        found = list(rows[: MOST if every == key else SHOWN])
        return (rows.count() if len(found) >= SHOWN else len(found)), found

    lists: list[tuple[str, str, Any, Any, dict[str, str]]] = [
        ("emergency", "under police protection or an emergency order",
         protecting.in_force(cases), protecting.emergency_line, {"tone": "late"}),
        ("strategy", "waiting for a strategy discussion", protecting.undiscussed(cases),
         protecting.strategy_line, {"tone": "late"}),
        ("to-allocate", "to allocate", known.waiting(), _wait_line, {"url": f"/waiting/{query}"}),
        ("unreviewed", "waiting without this week's review", unreviewed(known, now), _wait_line,
         {"tone": "late", "url": f"/waiting/{query}"}),
        ("late", "late without a reason", late_without_reason(user, cases, team_ids, now), _late_line,
         {"tone": "late"}),
        ("visits", "on a plan without a visit in time", unvisited(cases, now), _late_line,
         {"tone": "late"}),
        ("authorise", "to authorise", showing.to_authorise(cases), _authorise_line, {}),
        ("enquiries", "Section 47 enquiries to authorise", protecting.to_authorise(cases),
         protecting.enquiry_line, {}),
        ("unowned", "with nobody to do it", _unowned(user, cases, team_ids), _task_line,
         {"tone": "soon"}),
        ("undecided", "with nobody to decide on new information", _undecided(cases, team_ids),
         _told_line, {"tone": "soon"}),
        ("leaving", "turning 18 within six months", _leaving(known, now), _leaving_line, {}),
    ]  # fmt: skip
    needs = []
    for key, label, rows, line, more in lists:
        number, found = some(key, rows)
        needs.append(Needs(key, label, number, [line(row, words) for row in found], **more))
    return needs


def _unowned(user: User, cases: CaseQuerySet, team_ids: Collection[int]) -> QuerySet[Task]:
    """Tasks for the managers of a team to give to somebody."""
    return (
        Task.objects.open()
        .filter(
            Q(case__in=cases) | Q(case=None) & open_to(user, "contact_child__person"),
            owner=None,
            team__in=team_ids,
        )
        # a list of their own
        .exclude(kind=TaskKind.STRATEGY_DISCUSSION)
        .select_related("case__person", "contact_child__person")
    )


def _undecided(cases: CaseQuerySet, team_ids: Collection[int]) -> QuerySet[ContactChild]:
    """New information on an open child that reached no worker."""
    return (
        ContactChild.objects.filter(
            state=ContactState.WITH_WORKER, owner=None, team__in=team_ids, case__in=cases
        )
        .select_related("person", "contact", "case")
        .order_by("received_at")
    )


def _leaving(cases: CaseQuerySet, now: datetime) -> CaseQuerySet:
    """H8: whoever turns 18 soon, so that what comes after is planned before."""
    today = timezone.localdate(now)
    return (
        cases.open()
        .filter(
            person__birth_date__gt=months_before(today, 12 * 18),
            person__birth_date__lte=months_before(today, 12 * 18 - 6),
        )
        .order_by("person__birth_date", "pk")
    )


# --- Lines --------------------------------------------------------------------------------------
def _wait_line(case: Case, words: showing.Words) -> Line:
    days = case.days_waiting(words.now)
    waits = f"{days} day{'' if days == 1 else 's'}" if days else "since today"
    return Line(
        case,
        f"{case.get_priority_display()}. Waiting {waits} in {case.team}.",
        showing.address("case-allocate", case.reference),
    )


def _late_line(clock: Clock, words: showing.Words) -> Line:
    who = f"With {clock.owner}" if clock.owner else "Nobody has it yet"
    child = clock.person.name if clock.person else "a child"
    return Line(
        None,
        f"{clock.label}, {child}: {words.inside(clock)}. {who}.",
        showing.address("clock-detail", clock.pk),
        "late",
    )


def _authorise_line(row: Any, words: showing.Words) -> Line:
    return Line(
        row.case,
        f"{row.type.label} by {row.author}, sent {moment_words(row.sent_at, words.now)} to {row.sent_to}.",
        showing.assessment_address(row),
    )


def _task_line(task: Task, words: showing.Words) -> Line:
    return Line(
        None,
        f"{task.what}, {task.person.name}: by {day_words(task.due_on, words.now)}.",
        showing.address("task-detail", task.pk),
    )


def _told_line(child: ContactChild, words: showing.Words) -> Line:
    return Line(
        None,
        f"{child.person.name}, from {child.contact.source_words}, "
        f"received {moment_words(child.received_at, words.now)}.",
        showing.address("contact-detail", child.contact.reference),
    )


def _leaving_line(case: Case, words: showing.Words) -> Line:
    born = case.person.birth_date
    day = months_after(born, 12 * 18) if born else None
    return Line(
        case, f"18 on {day_words(day, words.now)}." if day else "", showing.case_address(case)
    )


# --- People -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class People:
    loads: list[Load]

    @property
    def cases(self) -> int:
        return sum(load.cases for load in self.loads)

    @property
    def grave(self) -> int:
        return sum(load.grave for load in self.loads)

    @property
    def late(self) -> int:
        return sum(load.late for load in self.loads)

    @property
    def tasks(self) -> int:
        return sum(load.tasks for load in self.loads)

    @property
    def fte(self) -> Decimal:
        return sum((load.worker.fte for load in self.loads), Decimal())

    @property
    def per_fte(self) -> Decimal | None:
        """All cases for each full-time place: the sum by the sum, not the mean of the rows."""
        return self.cases / self.fte if self.fte else None


def people(reader: User, team_ids: Collection[int], now: datetime) -> People:
    """Everybody who can carry cases in these teams, and everybody else who leads a case of theirs,
    the most late clocks first."""
    members = carriers(team_ids)
    known = {worker.pk for worker in members}
    guests = User.objects.filter(
        pk__in=Case.objects.open()
        .filter(open_to(reader), team__in=team_ids)
        .order_by()
        .values("worker")
    ).exclude(pk__in=known)
    loads = loads_of([*members, *guests.select_related("team")], now, reader)
    return People(sorted(loads, key=lambda load: (-load.late, -load.cases, load.worker.name)))
