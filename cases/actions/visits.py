"""Seeing the child."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.tasks import set_task
from cases.models import Case, Visit
from cases.moments import moment_of
from clocks.calendar import calendar
from clocks.ledger import Facts, overdue, react
from clocks.models import Clock
from clocks.plan import local_date
from clocks.recipients import Recipients
from rules.access import may
from rules.codes import COUNTS_FOR_PLAN, TaskKind, VisitKind
from rules.frequencies import UNANSWERED_VISITS
from rules.lifecycles import sentence_of
from rules.timescales import To
from rules.workdays import due_date
from workflow.engine import Refused, lock

CLOCK = "statutory-visit"
TASK_WITHIN = 2
"""Working days that a manager has to decide about visits that nobody answers."""


@dataclass(frozen=True)
class Sight:
    """What one visit found of one child."""

    case: Case
    seen: bool
    seen_alone: bool = False
    bedroom_seen: bool | None = None
    why_not: str = ""


def visit_clock(case: Case) -> Clock | None:
    """The clock of the visits that the child's plan asks for, while one runs."""
    return Clock.objects.running().filter(rule=CLOCK, occasion=case.occasion).first()


def _stops(clock: Clock | None, case: Case, kind: str, on: date) -> bool:
    """Whether a visit on that day is the one the running clock waits for. One that was written
    down after a later visit is kept, and moves no clock back."""
    return clock is not None and kind in COUNTS_FOR_PLAN and on >= clock.started_on


def late_without_reason(case: Case, kind: str, on: date, at: datetime) -> bool:
    """Whether a visit on that day would come late, and nobody has said why yet."""
    clock = visit_clock(case)
    late = overdue(case.occasion, moment_of(on, at))
    return _stops(clock, case, kind, on) and any(each.rule == CLOCK for each in late)


def visit_is_late(cases: Iterable[Case], now: datetime) -> bool:
    """Whether the visit that some child's plan asks for is late now, without a reason so far."""
    occasions = [case.occasion for case in cases]
    late = Clock.objects.running().filter(rule=CLOCK, occasion__in=occasions)
    return late.filter(due_at__lt=now, late_reason="").exists()


@transaction.atomic
def record_visit(
    case: Case,
    *,
    by: User,
    on: date,
    seen: bool,
    seen_alone: bool = False,
    why_not: str = "",
    place: str = "",
    note: str = "",
    minutes_with_family: int | None = None,
    kind: str = VisitKind.IN_NEED,
    answered: bool = True,
    bedroom_seen: bool | None = None,
    late_reason: str = "",
    at: datetime | None = None,
) -> Visit:
    """Record that one child was seen, or was not and why."""
    return record_visits(
        [Sight(case, seen, seen_alone, bedroom_seen, why_not)],
        by=by,
        on=on,
        kind=kind,
        answered=answered,
        place=place,
        note=note,
        minutes_with_family=minutes_with_family,
        late_reason=late_reason,
        at=at,
    )[0]


@transaction.atomic
def record_visits(
    sights: Iterable[Sight],
    *,
    by: User,
    on: date,
    kind: str = VisitKind.IN_NEED,
    answered: bool = True,
    place: str = "",
    note: str = "",
    minutes_with_family: int | None = None,
    late_reason: str = "",
    at: datetime | None = None,
) -> list[Visit]:
    """Record one visit to the children of a family: a line on each child's record. The case's
    «last seen» follows; a visit that the plan asks for stops its clock and starts the next.

    A visit that nobody answered is counted; at the number that the rules give, the team's managers
    are told, once for each series."""
    at = at or timezone.now()
    sights = list(sights)
    lock(*(sight.case for sight in sights))
    reasons: list[str] = []
    for sight in sights:
        sight.case.refresh_from_db()
        found = _objections(sight, by, on, kind, answered, late_reason, at)
        name = f"{sight.case.person.name}: " if len(sights) > 1 else ""
        reasons += [f"{name}{reason}" for reason in found]
    if reasons:
        raise Refused(dict.fromkeys(reasons))
    visits = []
    for number, sight in enumerate(sights):
        visit = Visit(
            case=sight.case,
            by=by,
            on=on,
            kind=kind,
            answered=answered,
            seen=sight.seen,
            seen_alone=sight.seen_alone,
            bedroom_seen=sight.bedroom_seen,
            why_not=sight.why_not.strip(),
            place=place.strip(),
            note=note.strip(),
            # an hour with a family is one hour, however many children it has
            minutes_with_family=minutes_with_family if number == 0 else None,
            recorded_at=at,
        )
        visit.sign(by)
        visit.save(force_insert=True)
        _last_seen(sight, on, by)
        _tell(visit, late_reason, at)
        if not answered:
            _count_unanswered(visit, at)
        visits.append(visit)
    return visits


def _objections(
    sight: Sight, by: User, on: date, kind: str, answered: bool, late_reason: str, at: datetime
) -> list[str]:
    case, seen, reasons = sight.case, sight.seen, []
    before_birth = kind == VisitKind.BEFORE_BIRTH
    met_parents = before_birth and answered
    born = case.person.birth_date
    if not may(by.role, "write-record"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if not case.is_open:
        reasons.append("The case is closed: a visit is recorded on an open case.")
    if kind not in VisitKind.values():
        reasons.append("Choose what the visit was for from the list.")
    if kind == VisitKind.STATUTORY and not by.is_qualified:
        reasons.append("A child protection visit is made by a qualified social worker.")
    if on > local_date(at):
        reasons.append("A visit cannot be recorded before it takes place.")
    if before_birth and not case.person.is_unborn and (born is None or on >= born):
        reasons.append("The child had been born by then: choose what the visit was for again.")
    elif not before_birth and case.person.is_unborn:
        reasons.append("The child is not born yet: record it as a visit to the parents.")
    elif not before_birth and born and on < born:
        reasons.append("The visit was before the child was born. Check the date.")
    if before_birth and seen:
        reasons.append("A child who is not born yet cannot have been seen.")
    elif not (seen and sight.seen_alone) and not sight.why_not.strip() and not met_parents:
        reasons.append("Say why the child was not seen, or not seen alone.")
    if sight.seen_alone and not seen:
        reasons.append("A child who was not seen cannot have been seen alone.")
    if seen and not answered:
        reasons.append("Where nobody answered, no child can have been seen.")
    if (
        _made(sight, kind, answered)
        and not late_reason.strip()
        and late_without_reason(case, kind, on, at)
    ):
        reasons.append(sentence_of("lateness_is_explained"))
    return reasons


def _made(sight: Sight, kind: str, answered: bool) -> bool:
    """Whether it was done: the child was seen, or before the birth the parents were."""
    return sight.seen or (kind == VisitKind.BEFORE_BIRTH and answered)


def _last_seen(sight: Sight, on: date, by: User) -> None:
    case, changed = sight.case, []
    if sight.seen and (case.last_seen_on is None or on > case.last_seen_on):
        case.last_seen_on = on
        changed.append("last_seen_on")
    if sight.seen_alone and (case.last_seen_alone_on is None or on > case.last_seen_alone_on):
        case.last_seen_alone_on = on
        changed.append("last_seen_alone_on")
    if changed:
        case.sign(by)
        case.save(update_fields=changed)


def _tell(visit: Visit, late_reason: str, at: datetime) -> None:
    """The line of the story; and, where it is the visit that the plan waits for, the clocks."""
    case = visit.case
    made = visit.seen or (visit.kind == VisitKind.BEFORE_BIRTH and visit.answered)
    counts = made and _stops(visit_clock(case), case, visit.kind, visit.on)
    every = case.visit_every_days if counts else None
    if counts and every:
        key = "visit.statutory"
    elif made:
        key = "visit.record"
    else:
        key = "visit.missed" if visit.answered else "visit.unanswered"
    event = story.record(
        key,
        by=visit.by,
        at=moment_of(visit.on, at),
        recorded_at=at,
        why=visit.why_not,
        thing_id=visit.pk,
        **case.story(),
    )
    if counts and every:
        react(
            event,
            Facts(
                case.occasion,
                case=case,
                person_id=case.person_id,
                owner_id=case.worker_id,
                team_id=case.team_id,
                rule_set=case.rule_set,
                given=visit.on + timedelta(days=every),
                late_reason=late_reason.strip(),
            ),
        )


def unanswered_in_a_row(case: Case, latest: Sequence[Visit] = ()) -> list[Visit]:
    """The visits since the last one that was answered, the newest first. Nothing is asked where the
    `latest` ones, which the caller has read, tell it already."""
    answered = next((each for each in latest if each.answered), None)
    if answered is not None and latest[-1].on < answered.on:
        return [each for each in latest if not each.answered and each.on >= answered.on]
    answered = case.visits.filter(answered=True).first()
    missed = case.visits.filter(answered=False)
    if answered is not None:
        missed = missed.filter(on__gte=answered.on)
    return list(missed)


def _count_unanswered(visit: Visit, at: datetime) -> None:
    """W44: once for each series, however long it grows."""
    case = visit.case
    series = unanswered_in_a_row(case)
    if len(series) < UNANSWERED_VISITS.n:
        return
    began = min(each.recorded_at for each in series)
    if case.tasks.filter(kind=TaskKind.NON_ENGAGEMENT, set_at__gte=began).exists():
        return
    today = local_date(at)
    task = set_task(
        by=visit.by,
        case=case,
        kind=TaskKind.NON_ENGAGEMENT,
        what=f"{len(series)} visits in a row were not answered: decide what to do",
        owner=None,
        team=case.team,
        due_on=due_date(today, TASK_WITHIN, calendar().days),
        at=at,
    )
    event = story.record(
        "visit.escalate",
        by=None,
        at=at,
        thing_id=visit.pk,
        data={"n": len(series)},
        **case.story(),
    )
    hear = Recipients(today).of(case.worker_id or 0, case.team_id, (To.MANAGER,))
    for manager in User.objects.filter(pk__in=hear):
        story.tell(
            manager,
            key=f"visits:{case.pk}:{event.pk}",
            case=case,
            at=at,
            url=f"/tasks/{task.pk}/",
            text=f"{len(series)} visits in a row to a child were not answered",
            grave=True,
        )
