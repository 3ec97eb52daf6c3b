"""Changing what clocks count by: a one-off bank holiday, and the rule set in force."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from clocks.calendar import rule_set_on
from clocks.incidents import report_clocks
from clocks.ledger import replan_all
from clocks.models import BankHoliday, CalendarVersion, Clock, RuleSetInForce
from clocks.plan import local_date
from rules import timescales
from rules.rule_sets import RULE_SETS
from rules.workdays import in_full

CHUNK = 500
IN_FLIGHT = timedelta(minutes=10)
"""Longer than any transaction lasts that was under way while the calendar changed."""


class NotPossible(Exception):
    """A change that may not be made. `reasons` are full sentences, all of them."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@transaction.atomic
def add_bank_holiday(day: date, name: str, *, by: Any, at: datetime | None = None) -> int:
    """Add a one-off day that does not count, and re-plan every running clock it touches. How many
    due dates moved. Raises `NotPossible`."""
    name = " ".join(name.split())
    reasons = []
    if not name:
        reasons.append("Say what the day is called, such as «State funeral».")
    if len(name) > 80:
        reasons.append("The name may have 80 letters at the most.")
    if day.weekday() > 4:
        reasons.append(f"{in_full(day)} is at a weekend, which does not count already.")
    if BankHoliday.objects.filter(day=day).exists():
        reasons.append(f"{in_full(day)} is a bank holiday already.")
    if reasons:
        raise NotPossible(reasons)
    try:
        with transaction.atomic():
            BankHoliday.objects.create(day=day, name=name, one_off=True)
    except IntegrityError:
        raise NotPossible([f"{in_full(day)} is a bank holiday already."]) from None
    what = f"{in_full(day)} does not count: {name}"
    return _count_again(day, what, by=by, at=at or timezone.now())


@transaction.atomic
def remove_one_off(day: date, *, by: Any, at: datetime | None = None) -> int:
    """Take back a day that was added here, and re-plan what it touches. How many due dates moved.
    Raises `NotPossible` for a published bank holiday."""
    row = BankHoliday.objects.select_for_update().filter(day=day).first()
    if row is None:
        raise NotPossible([f"{in_full(day)} is not a bank holiday."])
    if not row.one_off:
        raise NotPossible([f"{in_full(day)} is a published bank holiday ({row.name})."])
    row.delete()
    what = f"{in_full(day)} counts again: {row.name} was taken back"
    return _count_again(day, what, by=by, at=at or timezone.now())


def _count_again(day: date, what: str, *, by: Any, at: datetime) -> int:
    CalendarVersion.objects.create(at=at, by=by, what=what)
    # rungs go on after the due date; three weeks hold five working days at any time of the year
    touched = Clock.objects.running().filter(
        started_on__lt=day, due_on__gte=day - timedelta(weeks=3)
    )
    return _replan_locked(list(touched.values_list("pk", flat=True)), by=by, why=what, at=at)


def catch_stragglers() -> int:
    """Re-plan clocks that were being started, by the calendar as it was, while it changed: their
    transactions were not yet to be seen. Called by each sweep; one small query when nothing
    changed lately. How many due dates moved."""
    newest = CalendarVersion.objects.first()
    if newest is None or newest.at < timezone.now() - IN_FLIGHT:
        return 0
    late = Clock.objects.running().filter(calendar_version__lt=newest.pk).order_by("-pk")[:2000]
    pks = sorted(clock.pk for clock in late.only("pk"))
    if not pks:
        return 0
    with transaction.atomic():
        return _replan_locked(pks, by=newest.by, why=newest.what, at=newest.at)


def _replan_locked(pks: list[int], *, by: Any, why: str, at: datetime) -> int:
    _lock_roots(pks)
    moved = 0
    for chunk in _chunks(pks):
        clocks = []
        strangers = []
        rows = Clock.objects.running().filter(pk__in=chunk).order_by("pk")
        for clock in rows.select_for_update(no_key=True):
            try:
                timescales.timescale(clock.rule, clock.rule_set)
            except KeyError as error:
                strangers.append((clock.pk, f"The rule book has {error.args[0]}."))
            else:
                clocks.append(clock)
        report_clocks(strangers)
        moved += replan_all(clocks, by=by, why=why, at=at)[1]
    return moved


def _lock_roots(pks: list[int]) -> None:
    """The root rows of clocks, contacts before cases, each in the order of their keys, as the
    engine takes them."""
    for root in ("contact", "case"):
        model = Clock._meta.get_field(root).related_model
        wanted: set[int] = set()
        for chunk in _chunks(pks):
            wanted |= set(
                Clock.objects.filter(pk__in=chunk)
                .exclude(**{root: None})
                .values_list(f"{root}_id", flat=True)
            )
        for chunk in _chunks(sorted(wanted)):
            rows = model._default_manager.filter(pk__in=chunk).order_by("pk")  # type: ignore[union-attr]
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _chunks(pks: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(pks), CHUNK):
        yield pks[at : at + CHUNK]


# --- Rule sets ----------------------------------------------------------------------------------


def bring_in_rule_set(
    key: str, since: date, *, by: Any, at: datetime | None = None
) -> RuleSetInForce:
    """Put a rule set in force from a date on. What began before keeps its own set. Raises
    `NotPossible`."""
    at = at or timezone.now()
    today = local_date(at)
    reasons = []
    if key not in RULE_SETS:
        reasons.append("Choose one of the rule sets in the rule book.")
    if since < today and Clock.objects.exists():
        reasons.append(
            f"{in_full(since)} is past. A rule set comes into force today or later, because the "
            "clocks of referrals since then run already."
        )
    if RuleSetInForce.objects.filter(since=since).exists():
        reasons.append(f"Another rule set comes into force on {in_full(since)} already.")
    elif key == rule_set_on(since):
        reasons.append(f"That rule set is in force on {in_full(since)} already.")
    if reasons:
        raise NotPossible(reasons)
    try:
        with transaction.atomic():
            return RuleSetInForce.objects.create(
                key=key, since=since, brought_in_by=by, brought_in_at=at
            )
    except IntegrityError:
        raise NotPossible(
            [f"Another rule set comes into force on {in_full(since)} already."]
        ) from None


def what_it_touches(key: str, since: date) -> str:
    """What bringing in a rule set will do, in words, to be read before it is done."""
    running = Clock.objects.running().watched().count()
    kept = "the clock that runs now keeps" if running == 1 else f"the {running:,} that run now keep"
    return (
        f"Referrals from {in_full(since)} on follow «{RULE_SETS[key].label}». A case that was "
        f"referred before keeps its own set to its end. Of the clocks, {kept} every date."
    )
