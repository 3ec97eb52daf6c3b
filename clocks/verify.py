"""Recompute every clock from its ledger and its rule, and say in words where they differ.

The ledger is what happened; the clock's row is what the sweep and the pages read. Whatever made
them differ (a fault of ours, a hand in the database, a restored backup) is found here.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from django.db import connection, transaction

from clocks.calendar import calendar
from clocks.incidents import report_clocks
from clocks.models import NOTICED, LineKind, Standing
from clocks.plan import LONDON, Plan, plan
from rules import timescales
from rules.timescales import BY_HOUR, Given, Timescale
from rules.workdays import Holidays

UNNOTICED_FOR = timedelta(minutes=5)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
ENDS = {LineKind.STOPPED: Standing.STOPPED, LineKind.CANCELLED: Standing.CANCELLED}


class Mismatch(NamedTuple):
    clock_id: int
    what: str


class Row(NamedTuple):
    """A clock beside one line of its ledger; the line is empty where there is none."""

    id: int
    rule: str
    rule_set: str
    standing: str
    measures_only: bool
    started_at: datetime
    started_on: date
    due_at: datetime
    due_on: date
    calendar_version: int
    looks: list[datetime]
    rung: int
    next_look_at: datetime | None
    breached_at: datetime | None
    noticed_at: datetime | None
    stopped_at: datetime | None
    late_reason: str
    parked_at: datetime | None
    has_incident: bool
    now: datetime
    line_kind: str | None
    line_rung: str
    line_at: datetime
    line_recorded_at: datetime
    line_due_at: datetime
    line_rule_set: str
    line_calendar_version: int
    line_missed: list[str]


QUERY = """
SELECT c.id, c.rule, c.rule_set, c.standing, c.measures_only, c.started_at, c.started_on, c.due_at,
    c.due_on, c.calendar_version, c.looks, c.rung, c.next_look_at, c.breached_at, c.noticed_at,
    c.stopped_at, c.late_reason, c.parked_at,
    c.parked_at IS NOT NULL AND EXISTS (
        SELECT FROM clocks_incident i WHERE i.clock_id = c.id AND i.settled_at IS NULL),
    now(),
    l.kind, l.rung, l.at, l.recorded_at, l.due_at, l.rule_set, l.calendar_version, l.missed
FROM clocks_clock c LEFT JOIN clocks_clockline l ON l.clock_id = c.id
ORDER BY c.id, l.id
"""
"""One statement, so that clocks and lines are of one moment however long it takes to read them."""


def verify() -> Iterator[Mismatch]:
    """Every difference, clock by clock. Reads through a cursor on the server: what it needs of
    memory does not grow with the number of clocks."""
    planner = Planner(calendar().days)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(QUERY)
        rows = (Row._make(values) for values in cursor)
        for pk, lines in groupby(rows, key=lambda row: row.id):
            for what in differences(list(lines), planner):
                yield Mismatch(pk, what)


def verify_and_report() -> int:
    """The nightly look: each clock with a mismatch becomes an incident. How many mismatches."""
    found = list(verify())
    by_clock = groupby(found, key=lambda one: one.clock_id)
    report_clocks(
        (pk, "Its row and its ledger differ: " + " ".join(one.what for one in group))
        for pk, group in by_clock
    )
    return len(found)


class Planner:
    """Plans again, remembering what is asked for over and over: a county starts many clocks of
    one rule on one day."""

    def __init__(self, holidays: Holidays) -> None:
        self._by_day = lru_cache(maxsize=4096)(self._plan_day)
        self._holidays = holidays

    def _plan_day(self, row: Timescale, started_on: date, given: date | None) -> Plan:
        # as if it had started long ago, so that no look is held back to one clock's own start
        return plan(
            row,
            started_at=EARLIEST,
            started_on=started_on,
            holidays=self._holidays,
            given=given,
        )

    def plan(self, row: Timescale, clock: Row) -> Plan:
        if isinstance(row.allowed, BY_HOUR):
            return plan(
                row,
                started_at=clock.started_at,
                started_on=clock.started_on,
                holidays=self._holidays,
                given_at=clock.due_at,
            )
        given = clock.due_on if isinstance(row.allowed, Given) else None
        due = self._by_day(row, clock.started_on, given)
        return replace(due, looks=tuple(max(look, clock.started_at) for look in due.looks))


def differences(rows: list[Row], planner: Planner) -> Iterator[str]:
    """What is wrong with one clock, in full sentences. `rows` are its lines in order."""
    clock = rows[0]
    lines = [] if clock.line_kind is None else rows
    yield from _story(clock, lines)
    try:
        row = timescales.timescale(clock.rule, clock.rule_set)
    except KeyError:
        if clock.standing == Standing.RUNNING:
            yield f"The rule book has no {clock.rule!r} in {clock.rule_set!r}."
        return
    if clock.standing == Standing.RUNNING:
        yield from _dates(clock, row, planner)
        yield from _looks(clock, row, lines)
    elif clock.next_look_at is not None:
        yield "It has ended, and the sweep would still look at it."
    if lines:
        yield from _breach(clock, lines)


def _story(clock: Row, lines: list[Row]) -> Iterator[str]:
    """The ledger in itself, and what the row says of its beginning and end."""
    started = [line for line in lines if line.line_kind == LineKind.STARTED]
    if not started:
        yield "Its ledger does not say that it started."
    elif len(started) > 1:
        yield f"Its ledger says {len(started)} times that it started."
    planned = [line for line in lines if line.line_kind in (LineKind.STARTED, LineKind.REPLANNED)]
    if planned:
        last = planned[-1]
        if last.line_due_at != clock.due_at:
            yield f"It is due {_at(clock.due_at)}; its ledger says {_at(last.line_due_at)}."
        if (last.line_rule_set, last.line_calendar_version) != (
            clock.rule_set,
            clock.calendar_version,
        ):
            yield "Its rule set or calendar version is not the one in its ledger."
    noticed = Counter(
        (line.line_kind, line.line_rung, line.line_due_at)
        for line in lines
        if line.line_kind in NOTICED
    )
    for (kind, rung, due_at), times in noticed.items():
        if times > 1:
            yield f"Its ledger says {times} times «{kind} {rung}» for {_at(due_at)}."
    ends = [line for line in lines if line.line_kind in ENDS]
    if len(ends) > 1:
        yield f"Its ledger says {len(ends)} times that it ended."
    if not ends and clock.standing != Standing.RUNNING:
        yield f"It is {clock.standing}, and its ledger does not say so."
    for end in ends[-1:]:
        if clock.standing != ENDS[LineKind(str(end.line_kind))]:
            yield f"It is {clock.standing}, and its ledger says {end.line_kind}."
        elif clock.stopped_at != end.line_at:
            yield "It did not end when its ledger says."
        if lines[-1] is not end:
            yield "Its ledger goes on after its end."
    explained = any(line.line_kind == LineKind.EXPLAINED for line in lines)
    if bool(clock.late_reason) != explained:
        yield "Its reason for lateness is not the one in its ledger."
    if clock.parked_at and not clock.has_incident:
        yield "It was put aside, and no open incident says why."


def _dates(clock: Row, row: Timescale, planner: Planner) -> Iterator[str]:
    """A running clock's dates against its rule and the calendar as it is now."""
    due = planner.plan(row, clock)
    if due.due_at != clock.due_at or due.due_on != clock.due_on:
        yield f"It is due {_at(clock.due_at)}; its rule says {_at(due.due_at)}."
    elif list(due.looks) != clock.looks:
        yield "Its rungs are not where its rule puts them."
    if clock.measures_only != row.measures_only:
        yield "Whether it only measures is not what its rule says."


def _looks(clock: Row, row: Timescale, lines: list[Row]) -> Iterator[str]:
    """How far a running clock was noticed, and when the sweep looks next."""
    behind = clock.now - (clock.next_look_at or clock.now + UNNOTICED_FOR)
    waits = behind >= timedelta(0)
    if waits and not clock.parked_at and behind > UNNOTICED_FOR:
        yield f"It has waited {behind.total_seconds() / 60:.0f} minutes to be noticed."
    if not waits:
        places = {rung.key: place for place, rung in enumerate(row.rungs, 1)}
        reached = {
            key
            for line in lines
            if line.line_kind in NOTICED and line.line_due_at == clock.due_at
            for key in (line.line_rung, *line.line_missed)
        }
        expected = max((places.get(key, 0) for key in reached), default=0)
        if clock.rung != expected:
            yield f"It counts {clock.rung} rungs as noticed; its ledger says {expected}."
    if clock.rung >= len(clock.looks):
        if clock.next_look_at is not None:
            yield "The sweep would look at it again, and there is nothing left to notice."
        return
    look = clock.looks[clock.rung]
    written = max(
        (
            line.line_recorded_at
            for line in lines
            if line.line_kind in (LineKind.STARTED, LineKind.REPLANNED)
        ),
        default=look,
    )
    # a rung that had passed when the clock was written down is looked at from then on
    if clock.next_look_at is None:
        yield "The sweep will never look at it, and it has rungs left."
    elif not look <= clock.next_look_at <= max(look, written):
        yield f"The sweep looks at it {_at(clock.next_look_at)}; its next rung is {_at(look)}."


def _breach(clock: Row, lines: list[Row]) -> Iterator[str]:
    """The breach of the date it has now; those of earlier dates stay in the ledger alone."""
    noticed = [
        line.line_recorded_at
        for line in lines
        if line.line_kind == LineKind.BREACHED and line.line_due_at == clock.due_at
    ]
    if clock.breached_at is None:
        waits = clock.next_look_at is not None and clock.next_look_at <= clock.now
        if noticed and clock.standing == Standing.RUNNING and not waits:
            yield "Its ledger says that its time limit has passed; it does not."
        if clock.standing == Standing.STOPPED and clock.stopped_at > clock.due_at:  # type: ignore[operator]
            yield "It ended late, and does not say so."
        return
    if clock.breached_at != clock.due_at:
        yield "It was breached at another moment than it was due."
    if not noticed:
        yield "It says that its time limit has passed; its ledger does not."
    elif clock.noticed_at != min(noticed):
        yield "Its breach was not noticed when its ledger says."


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"
