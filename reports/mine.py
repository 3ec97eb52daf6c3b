"""What one worker has to know first and do next. A fixed number of queries for any caseload."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from accounts.models import Absence, User
from cases.models import Allocation, Case, ContactChild, Task
from cases.showing import seen_words, task_page
from clocks.models import Clock
from people.models import Person, Relationship
from protection.models.emergency import CLOCKS as EMERGENCIES
from reports import showing
from rules.codes import AllocationRole, RelationshipKind
from rules.lifecycles import AssessmentState, ContactState

PARENTS = [kind.value for kind in RelationshipKind if kind.group == "Parents"]
CHILDREN = [RelationshipKind(kind).reciprocal.value for kind in PARENTS]
SIBLINGS = [kind.value for kind in RelationshipKind if kind.is_sibling]
URGENT = 3


@dataclass(frozen=True)
class Waits:
    """Something that waits for the worker: a sentence, and where to do it."""

    text: str
    url: str
    button: str = "Open"
    tone: str = "plain"
    due_at: datetime | None = None
    runs_out: bool = False
    """What keeps the child safe runs out then: it is shown, whatever else waits."""


@dataclass
class Child:
    case: Case
    age: str
    badge: dict[str, str]
    url: str
    clock: dict[str, str] | None = None
    as_what: str = ""
    """"" as the lead; else as what, or for whom."""
    waits: list[Waits] = field(default_factory=list)

    due_at: datetime | None = None
    seen: str = ""

    @property
    def person(self) -> Person:
        return self.case.person


@dataclass
class Family:
    name: str
    children: list[Child]


@dataclass
class Mine:
    """Everything on the page."""

    families: list[Family]
    urgent: list[Waits]
    tasks: list[Waits]
    new_information: list[Waits]
    drafts: list[Waits]
    covers: list[Absence]
    away: list[Absence]

    @property
    def children(self) -> int:
        return sum(len(family.children) for family in self.families)


def mine(user: User, now: datetime) -> Mine:
    """`now` is in the time zone that words are written in."""
    today, words = timezone.localdate(now), showing.Words(now)
    absences = list(
        Absence.objects.filter(Q(until=None) | Q(until__gte=today), Q(user=user) | Q(cover=user))
        .select_related("user", "cover")
        .order_by("since")
    )
    covers = [each for each in absences if each.cover_id == user.pk and each.since <= today]
    names = {absence.user_id: absence.user.name for absence in covers}
    cases = _cases(user)
    led = [case.pk for case in cases if case.worker_id in user.covers_ids]
    tasks = list(
        Task.objects.given_to(user).open().select_related("case__person", "contact_child__person")
    )
    told = list(
        ContactChild.objects.given_to(user)
        .filter(state=ContactState.WITH_WORKER)
        .select_related("person", "contact__agency")
    )
    clocks = _clocks(cases, tasks, told)
    assessments = showing.assessments_of(cases)
    places = _roles(user, cases)

    rows = _children(cases, clocks, names, places, words)
    by_case = {row.case.pk: row for row in rows}
    by_occasion = {clock.occasion: clock for clock in reversed(clocks)}
    own = [row for pk in led for row in assessments[pk]]
    returned_rows = [row for row in own if row.state == AssessmentState.RETURNED]
    returned = [_returned(row, clocks, words) for row in returned_rows]
    new_information = [_new_information(each, by_occasion, names, words) for each in told]
    to_do = [_task(each, by_occasion, names, words) for each in tasks]
    for case_id, waits in (
        *zip((row.case_id for row in returned_rows), returned, strict=True),
        *zip((each.case_id for each in told), new_information, strict=True),
        *zip((each.case_id for each in tasks), to_do, strict=True),
    ):
        if case_id in by_case:
            by_case[case_id].waits.append(waits)
    dated = [
        *new_information,
        *returned,
        *to_do,
        *_by_clock(clocks, led, own, by_case, words),
    ]
    dated = sorted((each for each in dated if each.due_at), key=lambda each: each.due_at or now)
    others = [each for each in dated if not each.runs_out]
    return Mine(
        families=families_of(rows),
        urgent=[*(each for each in dated if each.runs_out), *others[:URGENT]],
        tasks=to_do,
        new_information=new_information,
        drafts=[_draft(row) for row in own if row.state == AssessmentState.DRAFT],
        covers=covers,
        away=[each for each in absences if each.user_id == user.pk],
    )


def _children(
    cases: Iterable[Case],
    clocks: list[Clock],
    names: dict[int, str],
    places: dict[int, str],
    words: showing.Words,
) -> list[Child]:
    first: dict[int | None, Clock] = {}
    soonest: dict[int | None, Clock] = {}
    for clock in clocks:
        soonest.setdefault(clock.case_id, clock)
        if clock.rule in EMERGENCIES:
            first.setdefault(clock.case_id, clock)
    rows = []
    for case in cases:
        following = soonest.get(case.pk)
        shown = first.get(case.pk, following)
        covered = f"covering for {names[case.worker_id]}" if case.worker_id in names else ""
        rows.append(
            Child(
                case=case,
                age=case.person.age_on(timezone.localdate(words.now)),
                badge=showing.badge(case),
                url=showing.case_address(case),
                clock=words.shown(shown) if shown else None,
                as_what=places.get(case.pk) or covered,
                due_at=following.due_at if following else None,
                seen=_seen(case, words.now),
            )
        )
    return rows


ELSEWHERE = ("task", "contact-decision", "new-information-decision")
"""Clocks that are told of by the task or the contact that they run for, to whoever owns it."""


DONE_AT = {
    "initial-conference": ("case-protection", "Open"),
    "medical": ("case-protection", "Open"),
    "police-protection": ("case-protection", "Open"),
    "epo": ("case-protection", "Open"),
    "statutory-visit": ("case-visit", "Record a visit"),
    "core-group-first": ("core-group-hold", "Record it"),
    "core-group": ("core-group-hold", "Record it"),
    "in-need-review": ("in-need-plan-review", "Record it"),
    "protection-review-first": ("case-plan", "Open the plan"),
    "protection-review": ("case-plan", "Open the plan"),
    "protection-review-newborn": ("case-plan", "Open the plan"),
    "plan-before-birth": ("case-plan", "Open the plan"),
    "birth": ("birth-record", "Record it"),
}
"""Where what a clock waits for is done, and what the button says; elsewhere the case is opened."""


def _by_clock(
    clocks: Iterable[Clock],
    led: Collection[int],
    own: Iterable[Any],
    children: dict[int, Child],
    words: showing.Words,
) -> list[Waits]:
    """What the clocks of the worker's own cases ask for. Nothing where a manager has the assessment
    now, and nothing where it was returned, which is told apart."""
    written = {(row.case_id, row.type.clock): row for row in own}
    elsewhere = (AssessmentState.SENT, AssessmentState.RETURNED)
    found = []
    for clock in clocks:
        if clock.case_id is None or clock.case_id not in led:
            continue
        if clock.rule in ELSEWHERE and clock.owner_id is not None:
            continue
        row = written.get((clock.case_id, clock.rule))
        if row is not None and row.state in elsewhere:
            continue
        child = children[clock.case_id]
        try:
            act = clock.about or clock.row.act
        except KeyError:
            act = clock.label
        begun = row is not None and row.state == AssessmentState.DRAFT
        page, button = DONE_AT.get(clock.rule, ("case-detail", "Open"))
        place = showing.address(page, child.case.reference)
        waits = _timed(
            f"{act}, {child.person.name}",
            clock,
            words,
            _assessment_url(row) if begun else place,
            "Carry on" if begun else button,
        )
        found.append(replace(waits, runs_out=clock.rule in EMERGENCIES))
    return found


def _cases(user: User) -> list[Case]:
    """The open cases this person leads, stands beside, or covers."""
    return list(
        Case.objects.visible_to(user)
        .allocated_to(user)
        .select_related("person")
        .order_by("person__surname", "person__birth_date", "pk")
    )


def _roles(user: User, cases: Iterable[Case]) -> dict[int, str]:
    """As what, where it is not as the lead. One query, where there are such cases."""
    others = [case.pk for case in cases if case.worker_id not in user.covers_ids]
    if not others:
        return {}
    rows = (
        Allocation.objects.held_by(user)
        .exclude(role=AllocationRole.LEAD)
        .filter(case__in=others)
        .select_related("case__worker", "worker")
    )
    found = {}
    for row in rows:
        words = row.role_label.lower()
        if row.case.worker:
            words += f" beside {row.case.worker}"
        if row.worker_id != user.pk:
            words = f"covering for {row.worker}, {words}"
        found[row.case_id] = words
    return found


def _clocks(
    cases: Iterable[Case], tasks: Iterable[Task], told: Iterable[ContactChild]
) -> list[Clock]:
    occasions = [each.occasion for each in (*tasks, *told)]
    running = Clock.objects.running().watched()
    return list(
        running.filter(
            Q(case__in=[case.pk for case in cases]) | Q(occasion__in=occasions)
        ).soonest()
    )


def _seen(case: Case, now: datetime) -> str:
    """When the child was last seen, and seen alone."""
    seen, alone = case.last_seen_on, case.last_seen_alone_on
    if seen is None:
        return "Not seen yet"
    if alone == seen:
        return f"{capfirst(seen_words(seen, now))}, alone"
    before = f"alone {seen_words(alone, now)}" if alone else "not alone yet"
    return f"{capfirst(seen_words(seen, now))}; {before}"


# --- Families -----------------------------------------------------------------------------------
def families_of(rows: list[Child]) -> list[Family]:
    """Brothers and sisters together: those recorded as siblings, and those who share a parent. The
    family with the most pressing clock comes first. One query."""
    people = {row.case.person_id for row in rows}
    links = Relationship.objects.on(timezone.localdate()).filter(
        Q(person__in=people, kind__in=[*SIBLINGS, *CHILDREN])
        | Q(other__in=people, kind__in=[*SIBLINGS, *PARENTS])
    )
    parent: dict[int, int] = {}

    def root(pk: int) -> int:
        while parent.get(pk, pk) != pk:
            pk = parent[pk]
        return pk

    for one, other in links.values_list("person_id", "other_id") if people else ():
        parent[root(one)] = root(other)
    groups: dict[int, list[Child]] = defaultdict(list)
    for row in rows:
        groups[root(row.case.person_id)].append(row)
    families = []
    for children in groups.values():
        surnames = list(dict.fromkeys(row.person.surname or row.person.name for row in children))
        families.append(Family(" and ".join(surnames), children))
    never = timezone.now() + timedelta(days=36500)
    families.sort(key=lambda family: min(row.due_at or never for row in family.children))
    return families


# --- Sentences ----------------------------------------------------------------------------------
def _for(owner_id: int | None, names: dict[int, str]) -> str:
    return f" (for {names[owner_id]})" if owner_id in names else ""


def _timed(
    text: str, clock: Clock | None, words: showing.Words, url: str, button: str, tone: str = "plain"
) -> Waits:
    if clock is None:
        return Waits(f"{text}.", url, button, tone)
    return Waits(
        f"{text}: {words.inside(clock)}.",
        url,
        button,
        words.tone(clock),
        clock.due_at,
    )


def _new_information(
    child: ContactChild, clocks: dict[str, Clock], names: dict[int, str], words: showing.Words
) -> Waits:
    text = (
        f"New information from {child.contact.source_words} about {child.person.name}"
        f"{_for(child.owner_id, names)}"
    )
    url = showing.address("contact-answer", child.contact.reference, child.pk)
    return _timed(text, clocks.get(child.occasion), words, url, "Decide")


def _task(
    task: Task, clocks: dict[str, Clock], names: dict[int, str], words: showing.Words
) -> Waits:
    text = f"{task.what}, {task.person.name}{_for(task.owner_id, names)}"
    page = task_page(task) or {
        "url": showing.address("task-detail", task.pk),
        "label": "Open the task",
    }
    return _timed(text, clocks.get(task.occasion), words, page["url"], page["label"])


def _returned(row: Any, clocks: Iterable[Clock], words: showing.Words) -> Waits:
    clock = next((c for c in clocks if c.case_id == row.case_id and c.rule == row.type.clock), None)
    who = row.returned_by.name if row.returned_by else "A manager"
    text = f"{who} returned the {row.type.label.lower()} of {row.case.person.name} with comments"
    return _timed(text, clock, words, _assessment_url(row), "Read the comments", "soon")


def _draft(row: Any) -> Waits:
    return Waits(
        f"{row.type.label} of {row.case.person.name}, begun on {row.started_on:%-d %B}",
        _assessment_url(row),
        "Carry on",
    )


def _assessment_url(row: Any) -> str:
    return showing.assessment_address(row)
