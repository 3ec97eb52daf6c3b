"""Ages are said in words, as on a given day."""

from datetime import date

import pytest

from people.models import Person

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"birth_date": date(2026, 3, 2)}, "born today"),
        ({"birth_date": date(2026, 3, 1)}, "1 day"),
        ({"birth_date": date(2026, 2, 23)}, "1 week"),
        ({"birth_date": date(2026, 2, 9)}, "3 weeks"),
        ({"birth_date": date(2025, 3, 3)}, "52 weeks"),
        ({"birth_date": date(2025, 3, 2)}, "1 year"),
        ({"birth_date": date(2019, 3, 2)}, "7 years"),
        ({"birth_date": date(2019, 3, 3)}, "6 years"),
        ({"birth_date": date(2019, 3, 1), "birth_estimated": True}, "about 7"),
        ({"birth_date": date(2026, 4, 1)}, "not yet born"),
        ({"expected_on": date(2026, 5, 3)}, "unborn, due 3 May"),
        ({"expected_on": date(2027, 1, 3)}, "unborn, due 3 January 2027"),
        ({"expected_on": date(2026, 2, 20)}, "unborn, was due 20 February"),
        ({"birth_date": date(2015, 1, 1), "died_on": date(2019, 6, 1)}, "died, aged 4 years"),
        ({}, "age not known"),
    ],
)
def test_an_age_on_a_day(fields, words):
    assert Person(surname="Marsden", **fields).age_on(DAY) == words


def test_an_age_beside_an_event_is_the_age_then():
    assert Person(birth_date=date(2019, 3, 2)).age_on(date(2020, 3, 1)) == "52 weeks"


def test_who_is_born_on_29_february_is_a_year_older_on_1_march():
    born = Person(birth_date=date(2008, 2, 29))
    assert born.years_on(date(2026, 2, 28)) == 17
    assert born.years_on(date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({"birth_date": date(2008, 3, 3)}, True),
        ({"birth_date": date(2008, 3, 2)}, False),
        ({"expected_on": date(2026, 5, 3)}, True),
        ({}, None),
    ],
)
def test_who_is_a_child_on_a_day(fields, answer):
    assert Person(surname="Marsden", **fields).is_child_on(DAY) is answer
