"""A clock in plain words, for pages that are about something else."""

from dataclasses import dataclass
from datetime import datetime

from clocks.calendar import Calendar, calendar
from clocks.models import Clock, LineKind, Standing
from rules.timescales import ElapsedHours, WorkingDays
from rules.workdays import explain as in_words
from ui.moments import day_words, moment_words, since_words, span_words


def tone(clock: Clock, now: datetime) -> str:
    """late, soon or ok."""
    if clock.is_late(now):
        return "late"
    return "soon" if clock.looks and now >= clock.looks[0] else "ok"


def sentence(clock: Clock, now: datetime, known: Calendar | None = None) -> str:
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


@dataclass(frozen=True)
class Reason:
    heading: str
    text: str


def explanation(clock: Clock, known: Calendar | None = None) -> list[Reason]:
    """Why the date is the date, with the days that do not count by name."""
    reasons = [Reason("What started it", f"{clock.started_by.sentence}.")]
    try:
        row = clock.row
    except KeyError:
        return [*reasons, Reason("Rule", "The rule book no longer has this clock.")]
    if isinstance(row.allowed, WorkingDays):
        days = (known or calendar()).holidays
        counted = in_words(clock.started_on, row.allowed.n, days)
    else:
        counted = f"{row.allowed} from {moment_words(clock.started_at, clock.due_at)}"
    return [
        *reasons,
        Reason("What has to be done", f"{row.act}, within {row.allowed}."),
        Reason("How it was counted", counted),
        Reason("Where that comes from", row.source),
    ]


@dataclass(frozen=True)
class Said:
    at: datetime
    sentence: str
    by: str
    detail: str


def history(clock: Clock) -> list[Said]:
    """The ledger, a sentence a line."""
    return [
        Said(line.at, LineKind.label_of(line.kind), line.by.name if line.by else "", line.why)
        for line in clock.lines.all()
    ]
