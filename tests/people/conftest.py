from datetime import date

import pytest

from people.models import Person

TODAY = date(2026, 3, 2)


@pytest.fixture
def person(db):
    """Make somebody: person("Amy", "Smith", birth_date=…)."""

    def make(forename="Ellie", surname="Marsden", **fields):
        return Person.objects.create(forename=forename, surname=surname, **fields)

    return make


@pytest.fixture
def everybody(db):
    return Person.objects.all()
