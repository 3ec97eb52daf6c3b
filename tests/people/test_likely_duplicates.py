"""Before somebody new is recorded: who on record may they be?"""

from datetime import date

import pytest

from people.matching import likely_duplicates
from people.models import Address, Person

BORN = date(2019, 4, 3)


def duplicates(*who, **more):
    return [hit.person for hit in likely_duplicates(*who, among=Person.objects.all(), **more)]


@pytest.mark.parametrize(
    ("forename", "surname", "born"),
    [
        ("Katherine", "O'Brien", BORN),
        ("Catherine", "OBrien", BORN),
        ("Katherine", "O'Brien", date(2019, 3, 4)),
        ("O'Brien", "Katherine", BORN),
        ("Kathrine", "O'Brein", None),
        ("Katherine", "O'Brien", date(2018, 4, 3)),
        ("Katherine", "Murphy", BORN),
    ],
)
def test_somebody_already_on_record_is_noticed(person, forename, surname, born):
    katherine = person("Katherine", "O'Brien", birth_date=BORN)
    person("Mary", "Murphy", birth_date=date(2001, 1, 1))
    assert duplicates(forename, surname, born) == [katherine]


@pytest.mark.parametrize(
    ("forename", "surname", "born"),
    [
        ("Katherine", "Green", date(2011, 10, 20)),
        ("Thomas", "O'Brien", date(2011, 10, 20)),
        ("Thomas", "Green", BORN),
        ("Katherine", "O'Brien", date(1980, 10, 20)),
        ("", "", None),
    ],
)
def test_somebody_else_is_not(person, forename, surname, born):
    person("Katherine", "O'Brien", birth_date=BORN)
    assert duplicates(forename, surname, born) == []


def test_a_hit_says_why(person):
    person("Katherine", "O'Brien", birth_date=date(2019, 3, 4))
    (hit,) = likely_duplicates("Catherine", "O'Brien", BORN, among=Person.objects.all())
    assert hit.why[0] == "same surname"
    assert "forename" in hit.why[1]
    assert hit.why[2] == "birth date with day and month swapped"


def test_an_unborn_child_is_noticed_when_born(person):
    """W43."""
    unborn = person("", "Marsden", expected_on=date(2026, 5, 3))
    (hit,) = likely_duplicates("Ada", "Marsden", date(2026, 4, 27), among=Person.objects.all())
    assert hit.person == unborn
    assert "unborn, was expected on 3 May 2026" in hit.why


def test_an_unborn_child_is_noticed_when_told_of_again(person):
    unborn = person("", "Marsden", expected_on=date(2026, 5, 3))
    assert duplicates("", "Marsden", expected_on=date(2026, 5, 10)) == [unborn]
    assert duplicates("", "Marsden", expected_on=date(2026, 9, 1)) == []


def test_the_same_address_speaks_for_it(person):
    one = person("Katherine", "O'Brien")
    other = person("Katherine", "O'Brien")
    Address.objects.create(person=other, postcode="WN1 1AA")
    assert duplicates("Katherine", "O'Brien", postcode="wn11aa") == [other, one]
    assert len(duplicates("Katherine", "O'Brien", postcode="no postcode")) == 2


def test_who_is_out_of_reach_is_not_told(person):
    person("Katherine", "O'Brien", restricted=True)
    among = Person.objects.filter(restricted=False)
    assert likely_duplicates("Katherine", "O'Brien", among=among) == []


def test_at_most_as_many_as_asked_for(db):
    Person.objects.bulk_create(Person(forename="John", surname="Smith") for _ in range(30))
    assert len(duplicates("John", "Smith")) == 5


def test_somebody_expected_who_was_born_and_recorded_is_noticed(person):
    born = person("Ada", "Marsden", birth_date=date(2026, 4, 27))
    (hit,) = likely_duplicates(
        "", "Marsden", expected_on=date(2026, 5, 3), among=Person.objects.all()
    )
    assert (hit.person, hit.why[-1]) == (born, "born near the expected date")
