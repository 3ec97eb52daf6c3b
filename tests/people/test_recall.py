"""Misspelt names still find the person who was meant, among thousands."""

import random
from datetime import date

import pytest

from people.matching import likely_duplicates, search
from people.models import Person
from tests.people.invented import invented, misspelt

TODAY = date(2026, 3, 31)
SEARCHES = 200


@pytest.fixture
def crowd(db):
    people = list(invented(3000, seed=5))
    Person.objects.bulk_create(
        Person(
            forename=one.forename,
            surname=one.surname,
            known_as=one.known_as,
            birth_date=one.birth_date,
        )
        for one in people
    )
    return people


def _is(hit, one):
    person = hit.person
    return (person.forename, person.surname) == (one.forename, one.surname)


def test_at_least_98_of_100_misspelt_names_are_found(crowd, everybody):
    chance = random.Random(9)
    missed = {"forename first": [], "surname first": [], "with birth date": []}
    for one in chance.sample(crowd, SEARCHES):
        forename, surname = misspelt(one.forename, chance), misspelt(one.surname, chance)
        for way, typed in {
            "forename first": f"{forename} {surname}",
            "surname first": f"{surname} {forename}",
            "with birth date": f"{forename} {surname} {one.birth_date:%d/%m/%Y}",
        }.items():
            if not any(_is(hit, one) for hit in search(typed, everybody, today=TODAY)):
                missed[way].append((typed, one))
    assert all(len(those) <= SEARCHES * 0.02 for those in missed.values()), missed


def test_at_least_98_of_100_people_recorded_twice_are_noticed(crowd, everybody):
    chance = random.Random(9)
    missed = []
    for one in chance.sample(crowd, SEARCHES):
        names = misspelt(one.forename, chance), misspelt(one.surname, chance)
        hits = likely_duplicates(*names, one.birth_date, among=everybody)
        if not any(_is(hit, one) and hit.person.birth_date == one.birth_date for hit in hits):
            missed.append((names, one))
    assert len(missed) <= SEARCHES * 0.02, missed
