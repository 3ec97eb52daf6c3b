"""The overview of a case answers: why, what now, who, what next, when last seen."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Access
from cases.actions.tasks import set_task
from cases.actions.visits import record_visit
from people.families import relate
from people.models import Involvement, Person
from tests.conftest import MONDAY, days


@pytest.fixture
def overview(client, priya, case):
    client.force_login(priya)
    return lambda: client.get(reverse("case-detail", args=[case.reference]))


def test_the_overview_tells_why_what_and_who(overview, case, priya):
    """W7: the referral and its reason; the latest contact; the worker."""
    mother = Person.objects.create(forename="Carol", surname="Marsden", telephone="01632 960 222")
    relate(mother, case.person, "mother", lives_with=True, parental_responsibility=True)
    Involvement.objects.create(
        person=case.person, name="June Hart", role="health visitor", telephone="01632 960 333"
    )
    page = overview().content.decode()
    assert "Neglect is likely." in page
    assert "no food at home" in page
    assert "Carol Marsden" in page and "01632 960 222" in page and "parental responsibility" in page
    assert "June Hart" in page and "01632 960 333" in page
    assert priya.name in page
    assert "Initial assessment" in page and "Late" in page
    assert "Not seen yet on this case" in page


def test_a_warning_about_staff_safety_stands_above_everything(overview, case):
    case.person.warning = "Do not visit alone: a dog that bites."
    case.person.save(update_fields=["warning"])
    page = overview().content.decode()
    assert 0 < page.index("a dog that bites") < page.index("<main")


def test_when_the_child_was_last_seen_and_alone(overview, case, priya):
    """W9: seen on the later day, alone on the earlier."""
    record_visit(
        case, by=priya, on=date(2026, 3, 4), seen=True, seen_alone=True, at=MONDAY + days(3)
    )
    record_visit(
        case,
        by=priya,
        on=date(2026, 3, 6),
        seen=True,
        why_not="Asleep",
        at=MONDAY + days(5),
    )
    page = overview().content.decode()
    assert "Friday 6 March" in page
    assert "Alone: Wednesday 4 March" in page


def test_a_worker_is_offered_a_visit_and_no_closing_and_a_manager_both(client, case, priya, maya):
    url = reverse("case-detail", args=[case.reference])
    client.force_login(priya)
    assert "Record a visit" in client.get(url).content.decode()
    assert "Close the case" not in client.get(url).content.decode()
    client.force_login(maya)
    assert "Close the case" in client.get(url).content.decode()


def test_opening_a_case_is_logged_once(overview, case, priya):
    overview()
    row = Access.objects.get()
    assert (row.by, row.case, row.person, row.page) == (priya, case, case.person, "case-detail")


def test_a_larger_family_and_more_tasks_ask_no_more_questions_of_the_database(
    overview, case, priya, hindley
):
    def grow(number):
        for n in range(number):
            person = Person.objects.create(forename=f"Kin{n}", surname="Marsden")
            relate(person, case.person, "sibling", lives_with=True)
            Involvement.objects.create(person=case.person, name=f"Helper {n}")
            set_task(
                by=priya,
                case=case,
                what=f"Task {n}",
                kind="other",
                owner=priya,
                team=hindley,
                due_on=date(2026, 3, 20),
                at=MONDAY,
            )

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert overview().status_code == 200
        return len(asked)

    grow(2)
    overview()
    few = queries()
    grow(10)
    assert queries() == few
    assert few < 30
