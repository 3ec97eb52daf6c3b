"""The story and the access log are append-only, kept so by the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Access, Event
from audit.story import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(priya):
    record("case.refer", by=priya)
    Access.objects.create(by=priya, what="view")


@pytest.mark.parametrize("model", [Event, Access])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET at = now()", "DELETE FROM {}"], ids=["update", "delete"]
)
def test_a_row_is_neither_changed_nor_removed(rows, model, change):
    with (
        pytest.raises(DatabaseError, match="is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(model._meta.db_table))


@pytest.mark.parametrize("table", ["audit_event", "audit_access", "clocks_clockline"])
def test_a_table_cannot_be_emptied(db, table):
    """The trigger that the tests' own cleaning takes off elsewhere, put on again for this one."""
    from audit.protect import append_only, changeable

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(changeable(table))
        cursor.execute(append_only(table))
        with pytest.raises(DatabaseError, match="is append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
        cursor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
