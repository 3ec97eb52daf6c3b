"""Every clock recomputed from its ledger and rule; each kind of difference is found and said."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from clocks.ledger import explain, replan
from clocks.models import Clock, ClockLine, Incident
from clocks.sweep import sweep
from clocks.verify import verify, verify_and_report
from rules.timescales import TIMESCALES, Given
from tests.conftest import MONDAY, days, hours

pytestmark = pytest.mark.django_db
DUE = MONDAY.replace(day=12, hour=0)


def found():
    return [one.what for one in verify()]


@pytest.fixture
def clock(hers, database_says):
    """Due on 11 March, breached, noticed at once; the database says it is 12 March, midnight."""
    one = hers(MONDAY)
    database_says(DUE)
    sweep()
    one.refresh_from_db()
    assert found() == []
    return one


def put(clock, **fields):
    Clock.objects.filter(pk=clock.pk).update(**fields)


def ledger_changes(statement):
    """A hand in the database, past the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE clocks_clockline DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE clocks_clockline ENABLE TRIGGER USER")


def test_every_rule_agrees_with_its_ledger_at_every_rung(hers, database_says):
    for row in TIMESCALES:
        for rule_set in row.sets:
            given = {"given_at": MONDAY + days(8)}
            if isinstance(row.allowed, Given):
                given = {"given": (MONDAY + days(9)).date()}
            hers(MONDAY, row.key, rule_set=rule_set, **given)
    for day in (0, 1, 2, 5, 9, 11, 12, 20, 60, 90):
        database_says(MONDAY + days(day))
        sweep()
        assert found() == []


def test_a_replanned_clock_agrees(clock, database_says, priya):
    replan(
        clock, by=priya, why="The referral was the day before.", at=DUE, started_at=MONDAY + days(1)
    )
    assert found() == []
    sweep()
    assert found() == []
    replan(clock, by=priya, why="No, it was not.", at=DUE, started_at=MONDAY)
    sweep()
    clock.refresh_from_db()
    assert clock.breached_at == DUE
    assert found() == []


def test_an_explained_clock_agrees(clock, priya):
    explain(clock, by=priya, why="The family was away.", at=DUE)
    assert found() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"due_at": DUE + hours(24)}, "its rule says 2026-03-12 00:00"),
        ({"looks": [DUE]}, "Its rungs are not where its rule puts them"),
        ({"rung": 4}, "It counts 4 rungs as noticed; its ledger says 2"),
        ({"breached_at": None, "noticed_at": None}, "its time limit has passed; it does not"),
        ({"noticed_at": DUE + hours(1)}, "not noticed when its ledger says"),
        ({"breached_at": DUE - hours(1)}, "breached at another moment"),
        ({"next_look_at": None}, "The sweep will never look at it"),
        ({"next_look_at": DUE + days(9)}, "its next rung is"),
        ({"rule_set": "working-together-2010"}, "Its rule set or calendar version"),
        ({"rule": "teleportation"}, "The rule book has no 'teleportation'"),
        ({"late_reason": "because"}, "reason for lateness is not the one"),
        ({"parked_at": DUE}, "no open incident says why"),
        ({"measures_only": True}, "Whether it only measures"),
        ({"standing": "stopped", "stopped_at": DUE}, "its ledger does not say so"),
    ],
)
def test_a_row_that_was_tampered_with_is_found(clock, fields, said):
    put(clock, **fields)
    assert any(said in what for what in found()), found()


def test_a_due_clock_that_nobody_noticed_for_five_minutes_is_found(hers, database_says):
    clock = hers(MONDAY)
    database_says(clock.looks[0] + timedelta(minutes=4))
    assert found() == []
    database_says(clock.looks[0] + timedelta(minutes=6))
    assert found() == ["It has waited 6 minutes to be noticed."]


def test_a_running_clock_whose_ledger_has_ended_is_found(clock):
    ClockLine.objects.create(
        clock=clock, kind="stopped", at=DUE, due_at=clock.due_at,
        rule_set=clock.rule_set, calendar_version=clock.calendar_version,
    )  # fmt: skip
    assert any("its ledger says stopped" in what for what in found())


def test_a_ledger_that_lost_its_beginning_is_found(clock):
    ledger_changes(f"DELETE FROM clocks_clockline WHERE clock_id = {clock.pk} AND kind = 'started'")
    assert any("does not say that it started" in what for what in found())


def test_a_ledger_with_nothing_in_it_is_found(clock):
    ledger_changes(f"DELETE FROM clocks_clockline WHERE clock_id = {clock.pk}")
    assert any("does not say that it started" in what for what in found())


def test_a_breach_that_is_missing_from_the_ledger_is_found(clock):
    ledger_changes(
        f"DELETE FROM clocks_clockline WHERE clock_id = {clock.pk} AND kind = 'breached'"
    )
    assert any("its ledger does not" in what for what in found())


def test_lines_that_are_there_twice_are_found(clock):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX noticed_once")
    line = clock.lines.get(kind="breached")
    line.pk = None
    line.save(force_insert=True)
    assert any("2 times «breached due»" in what for what in found())


def test_the_command_exits_with_1_on_a_mismatch_and_says_how_many(clock, capsys):
    call_command("clocks", "verify")
    assert capsys.readouterr().out == "1 clocks, 0 mismatches.\n"
    put(clock, rung=4)
    with pytest.raises(SystemExit) as left:
        call_command("clocks", "verify")
    assert left.value.code == 1
    assert "1 clocks, 2 mismatches." in capsys.readouterr().out


def test_the_command_sweeps(hers, database_says, capsys):
    hers(MONDAY)
    database_says(DUE)
    call_command("clocks", "sweep")
    assert capsys.readouterr().out.startswith("1 noticed, 0 put aside")


def test_the_nightly_look_opens_one_incident_a_clock(clock):
    put(clock, rung=4, noticed_at=DUE + hours(1))
    assert verify_and_report() == 3
    assert verify_and_report() == 3
    incident = Incident.objects.get()
    assert incident.clock == clock
    assert "Its row and its ledger differ" in incident.what
