"""The role that the service connects with owns nothing, and cannot undo what protects the logs."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit import rights
from audit.models import Access

pytestmark = pytest.mark.django_db
ROLE = "service_in_a_test"


@pytest.fixture
def as_service(case, priya):
    """The rest of the test runs as a role with the rights that migrate gives. Roles belong to the
    whole server, so the name is one that no other run uses; it goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        role = f"{ROLE}_{cursor.fetchone()[0]}"[:60]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        rights.give(cursor, role)
        rights.give(cursor, role)  # each migrate gives them again
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        yield cursor
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_access SET page = ''",
        "DELETE FROM audit_event",
        "TRUNCATE audit_access",
        "DELETE FROM clocks_clockline",
        "UPDATE audit_seal SET hash = ''",
        "DELETE FROM audit_redaction",
        "UPDATE people_historicalperson SET surname = 'x'",
        "DELETE FROM assessments_document",
        "ALTER TABLE audit_access DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_access_no_change ON audit_access",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
        "DROP TABLE audit_seal",
        "CREATE TABLE public.mine (a int)",
    ],
)
def test_it_may_not(as_service, statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        as_service.execute(statement)


def test_saying_that_a_disposal_is_under_way_does_not_help_it(as_service):
    as_service.execute("SELECT set_config('socialcare.disposal', '1', true)")
    as_service.execute("SELECT disposal_under_way('audit_access'::regclass)")
    assert as_service.fetchone() == (False,)


def test_it_may_do_a_day_s_work(as_service, client, case, priya, maya):
    """Reading, logging, writing on the record, moving a case, and the jobs."""
    from audit.seals import seal
    from cases.actions.tasks import set_task
    from clocks.sweep import sweep
    from tests.conftest import MONDAY

    client.force_login(priya)
    assert client.get(f"/cases/{case.reference}/").status_code == 200
    assert client.get("/my-work/").status_code == 200
    set_task(
        by=maya, case=case, what="Ring the school", kind="other", owner=priya, team=case.team,
        due_on=MONDAY.date(), at=MONDAY,
    )  # fmt: skip
    sweep()
    assert seal().rows > 5
    assert Access.objects.filter(page="case-detail").exists()
