"""Clocks to test with, and a database whose clock can be set.

`now()` is looked up along the search path like any other function, so a schema that comes before
PostgreSQL's own can answer for it, in this connection alone.
"""

from itertools import count

import pytest
from django.db import connection

from audit.models import Event
from clocks.ledger import Facts, start
from rules.rule_sets import FRAMEWORK_2000
from rules.timescales import timescale

_occasions = count(1)


@pytest.fixture
def database_says(db):
    """`database_says(moment)` sets what the database takes for now."""

    def say(moment):
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS pretended")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION pretended.now() RETURNS timestamptz LANGUAGE sql STABLE"
                f" AS $$ SELECT TIMESTAMPTZ '{moment.isoformat()}' $$"
            )
            cursor.execute("SET search_path = pretended, pg_catalog, public")

    yield say
    with connection.cursor() as cursor:
        cursor.execute("RESET search_path")


@pytest.fixture
def begin(db):
    """`begin("initial-assessment", at)` starts a clock, owned by Priya's team unless said."""

    def start_one(rule, at, *, owner=None, team=None, rule_set=FRAMEWORK_2000, **facts):
        return start_clock(rule, at, owner=owner, team=team, rule_set=rule_set, **facts)

    return start_one


def start_clock(
    rule, at, *, owner=None, team=None, rule_set=FRAMEWORK_2000, recorded_at=None, **facts
):
    row = timescale(rule, rule_set)
    by = facts.pop("by", None)
    event = Event.objects.create(key=row.starts[0], at=at, recorded_at=recorded_at or at, by=by)
    return start(
        row,
        rule_set,
        event,
        Facts(
            f"test:{next(_occasions)}",
            owner_id=owner.pk if owner else None,
            team_id=team.pk if team else None,
            **facts,
        ),
    )


@pytest.fixture
def hers(begin, priya, hindley):
    """An initial assessment of Priya's: `hers(at)`."""
    return lambda at, rule="initial-assessment", **facts: begin(
        rule, at, owner=priya, team=hindley, **facts
    )
