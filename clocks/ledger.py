"""The clocks' answer to an event, and every other line that is written into the ledger by an act.

The sweep (`clocks/sweep.py`) writes what is noticed; everything else is written here, in the
transaction of the act itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils import timezone

from audit.models import Event
from clocks.calendar import Calendar, calendar, in_force
from clocks.models import Clock, ClockLine, LineKind, Standing
from clocks.plan import local_date, plan
from rules.timescales import TIMESCALES, Timescale


@dataclass(frozen=True)
class Facts:
    """What a clock has to know of the thing an event is about."""

    occasion: str
    case: Any = None
    contact_id: int | None = None
    person_id: int | None = None
    owner_id: int | None = None
    team_id: int | None = None
    rule_set: str = ""
    """Empty: the one in force on the day the clock starts."""
    started_at: datetime | None = None
    """When the matter arose, where that is before the act: a backdated rule counts from here."""
    started_on: date | None = None
    given: date | None = None
    given_at: datetime | None = None
    """The due moment of a rule that takes it from the act, to the minute."""
    about: str = ""
    late_reason: str = ""
    ends_case: bool = field(default=False)
    """The event ends everything that runs on the case."""


@cache
def _by_event(kind: str) -> dict[str, tuple[Timescale, ...]]:
    found: dict[str, list[Timescale]] = {}
    for row in TIMESCALES:
        for key in getattr(row, kind):
            found.setdefault(key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def react(event: Event, facts: Facts) -> None:
    """Stop, cancel and start the clocks that `event` bears on, in that order, in the caller's
    transaction and under the caller's lock."""
    ends = {row.key for row in _by_event("stops").get(event.key, ())}
    drops = {row.key for row in _by_event("cancels").get(event.key, ())}
    starts = _by_event("starts").get(event.key, ())
    if ends or drops:
        mine = Q(occasion=facts.occasion)
        if facts.ends_case:
            mine |= Q(case=facts.case)
        mine_now = Clock.objects.running().filter(mine, rule__in=ends | drops).order_by("pk")
        # the root row is locked, but a sweep locks only clocks: what it is noticing comes first
        for clock in mine_now.select_for_update(no_key=True):
            kind = LineKind.STOPPED if clock.rule in ends else LineKind.CANCELLED
            _end(clock, kind, event, facts.late_reason)
    if starts:
        day = local_date(facts.started_at or event.at)
        rule_set, now = (facts.rule_set, None) if facts.rule_set else in_force(day)
        _start([row for row in starts if rule_set in row.sets], rule_set, event, facts, now)


def start(row: Timescale, rule_set: str, event: Event, facts: Facts) -> Clock:
    """Start one clock, with its due instant worked out once and for all."""
    return _start([row], rule_set, event, facts)[0]


def _start(
    rows: Sequence[Timescale],
    rule_set: str,
    event: Event,
    facts: Facts,
    now: Calendar | None = None,
) -> list[Clock]:
    """Start a clock for each rule, and its ledger with it."""
    if not rows:
        return []
    now = now or calendar()
    clocks = Clock.objects.bulk_create(_planned(row, rule_set, event, facts, now) for row in rows)
    ClockLine.objects.bulk_create(
        _line(clock, LineKind.STARTED, at=clock.started_at, event=event, by=event.by, why=event.why)
        for clock in clocks
    )
    return clocks


def _planned(row: Timescale, rule_set: str, event: Event, facts: Facts, now: Calendar) -> Clock:
    """A clock that starts, not yet saved."""
    started_at = (facts.started_at or event.at) if row.backdated else event.at
    started_on = (facts.started_on if row.backdated else None) or local_date(started_at)
    due = plan(
        row,
        started_at=started_at,
        started_on=started_on,
        holidays=now.days,
        given=facts.given,
        given_at=facts.given_at,
    )
    return Clock(
        rule=row.key,
        rule_set=rule_set,
        occasion=facts.occasion,
        started_by=event,
        case=facts.case,
        contact_id=facts.contact_id,
        person_id=facts.person_id,
        owner_id=facts.owner_id,
        team_id=facts.team_id,
        about=facts.about,
        measures_only=row.measures_only,
        started_at=started_at,
        started_on=started_on,
        due_at=due.due_at,
        due_on=due.due_on,
        calendar_version=now.version,
        looks=list(due.looks),
        # nobody could have looked before it was written down
        next_look_at=max(due.looks[0], event.recorded_at),
    )


def write(
    clock: Clock,
    kind: LineKind,
    *,
    at: datetime,
    by: Any = None,
    event: Event | None = None,
    why: str = "",
) -> ClockLine:
    """Add one line to a clock's ledger."""
    line = _line(clock, kind, at=at, by=by, event=event, why=why)
    line.save(force_insert=True)
    return line


def _line(
    clock: Clock,
    kind: LineKind,
    *,
    at: datetime,
    by: Any = None,
    event: Event | None = None,
    why: str = "",
) -> ClockLine:
    return ClockLine(
        clock=clock,
        kind=kind,
        at=at,
        recorded_at=event.recorded_at if event else timezone.now(),
        by=by,
        event=event,
        why=why,
        due_at=clock.due_at,
        rule_set=clock.rule_set,
        calendar_version=clock.calendar_version,
    )


def _end(clock: Clock, kind: LineKind, event: Event, late_reason: str) -> None:
    clock.standing = Standing.STOPPED if kind == LineKind.STOPPED else Standing.CANCELLED
    clock.stopped_at = event.at
    clock.next_look_at = None
    changed = ["standing", "stopped_at", "next_look_at"]
    if kind == LineKind.STOPPED and event.at > clock.due_at:
        if clock.breached_at is None:
            # Done late, between two sweeps: the breach is noticed here, and once.
            line, _ = ClockLine.objects.get_or_create(
                clock=clock,
                kind=LineKind.BREACHED,
                rung="due",
                due_at=clock.due_at,
                defaults={
                    "at": clock.due_at,
                    "recorded_at": event.recorded_at,
                    "event": event,
                    "rule_set": clock.rule_set,
                    "calendar_version": clock.calendar_version,
                },
            )
            clock.breached_at, clock.noticed_at = clock.due_at, line.recorded_at
            changed += ["breached_at", "noticed_at"]
        if late_reason and not clock.late_reason and not clock.measures_only:
            clock.late_reason = late_reason
            changed.append("late_reason")
            write(clock, LineKind.EXPLAINED, at=event.at, by=event.by, event=event, why=late_reason)
    clock.save(update_fields=changed)
    write(clock, kind, at=event.at, by=event.by, event=event, why=event.why)


def overdue(occasion: str, at: datetime) -> list[Clock]:
    """The running clocks of an occasion that are past due at `at` and whose lateness nobody has
    explained yet."""
    return list(
        Clock.objects.running().watched().filter(occasion=occasion, due_at__lt=at, late_reason="")
    )


def explain(clock: Clock, *, by: Any, why: str, at: datetime) -> None:
    """Record why a clock is late, while it still runs. The caller holds the root row's lock."""
    clock.late_reason = why
    clock.save(update_fields=["late_reason"])
    write(clock, LineKind.EXPLAINED, at=at, by=by, why=why)


def hand_over(clocks: Iterable[Clock], *, owner_id: int | None, team_id: int | None) -> None:
    """Give running clocks to another worker or team: who hears of them, not when they are due."""
    for clock in clocks:
        clock.owner_id, clock.team_id = owner_id, team_id
        clock.save(update_fields=["owner", "team"])


def replan(
    clock: Clock,
    *,
    by: Any,
    why: str,
    at: datetime,
    started_at: datetime | None = None,
    started_on: date | None = None,
    given: date | None = None,
    given_at: datetime | None = None,
) -> bool:
    """Work a running clock's dates out again after its facts or the calendar changed.

    Nothing is rewritten: the ledger line supersedes. What was noticed under the old due instant
    stays in the ledger. True when the due instant moved. The caller holds the root row's lock."""
    clock.refresh_from_db(from_queryset=Clock.objects.select_for_update(no_key=True))
    clock.started_at = started_at or clock.started_at
    clock.started_on = started_on or (local_date(started_at) if started_at else clock.started_on)
    before = clock.due_at
    if _plan_again(clock, calendar(), given, at, given_at) or started_at or started_on:
        clock.save(update_fields=PLANNED)
        write(clock, LineKind.REPLANNED, at=at, by=by, why=why)
    return clock.due_at != before


def replan_all(clocks: Iterable[Clock], *, by: Any, why: str, at: datetime) -> tuple[int, int]:
    """Work many running clocks out again after the calendar changed, in bulk; the caller holds the
    locks of their root rows and of themselves. How many changed, and how many of those moved."""
    now = calendar()
    changed, moved = [], 0
    for clock in clocks:
        before = clock.due_at
        if _plan_again(clock, now, None, at):
            changed.append(clock)
            moved += clock.due_at != before
    Clock.objects.bulk_update(changed, PLANNED, batch_size=500)
    ClockLine.objects.bulk_create(
        (_line(clock, LineKind.REPLANNED, at=at, by=by, why=why) for clock in changed),
        batch_size=500,
    )
    return len(changed), moved


PLANNED = (
    "started_at",
    "started_on",
    "due_at",
    "due_on",
    "calendar_version",
    "looks",
    "rung",
    "next_look_at",
    "breached_at",
    "noticed_at",
)
"""The fields that planning sets."""


def _plan_again(
    clock: Clock,
    now: Calendar,
    given: date | None,
    at: datetime,
    given_at: datetime | None = None,
) -> bool:
    """Set the fields of PLANNED from the facts and the calendar; whether any date is another."""
    due = plan(
        clock.row,
        started_at=clock.started_at,
        started_on=clock.started_on,
        holidays=now.days,
        given=given or clock.due_on,
        given_at=given_at or clock.due_at,
    )
    moved = due.due_at != clock.due_at
    if not moved and list(due.looks) == clock.looks:
        return False
    clock.due_at, clock.due_on, clock.calendar_version = due.due_at, due.due_on, now.version
    clock.looks = list(due.looks)
    if moved:
        # Rungs already reached under the new dates will be noticed by the next sweep, each once.
        clock.rung, clock.breached_at, clock.noticed_at = 0, None, None
    ahead = clock.looks[clock.rung :]
    clock.next_look_at = max(ahead[0], at) if ahead else None
    return True
