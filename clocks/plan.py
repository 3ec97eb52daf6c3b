"""When a clock is due, and when each rung of its ladder is. Pure: no database, no hidden now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.timescales import ElapsedHours, Given, GivenHour, Months, Rung, Timescale, WorkingDays
from rules.workdays import Holidays, due_date, is_working_day, months_after

LONDON = ZoneInfo("Europe/London")


class DueDateMissing(Exception):
    """The rule takes its due date from the act, and the act gave none."""


@dataclass(frozen=True)
class Plan:
    due_at: datetime
    due_on: date
    looks: tuple[datetime, ...]


def end_of(day: date) -> datetime:
    """Midnight at the end of a local day, as UTC."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC)


def start_of(day: date) -> datetime:
    """Midnight at the start of a local day, as UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def local_date(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def plan(
    row: Timescale,
    *,
    started_at: datetime,
    started_on: date,
    holidays: Holidays,
    given: date | None = None,
    given_at: datetime | None = None,
) -> Plan:
    """The due instant of a clock and the instants of its rungs, each not before the start.

    `started_on` is day 0 for a limit in days; `started_at` counts for a limit in hours. `given` is
    the due date, `given_at` the due moment, of a rule that takes it from the act."""
    match row.allowed:
        case ElapsedHours(n):
            # to UTC first: an hour added to a local time is not an hour when the clocks change
            due_at = started_at.astimezone(UTC) + timedelta(hours=n)
            due_on = local_date(due_at)
        case WorkingDays(n):
            due_on = due_date(started_on, n, holidays)
            due_at = end_of(due_on)
        case Months(n):
            due_on = months_after(started_on, n)
            due_at = end_of(due_on)
        case Given():
            if given is None:
                raise DueDateMissing(row.key)
            due_on = given
            due_at = end_of(due_on)
        case GivenHour():
            if given_at is None:
                raise DueDateMissing(row.key)
            due_at = given_at.astimezone(UTC)
            due_on = local_date(due_at)
    looks = tuple(max(_look(rung, due_at, due_on, holidays), started_at) for rung in row.rungs)
    return Plan(due_at, due_on, looks)


def _look(rung: Rung, due_at: datetime, due_on: date, holidays: Holidays) -> datetime:
    if rung.hours:
        return due_at + timedelta(hours=rung.hours)
    if rung.working_days > 0:
        return end_of(due_date(due_on, rung.working_days, holidays))
    if rung.working_days < 0:
        return start_of(_working_days_before(due_on, -rung.working_days, holidays))
    return due_at


def _working_days_before(day: date, n: int, holidays: Holidays) -> date:
    while n:
        day -= timedelta(days=1)
        if is_working_day(day, holidays):
            n -= 1
    return day
