"""Counting working days, as the statute does: day 0 is the day it starts, day 1 is the next
working day. A working day is a Monday to Friday that is not a bank holiday in England.

The caller brings the bank holidays, because they are kept in a table that an administrator can
add to. Everything here is arithmetic on whole weeks, put right for the holidays in between, so
that counting for a whole county costs no more per clock when the limit is long.
"""

import calendar
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5

Holidays = Set[date] | Mapping[date, str]


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Whether `day` is a Monday to Friday and no bank holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def due_date(start: date, working_days: int, holidays: Holidays) -> date:
    """The n-th working day strictly after `start`, which may itself be any day of the week.

    0 is `start` itself. Raises ValueError for a negative number: a clock never runs backwards.
    A frozenset of holidays is the quickest to ask about again and again: it is sorted once.
    """
    if working_days < 0:
        raise ValueError(f"A time limit cannot be negative: {working_days} working days")
    if working_days == 0:
        return start
    due = _plus_weekdays(start, working_days)
    furthest = _plus_weekdays(due, len(holidays))
    # each holiday up to the date pushes it on by one weekday, perhaps onto the next holiday
    for holiday in _weekdays_off(holidays, start, furthest):
        if holiday > due:
            break
        due = _plus_weekdays(due, 1)
    return due


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is the earlier.

    Where `end` is a working day this undoes `due_date`: the due date of n working days is n away.
    """
    if end < start:
        return -working_days_between(end, start, holidays)
    passed = len(_weekdays_off(holidays, start, end))
    return _weekdays_up_to(end) - _weekdays_up_to(start) - passed


def days_not_counted(
    start: date, due: date, holidays: Mapping[date, str]
) -> tuple[tuple[date, str], ...]:
    """The bank holidays that fell on a weekday after `start` and up to `due`, with their names."""
    return tuple((day, holidays[day]) for day in _weekdays_off(holidays, start, due))


def months_after(start: date, months: int) -> date:
    """The same day of the month, that many months on; the last day where the month is shorter
    (30 November and three months is 28 or 29 February). Raises ValueError for a negative number."""
    if months < 0:
        raise ValueError(f"A time limit cannot be negative: {months} months")
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def explain(start: date, working_days: int, holidays: Mapping[date, str]) -> str:
    """Why the due date is the date it is, in one line that a busy person can check:

    "15 working days from Tuesday 24 March 2026; weekends, Good Friday (3 April) and Easter Monday
    (6 April) do not count: Thursday 16 April 2026".
    """
    due = due_date(start, working_days, holidays)
    if working_days == 0:
        return f"due on the day it starts: {in_full(due)}"
    days = "1 working day" if working_days == 1 else f"{working_days} working days"
    skipped = [_named(day, name) for day, name in days_not_counted(start, due, holidays)]
    if (due - start).days > working_days + len(skipped):
        skipped.insert(0, "weekends")
    why = ""
    if skipped:
        verb = "does" if len(skipped) == 1 and skipped[0] != "weekends" else "do"
        why = f"; {listed(skipped)} {verb} not count"
    return f"{days} from {in_full(start)}{why}: {in_full(due)}"


def in_full(day: date) -> str:
    """Tuesday 24 March 2026."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence has them: one; one and two; one, two and three."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _named(day: date, name: str) -> str:
    """Good Friday (3 April); a name already in two parts keeps one pair of brackets."""
    when = f"{day.day} {day:%B}"
    return f"{name[:-1]}, {when})" if name.endswith(")") else f"{name} ({when})"


def _weekdays_off(holidays: Holidays, after: date, until: date) -> Sequence[date]:
    """The holidays on a Monday to Friday after the one day, up to the other, in order."""
    if isinstance(holidays, frozenset):
        off = _all_weekdays_off(holidays)
        return off[bisect_right(off, after) : bisect_right(off, until)]
    return sorted(day for day in holidays if after < day <= until and day.weekday() < SATURDAY)


@lru_cache(maxsize=8)
def _all_weekdays_off(holidays: frozenset[date]) -> Sequence[date]:
    return sorted(day for day in holidays if day.weekday() < SATURDAY)


def _weekdays_up_to(day: date) -> int:
    """How many Mondays to Fridays there were from the first Monday of the calendar to `day`."""
    weeks, left = divmod(day.toordinal(), 7)  # ordinal 1 is a Monday
    return weeks * 5 + min(left, 5)


def _plus_weekdays(start: date, count: int) -> date:
    """The n-th Monday to Friday after `start`, holidays or not."""
    weekday = min(start.weekday(), 4)  # a weekend counts on from its Friday
    weeks, left = divmod(weekday + count, 5)
    monday = start - timedelta(days=start.weekday())
    return monday + timedelta(days=weeks * 7 + left)
