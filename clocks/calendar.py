"""The working calendar and the rule sets in force: small tables, read often, held for a moment.

What is held is checked against the newest version row, one small query, so that two processes
never count by different calendars.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Max

from clocks.models import BankHoliday, CalendarVersion, RuleSetInForce
from rules.rule_sets import STARTS_WITH


class Calendar(NamedTuple):
    version: int
    holidays: dict[date, str]
    days: frozenset[date]
    """The same days as a frozen set, which counting is quickest with."""
    known_until: date
    """The last year's end for which bank holidays are published."""


_held: Calendar | None = None


def calendar() -> Calendar:
    """The bank holidays as they stand, with the version to name in a ledger line."""
    global _held
    version = CalendarVersion.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if _held is None or _held.version != version:
        holidays = dict(BankHoliday.objects.values_list("day", "name"))
        last = max(holidays, default=date(2000, 1, 1))
        _held = Calendar(version, holidays, frozenset(holidays), date(last.year, 12, 31))
    return _held


def rule_set_on(day: date) -> str:
    """The rule set in force on a date; before the first row, the one a fresh install starts with."""
    row = RuleSetInForce.objects.filter(since__lte=day).order_by("-since").first()
    return row.key if row else STARTS_WITH
