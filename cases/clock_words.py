"""A clock in plain words, for pages that are about something else."""

from collections.abc import Iterable
from datetime import datetime

from clocks.calendar import calendar
from clocks.models import Clock, ClockLine, LineKind, Standing
from rules.timescales import ElapsedHours, WorkingDays
from rules.workdays import explain as in_words
from ui.moments import day_words, moment_words, since_words, span_words


def tone(clock: Clock, now: datetime) -> str:
    """late, soon or ok."""
    if clock.is_late(now):
        return "late"
    return "soon" if clock.looks and now >= clock.looks[0] else "ok"


def sentence(clock: Clock, now: datetime) -> str:
    """When it is due and how long that is; or how it ended."""
    due = _due_words(clock, now)
    if clock.standing == Standing.CANCELLED:
        return f"No longer needed since {moment_words(clock.stopped_at, now)}"
    if clock.standing == Standing.STOPPED:
        late = ", late" if clock.is_late(now) else ""
        return f"Done {moment_words(clock.stopped_at, now)}{late}; due {due}"
    if clock.is_late(now):
        reason = "reason recorded" if clock.late_reason else "no reason recorded"
        return f"Late by {span_words(now - clock.due_at)}, due {due}; {reason}"
    if _in_hours(clock):
        return f"Due {due}, {span_words(clock.due_at - now)} left"
    return f"Due {due}, in {since_words(clock.due_on, now)}".replace(", in today", "")


def _due_words(clock: Clock, now: datetime) -> str:
    return moment_words(clock.due_at, now) if _in_hours(clock) else day_words(clock.due_on, now)


def _in_hours(clock: Clock) -> bool:
    try:
        return isinstance(clock.row.allowed, ElapsedHours)
    except KeyError:
        return False


def explanation(clock: Clock) -> str:
    """Why the date is the date, with the days that do not count by name."""
    try:
        row = clock.row
    except KeyError:
        return ""
    if isinstance(row.allowed, WorkingDays):
        return in_words(clock.started_on, row.allowed.n, calendar().holidays)
    now = clock.due_at
    return f"{row.allowed} from {moment_words(clock.started_at, now)}: {_due_words(clock, now)}."


def history(clock: Clock, lines: Iterable[ClockLine], now: datetime) -> list[str]:
    """The ledger, a sentence a line."""
    return [
        f"{LineKind.label_of(line.kind)} {moment_words(line.at, now)}"
        + (f" by {line.by}" if line.by else "")
        + (f": {line.why}" if line.why else "")
        for line in lines
    ]
