"""Clocks to test with, and a database whose clock can be set.

`now()` is looked up along the search path like any other function, so a schema that comes before
PostgreSQL's own can answer for it, in this connection alone.
"""

from itertools import count

import pytest
from django.db import connection

from audit.models import Event
from clocks.calendar import calendar
from clocks.ledger import Facts, start
from clocks.models import Clock, ClockLine
from clocks.plan import local_date, plan
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


def start_many(rule, moments, *, owner=None, team=None, rule_set=FRAMEWORK_2000):
    """Clocks in bulk, planned as `start` plans them, each with its line; their ids."""
    row, now = timescale(rule, rule_set), calendar()
    events = Event.objects.bulk_create(
        [Event(key=row.starts[0], at=at, recorded_at=at) for at in moments], batch_size=2000
    )
    clocks = []
    for event in events:
        started_on = local_date(event.at)
        due = plan(row, started_at=event.at, started_on=started_on, holidays=now.days)
        clocks.append(
            Clock(
                rule=row.key,
                rule_set=rule_set,
                occasion=f"test:{next(_occasions)}",
                started_by=event,
                owner=owner,
                team=team,
                measures_only=row.measures_only,
                started_at=event.at,
                started_on=started_on,
                due_at=due.due_at,
                due_on=due.due_on,
                calendar_version=now.version,
                looks=list(due.looks),
                next_look_at=due.looks[0],
            )
        )
    Clock.objects.bulk_create(clocks, batch_size=2000)
    ClockLine.objects.bulk_create(
        [
            ClockLine(
                clock=clock,
                kind="started",
                at=clock.started_at,
                recorded_at=clock.started_at,
                event=clock.started_by,
                due_at=clock.due_at,
                rule_set=rule_set,
                calendar_version=now.version,
            )
            for clock in clocks
        ],
        batch_size=2000,
    )
    return [clock.pk for clock in clocks]
