"""Counting working days: the statute's day 0 and day 1, over Easter, Christmas and leap years."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.workdays import (
    days_not_counted,
    due_date,
    explain,
    is_working_day,
    months_after,
    working_days_between,
)

# Written out by hand from the published lists, so that the table below leans on no library
BANK_HOLIDAYS = {
    date(2009, 1, 1): "New Year's Day",
    date(2009, 4, 10): "Good Friday",
    date(2009, 4, 13): "Easter Monday",
    date(2009, 5, 4): "Early May bank holiday",
    date(2009, 5, 25): "Spring bank holiday",
    date(2009, 8, 31): "Summer bank holiday",
    date(2009, 12, 25): "Christmas Day",
    date(2009, 12, 28): "Boxing Day (substitute day)",
    date(2010, 1, 1): "New Year's Day",
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 4): "Early May bank holiday",
    date(2026, 5, 25): "Spring bank holiday",
    date(2026, 8, 31): "Summer bank holiday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 28): "Boxing Day (substitute day)",
    date(2027, 1, 1): "New Year's Day",
}

LIMITS = (1, 7, 10, 15, 20, 35, 45)
DUE = {
    "2009-01-09": "2009-01-12 2009-01-20 2009-01-23 2009-01-30 2009-02-06 2009-02-27 2009-03-13",
    "2009-04-08": "2009-04-09 2009-04-21 2009-04-24 2009-05-01 2009-05-11 2009-06-02 2009-06-16",
    "2009-12-22": "2009-12-23 2010-01-05 2010-01-08 2010-01-15 2010-01-22 2010-02-12 2010-02-26",
    "2026-03-27": "2026-03-30 2026-04-09 2026-04-14 2026-04-21 2026-04-28 2026-05-20 2026-06-04",
    "2026-05-01": "2026-05-05 2026-05-13 2026-05-18 2026-05-26 2026-06-02 2026-06-23 2026-07-07",
    "2026-12-23": "2026-12-24 2027-01-06 2027-01-11 2027-01-18 2027-01-25 2027-02-15 2027-03-01",
    "2026-06-06": "2026-06-08 2026-06-16 2026-06-19 2026-06-26 2026-07-03 2026-07-24 2026-08-07",
}
TABLE = [
    (date.fromisoformat(start), limit, date.fromisoformat(due))
    for start, dues in DUE.items()
    for limit, due in zip(LIMITS, dues.split(), strict=True)
]


@pytest.mark.parametrize(("start", "limit", "due"), TABLE)
def test_every_date_of_the_hand_made_table_is_reached(start, limit, due):
    """W7, W10, W16: one day, seven, ten, fifteen, thirty-five and forty-five working days."""
    assert due_date(start, limit, set(BANK_HOLIDAYS)) == due
    assert due_date(start, limit, frozenset(BANK_HOLIDAYS)) == due
    assert due_date(start, limit, BANK_HOLIDAYS) == due


def test_zero_days_is_the_day_itself_even_at_a_weekend():
    assert due_date(date(2026, 6, 6), 0, set()) == date(2026, 6, 6)


def test_a_negative_limit_is_an_error():
    with pytest.raises(ValueError, match="cannot be negative: -1 working days"):
        due_date(date(2026, 6, 5), -1, set())
    with pytest.raises(ValueError, match="cannot be negative: -1 months"):
        months_after(date(2026, 6, 5), -1)


def test_a_saturday_and_its_sunday_are_due_on_the_same_day_as_their_friday():
    friday, saturday, sunday = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 7)
    assert {due_date(day, 7, set()) for day in (friday, saturday, sunday)} == {date(2026, 6, 16)}


def test_a_clock_may_start_on_a_bank_holiday():
    assert due_date(date(2026, 4, 3), 1, set(BANK_HOLIDAYS)) == date(2026, 4, 7)


def test_a_bank_holiday_that_falls_on_a_saturday_changes_nothing():
    """Boxing Day 2009 was a Saturday: only its substitute on the Monday is lost."""
    plain = due_date(date(2009, 12, 21), 5, set(BANK_HOLIDAYS))
    assert due_date(date(2009, 12, 21), 5, {*BANK_HOLIDAYS, date(2009, 12, 26)}) == plain


def test_a_new_bank_holiday_moves_only_the_clocks_that_run_across_it():
    """A one-off day off on Monday 8 June 2026."""
    with_extra = {*BANK_HOLIDAYS, date(2026, 6, 8)}
    assert due_date(date(2026, 6, 5), 1, with_extra) == date(2026, 6, 9)
    assert due_date(date(2026, 6, 8), 1, with_extra) == date(2026, 6, 9)
    assert due_date(date(2026, 6, 1), 4, with_extra) == date(2026, 6, 5)


def test_days_between_are_signed_and_do_not_count_the_start():
    friday, tuesday = date(2026, 4, 2), date(2026, 4, 7)  # Thursday before Easter, Tuesday after
    assert working_days_between(friday, tuesday, set(BANK_HOLIDAYS)) == 1
    assert working_days_between(tuesday, friday, set(BANK_HOLIDAYS)) == -1
    assert working_days_between(friday, friday, set(BANK_HOLIDAYS)) == 0


def test_the_days_that_did_not_count_are_named():
    assert days_not_counted(date(2026, 3, 24), date(2026, 4, 16), BANK_HOLIDAYS) == (
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
    )
    assert days_not_counted(date(2026, 4, 3), date(2026, 4, 3), BANK_HOLIDAYS) == ()


@pytest.mark.parametrize(
    ("start", "days", "words"),
    [
        (
            date(2026, 3, 24),
            15,
            (
                "15 working days from Tuesday 24 March 2026; weekends, Good Friday (3 April) and "
                "Easter Monday (6 April) do not count: Thursday 16 April 2026"
            ),
        ),
        (
            date(2026, 6, 1),
            1,
            "1 working day from Monday 1 June 2026: Tuesday 2 June 2026",
        ),
        (
            date(2026, 6, 5),
            1,
            "1 working day from Friday 5 June 2026; weekends do not count: Monday 8 June 2026",
        ),
        (
            date(2026, 12, 24),
            1,
            (
                "1 working day from Thursday 24 December 2026; weekends, Christmas Day (25 December) "
                "and Boxing Day (substitute day, 28 December) do not count: Tuesday 29 December 2026"
            ),
        ),
        (date(2026, 6, 6), 0, "due on the day it starts: Saturday 6 June 2026"),
    ],
)
def test_a_clock_can_say_why_its_date_is_its_date(start, days, words):
    assert explain(start, days, BANK_HOLIDAYS) == words


def test_a_holiday_in_the_middle_of_a_week_is_explained_without_weekends():
    proclamation = {date(2026, 6, 3): "Proclamation Day"}
    assert explain(date(2026, 6, 1), 3, proclamation) == (
        "3 working days from Monday 1 June 2026; Proclamation Day (3 June) does not count: "
        "Friday 5 June 2026"
    )


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        ("2026-01-15", 3, "2026-04-15"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-31", 3, "2027-03-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-09-30", 6, "2027-03-30"),
        ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_keep_the_day_of_the_month_or_its_last_day(start, months, due):
    """W17, NI 67: reviews are counted in months."""
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(due)


# --- properties ------------------------------------------------------------------------------

# a busy machine is slow to draw the first examples; that says nothing about the arithmetic
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
days = st.dates(date(2000, 1, 1), date(2040, 12, 31))
limits = st.integers(0, 130)


@st.composite
def a_start_and_holidays(draw):
    """A start, and a crowd of days off close enough to it to matter, weekends among them."""
    start = draw(days)
    offsets = draw(st.sets(st.integers(-10, 120), max_size=40))
    return start, {start + timedelta(days=offset) for offset in offsets}


def naive_due_date(start, working_days, holidays):
    """The same, one day at a time: slow and plain enough to be believed."""
    day = start
    while working_days:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in holidays:
            working_days -= 1
    return day


@patiently
@given(a_start_and_holidays(), limits)
def test_it_agrees_with_counting_day_by_day(start_and_holidays, limit):
    start, holidays = start_and_holidays
    due = naive_due_date(start, limit, holidays)
    assert due_date(start, limit, holidays) == due
    assert due_date(start, limit, frozenset(holidays)) == due


@patiently
@given(a_start_and_holidays(), st.integers(1, 130))
def test_a_due_date_is_always_a_working_day(start_and_holidays, limit):
    start, holidays = start_and_holidays
    assert is_working_day(due_date(start, limit, holidays), holidays)


@patiently
@given(a_start_and_holidays(), limits)
def test_a_longer_limit_is_never_due_sooner_nor_a_later_start(start_and_holidays, limit):
    start, holidays = start_and_holidays
    due = due_date(start, limit, holidays)
    assert due_date(start, limit + 1, holidays) > due
    assert due_date(start + timedelta(days=1), limit, holidays) >= due


@patiently
@given(a_start_and_holidays(), st.integers(-150, 150))
def test_days_between_agree_with_counting_day_by_day(start_and_holidays, gap):
    start, holidays = start_and_holidays
    end = start + timedelta(days=gap)
    first, last = min(start, end), max(start, end)
    counted = sum(
        is_working_day(first + timedelta(days=n), holidays)
        for n in range(1, (last - first).days + 1)
    )
    assert working_days_between(start, end, holidays) == (counted if gap >= 0 else -counted)


@patiently
@given(a_start_and_holidays(), limits)
def test_days_between_undo_the_due_date(start_and_holidays, limit):
    start, holidays = start_and_holidays
    assert working_days_between(start, due_date(start, limit, holidays), holidays) == limit


@patiently
@given(days, st.integers(0, 240))
def test_months_stay_in_the_right_month(start, months):
    due = months_after(start, months)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == months
    assert due.day == start.day or (due + timedelta(days=1)).day == 1
