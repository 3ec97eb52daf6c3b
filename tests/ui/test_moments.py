"""Days and moments in words, as every page shows them (W2)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ui.moments import day_words, moment_words, since_words, span_words
from ui.pages import CountlessPage, page_number, paginate

NOW = datetime(2026, 4, 16, 16, 40, tzinfo=ZoneInfo("Europe/London"))


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert day_words(date(2026, 4, 16), NOW) == "Thursday 16 April"
    assert day_words(date(2025, 12, 1), NOW) == "Monday 1 December 2025"


def test_a_moment_is_told_in_local_time_and_as_near_as_it_is() -> None:
    assert moment_words(datetime(2026, 4, 16, 15, 40, tzinfo=UTC), NOW) == "today 16:40"
    assert moment_words(datetime(2026, 4, 15, 8, 5, tzinfo=UTC), NOW) == "yesterday 09:05"
    assert moment_words(datetime(2026, 4, 16, 23, 30, tzinfo=UTC), NOW) == "tomorrow 00:30"
    assert moment_words(datetime(2026, 1, 5, 9, 0, tzinfo=UTC), NOW) == "Monday 5 January, 09:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=30), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=3, minutes=59), "3 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=-2), "2 days"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert span_words(span) == words


def test_since_a_date_counts_days() -> None:
    assert since_words(date(2026, 4, 14), NOW) == "2 days"
    assert since_words(date(2026, 4, 16), NOW) == "today"


class Asked:
    def __init__(self, **query: str) -> None:
        self.GET = query


def test_a_page_knows_of_the_next_without_counting() -> None:
    page = paginate(range(60), Asked(page="2"), per_page=25)  # type: ignore[arg-type]
    assert list(page) == list(range(25, 50))
    assert (page.first, page.last, page.has_next, page.has_previous) == (26, 50, True, True)
    assert not paginate(range(50), Asked(page="2"), per_page=25).has_next  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", [None, "", "0", "-1", "two", "9999999999", "²", "1e3"])
def test_a_bad_page_number_is_the_first_page(typed: str | None) -> None:
    assert page_number(typed) == 1


def test_a_page_past_the_end_is_the_first_page() -> None:
    assert paginate(range(3), Asked(page="7")).rows == [0, 1, 2]  # type: ignore[arg-type]
    assert CountlessPage([], 1, False).first == 0
