"""The working calendar and the rule sets in force: small tables, read often, held for a moment.

What is held is checked against the newest version row, one small query, so that two processes
never count by different calendars.
"""

from datetime import date
from typing import NamedTuple

from django.db import connection

from clocks.models import BankHoliday, RuleSetInForce
from rules.rule_sets import STARTS_WITH
from rules.workdays import in_full, months_after


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
    with connection.cursor() as cursor:  # each page asks: plain SQL is a tenth of the query's cost
        cursor.execute("SELECT max(id) FROM clocks_calendarversion")
        return _of(cursor.fetchone()[0] or 0)


def _of(version: int) -> Calendar:
    """What is held, read again when a newer version stands in the table."""
    global _held
    if _held is None or _held.version != version:
        rows = list(BankHoliday.objects.values_list("day", "name", "one_off"))
        holidays = {day: name for day, name, _ in rows}
        # a day added here says nothing about what is published
        last = max((day for day, _, one_off in rows if not one_off), default=date(2000, 1, 1))
        _held = Calendar(version, holidays, frozenset(holidays), date(last.year, 12, 31))
    return _held


def calendar_runs_out(today: date) -> str:
    """A sentence for the administrator when fewer than nine months of bank holidays are known;
    empty otherwise."""
    known_until = calendar().known_until
    if months_after(today, 9) <= known_until:
        return ""
    if known_until < today:
        return (
            f"No bank holidays are known after {in_full(known_until)}: every due date since then "
            "counts them as working days. Add the published ones."
        )
    return (
        f"Bank holidays are known to {in_full(known_until)} and no further. Add the next ones as "
        "soon as they are published: a long time limit may already run beyond that day."
    )


def rule_set_on(day: date) -> str:
    """The rule set in force on a date; before the first row, the one a fresh install starts with."""
    row = RuleSetInForce.objects.filter(since__lte=day).order_by("-since").first()
    return row.key if row else STARTS_WITH


_IN_FORCE = """
SELECT (SELECT max(id) FROM clocks_calendarversion),
    (SELECT key FROM clocks_rulesetinforce WHERE since <= %s ORDER BY since DESC LIMIT 1)
"""


def in_force(day: date) -> tuple[str, Calendar]:
    """The rule set of a date and the calendar, by one query: each act that starts a clock asks."""
    with connection.cursor() as cursor:
        cursor.execute(_IN_FORCE, [day])
        version, key = cursor.fetchone()
    return key or STARTS_WITH, _of(version or 0)
