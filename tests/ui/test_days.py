"""What people type as days, times and births, and what we make of it (W2)."""

from datetime import date, time

import pytest

from ui.births import parse_birth
from ui.days import NotADay, NotATime, add_months, parse_day, parse_time

TODAY = date(2026, 4, 16)  # a Thursday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3/4/26", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("03-04-2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("03042026", date(2026, 4, 3)),
        ("030426", date(2026, 4, 3)),
        ("3 apr", date(2026, 4, 3)),
        ("3apr26", date(2026, 4, 3)),
        ("3rd of April, 2026", date(2026, 4, 3)),
        ("Friday 3 April 2026", date(2026, 4, 3)),
        ("April 3 2026", date(2026, 4, 3)),
        ("1 Sept 2025", date(2025, 9, 1)),
        ("  Today ", TODAY),
        ("yesterday", date(2026, 4, 15)),
        ("TOMORROW", date(2026, 4, 17)),
        ("last friday", date(2026, 4, 10)),
        ("last thursday", date(2026, 4, 9)),
        ("next thursday", date(2026, 4, 23)),
        ("friday", date(2026, 4, 17)),
        ("3 days ago", date(2026, 4, 13)),
        ("a fortnight ago", date(2026, 4, 2)),
        ("in two weeks", date(2026, 4, 30)),
        ("in 2 months", date(2026, 6, 16)),
        ("29/2/2024", date(2024, 2, 29)),
        ("３/４/２６", date(2026, 4, 3)),
    ],
)
def test_a_day_is_read_as_people_type_it(typed: str, day: date) -> None:
    assert parse_day(typed, today=TODAY) == day


def test_a_missing_year_is_the_nearest_unless_the_field_looks_one_way() -> None:
    assert parse_day("28 dec", today=TODAY) == date(2025, 12, 28)
    assert parse_day("28 dec", today=TODAY, prefer="future") == date(2026, 12, 28)
    assert parse_day("1 may", today=TODAY) == date(2026, 5, 1)
    assert parse_day("1 may", today=TODAY, prefer="past") == date(2025, 5, 1)
    assert parse_day("friday", today=TODAY, prefer="past") == date(2026, 4, 10)


def test_two_figures_of_a_year_never_put_a_past_day_into_the_future() -> None:
    assert parse_day("3/4/31", today=TODAY, prefer="past") == date(1931, 4, 3)
    assert parse_day("3/4/31", today=TODAY) == date(2031, 4, 3)
    assert parse_day("17/4/26", today=TODAY, prefer="past") == date(1926, 4, 17)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("31/2/2026", "There is no 31 February 2026, as February 2026 has 28 days."),
        ("31 feb", "There is no 31 February 2026, as February 2026 has 28 days."),
        ("29/2/2023", "There is no 29 February 2023, as February 2023 has 28 days."),
        ("4/13/2026", "There is no month 13: write the day first, like 3/4/2026."),
        ("0/4/2026", "There is no 0 April 2026, as April 2026 has 30 days."),
        ("3/4/0026", "The year must be between 1900 and 2200, not 26."),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(NotADay) as refused:
        parse_day(typed, today=TODAY)
    assert (refused.value.sentence, refused.value.understood) == (says, True)


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "3", "3/4/26/1", "-", "999999999999999999999", "last", "next blue", "ago",
     "in 0 days", "3 smarch", "\0", "1/1/1", "<script>", "in 999 days ago", "٣/٤/٢٦"],
)  # fmt: skip
def test_what_is_not_a_day_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NotADay) as refused:
        parse_day(typed, today=TODAY)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("9", time(9)),
        ("9.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("930", time(9, 30)),
        ("9:30pm", time(21, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("23:59", time(23, 59)),
        ("16h", time(16)),
        ("13pm", time(13)),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, clock: time) -> None:
    assert parse_time(typed) == clock


@pytest.mark.parametrize("typed", ["", "25:00", "9:61", "half nine", "9:3", "99999"])
def test_what_is_not_a_time_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NotATime) as refused:
        parse_time(typed)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("typed", "day", "estimated", "expected"),
    [
        ("3/4/19", date(2019, 4, 3), False, False),
        ("3/4/31", date(1931, 4, 3), False, False),
        ("about 7", date(2018, 10, 16), True, False),
        ("7", date(2018, 10, 16), True, False),
        ("aged 7", date(2018, 10, 16), True, False),
        ("approx 5 months", date(2025, 11, 1), True, False),
        ("3 weeks old", date(2026, 3, 26), True, False),
        ("April 2019", date(2019, 4, 15), True, False),
        ("2019", date(2019, 7, 1), True, False),
        ("due 3 May", date(2026, 5, 3), False, True),
        ("unborn, due 3/5/26", date(2026, 5, 3), False, True),
        ("not known", None, False, False),
        ("?", None, False, False),
    ],
)
def test_a_birth_is_read_as_callers_tell_it(
    typed: str, day: date | None, estimated: bool, expected: bool
) -> None:
    birth = parse_birth(typed, today=TODAY)
    assert (birth.date, birth.estimated, birth.expected) == (day, estimated, expected)
    assert birth.text == typed


@pytest.mark.parametrize(
    "typed",
    ["1/1/2027", "about 121", "1850", "due 3 May 2027", "due 1/1/26", "due soon", "a girl", "31/2/2019",
     "999 days and", "due", "2300"],
)  # fmt: skip
def test_a_birth_that_cannot_be_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(NotADay) as refused:
        parse_birth(typed, today=TODAY)
    assert refused.value.sentence.endswith((".", "”."))


def test_months_are_added_to_the_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 1, 31), -11) == date(2025, 2, 28)
