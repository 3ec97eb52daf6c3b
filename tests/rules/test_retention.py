"""How long records are kept. That a disposal reaches every table is in tests/test_house.py."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from cases.models import Case, Contact, ContactChild
from people.models import Person
from rules.retention import HOLDINGS, PERIODS, Kept, due_on, years_on

ENDS = (Person, Case, Contact, ContactChild)


def test_every_row_is_of_a_table_that_there_is_and_its_ways_end_at_a_child():
    for holding in HOLDINGS.values():
        model = apps.get_model(holding.model)
        assert holding.by or holding.stays, f"{holding.model}: say what goes, or why nothing does"
        for way in holding.by:
            end = model
            for step in way.split("__"):
                if step != "pk":
                    end = end._meta.get_field(step).related_model
            assert end in ENDS, f"{holding.model}: {way} ends at {end}"


def test_a_stub_says_what_becomes_of_every_field():
    stays = {
        "people.Person": {"id", "reference"},
        "cases.Case": {
            "id", "reference", "person", "state", "team", "rule_set", "referred_on", "closed_on",
        },
        "cases.Contact": {
            "id", "reference", "received_at", "recorded_at", "recorded_by", "method", "source", "team",
        },
    }  # fmt: skip
    for label, kept in stays.items():
        model = apps.get_model(label)
        fields = {field.name for field in model._meta.local_concrete_fields}
        missing = fields - kept - set(HOLDINGS[label].stub)
        assert missing == set(), f"say in HOLDINGS what a stub of {label} has in: {missing}"
        for name in HOLDINGS[label].stub:
            try:
                model._meta.get_field(name)
            except FieldDoesNotExist:
                pytest.fail(f"{label} has no {name} any more")


def test_every_kind_has_a_period_with_a_source():
    assert list(PERIODS) == list(Kept)
    for period in PERIODS.values():
        assert period.source and period.says
        assert period.birthday or period.after


@pytest.mark.parametrize(
    ("kind", "born", "ended", "died", "due"),
    [
        # Care Planning Regulations 2010, regulation 50
        ("looked-after", date(2010, 5, 4), date(2026, 3, 2), None, date(2085, 5, 4)),
        ("looked-after", date(2010, 5, 4), date(2026, 3, 2), date(2027, 1, 1), date(2042, 1, 1)),
        ("looked-after", date(2010, 5, 4), date(2026, 3, 2), date(2030, 1, 1), date(2085, 5, 4)),
        ("adopted", date(2024, 5, 4), date(2026, 3, 2), None, date(2126, 3, 2)),
        ("protected", date(2010, 5, 4), date(2026, 3, 2), None, date(2061, 3, 2)),
        ("in-need", date(2010, 5, 4), date(2026, 3, 2), None, date(2031, 5, 4)),
        ("in-need", date(2008, 5, 4), date(2030, 3, 2), None, date(2033, 3, 2)),
        ("in-need", None, date(2026, 3, 2), None, date(2047, 3, 2)),
        ("contact-only", None, date(2024, 2, 29), None, date(2030, 2, 28)),
    ],
)
def test_when_a_record_is_due(kind, born, ended, died, due):
    assert due_on(PERIODS[Kept(kind)], born=born, ended=ended, died=died) == due


def test_a_29_february_has_its_anniversaries_too():
    assert years_on(date(2024, 2, 29), 4) == date(2028, 2, 29)
