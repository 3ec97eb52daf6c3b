"""A child whose record ended long ago, with something in every table."""

from datetime import date, datetime

import pytest
from django.db import connection

from assessments.actions.decide import authorise, send
from audit.models import Access
from cases.actions.chronology import add_entry
from cases.actions.closing import close
from cases.actions.tasks import complete_task, set_task
from cases.models import Visit
from clocks.models import Clock
from people.models import Address, Involvement, Person, Relationship
from tests.assessments.conftest import TUESDAY, WEDNESDAY, fill
from tests.assessments.conftest import sibling_cases as sibling_cases
from tests.assessments.conftest import together as together
from tests.audit.test_rights import as_service as as_service
from tests.conftest import LONDON, MONDAY, days, hours

LATER = datetime(2055, 6, 1, 9, 0, tzinfo=LONDON)
"""When every record of this file is long due."""


@pytest.fixture
def gone(case, priya, maya, dana, settings, tmp_path):
    """Ellie Marsden, assessed, visited and closed, with a grandmother whom nobody else needs."""
    from assessments.actions.begin import start

    case.refresh_from_db()
    (assessment,) = start(case, "initial", by=priya, at=TUESDAY)
    fill(assessment, by=priya)
    send(assessment, by=priya, to=maya, at=WEDNESDAY)
    authorise(assessment, by=maya, at=WEDNESDAY)
    return finish(case, priya, maya)


def finish(case, priya, maya):
    person = case.person
    gran = Person.objects.create(forename="Edith", surname="Marsden", warning="Knows Ellie Marsden")
    Relationship.objects.create(person=gran, other=person, kind="grandparent")
    Address.objects.create(person=person, lines="3 Marsden Row", postcode="WN2 3AB")
    Involvement.objects.create(person=person, name="Jo Ward, for Ellie Marsden", role="nurse")
    Visit.objects.create(
        case=case, by=priya, on=date(2026, 3, 4), seen=True, note="Ellie Marsden was well."
    )
    add_entry(case, by=priya, on=date(2026, 3, 5), what="Ellie Marsden moved.", at=MONDAY + days(4))
    task = set_task(
        by=maya, case=case, what="Ring Ellie Marsden's school", kind="other", owner=priya,
        team=case.team, due_on=date(2026, 3, 6), at=MONDAY + days(3),
    )  # fmt: skip
    complete_task(task, by=priya, outcome="Rung.", at=MONDAY + days(4))
    for page in ("case-detail", "person-detail"):
        Access.objects.create(by=priya, what="view", page=page, case=case, person=person)
    Access.objects.create(by=priya, what="search", page="search", terms="ellie marsden")
    Access.objects.create(by=priya, what="search", page="search", terms="marsden")
    close(
        case,
        by=maya,
        reason="RC8",
        summary="Ellie Marsden is well.",
        at=MONDAY + days(5) + hours(1),
    )
    assert not Clock.objects.running().filter(case=case).exists()
    case.refresh_from_db()
    return case


@pytest.fixture
def where_is():
    """Every table that still holds a word: `where_is("ellie")`."""

    def found(word):
        with connection.cursor() as cursor:
            # the council's procedure has words of its own
            tables = set(connection.introspection.table_names(cursor)) - {"cases_guidanceversion"}
            there = []
            for table in sorted(tables):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{word}%"]
                )
                if cursor.fetchone()[0]:
                    there.append(table)
            return there

    return found
