"""The list of records due for review: the rule's row and the statement that asks give one answer."""

from datetime import date, timedelta

import pytest

from people.models import Person
from retention.due import Due, record_of
from rules.retention import PERIODS, due_on
from tests.conftest import MONDAY, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(tell, sam, maya, hindley):
    """A child whose record ended: `ended(was=["on-plan"], born=…)`."""
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import decide, refer

    def make(*, was=(), reason="RC8", born=None, died=None, case=True):
        closed = MONDAY + days(2)
        person = Person.objects.create(surname="Penrose", birth_date=born, died_on=died)
        child = tell(children=[ChildTold(person=person)], level="3b").children.get()
        if not case:
            decide(child, "advise", by=sam, why="Enough.", late_reason="-", at=closed)
            return person
        found = refer(child, by=sam, why="Neglect.", team=hindley, at=MONDAY + timedelta(hours=1))
        found.worker = maya
        for status in (*was, "in-need"):
            found.status = status
            found.waiting_since = None
            found.state = "open"
            found.save()
        found.state, found.closed_on, found.closure_reason = "closed", closed.date(), reason
        found.save()
        return person

    return make


def test_the_statement_and_the_rules_agree_and_the_gravest_counts(ended):
    born = date(2010, 5, 4)
    cases = {
        "adopted": ended(reason="RC1", was=["looked-after"], born=born),
        "looked-after": ended(was=["on-plan", "looked-after"], born=born),
        "protected": ended(was=["on-plan"], born=born),
        "in-need": ended(born=born),
        "contact-only": ended(born=born, case=False),
    }
    died = ended(was=["looked-after"], born=born, died=date(2026, 12, 1))
    unknown = ended()
    for kind, person in (*cases.items(), ("looked-after", died), ("in-need", unknown)):
        record = record_of(person.pk)
        assert record.kind == kind
        assert record.due_on == due_on(
            PERIODS[record.kind], born=person.birth_date, ended=record.ended, died=person.died_on
        )


def test_it_is_paged_oldest_first_and_open_records_are_not_in_it(ended, case, client, dev):
    from django.urls import reverse

    first = ended(born=date(2003, 1, 1))
    second = ended(born=date(2006, 1, 1))
    due = Due(date(2040, 1, 1))
    assert [row.person_id for row in due[0:10]] == [first.pk, second.pk]
    assert [row.person_id for row in due[1:2]] == [second.pk]
    assert Due(date(2028, 1, 1))[0:10] == []
    assert record_of(case.person_id).is_open
    assert record_of(Person.objects.create(surname="Holt").pk) is None
    client.force_login(dev)
    assert "No record is due for review." in client.get(reverse("retention-due")).content.decode()
    mother = Person.objects.create(surname="Holt")
    assert client.get(reverse("retention-record", args=[mother.reference])).status_code == 404
