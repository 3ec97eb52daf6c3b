"""A clock that cannot be noticed is put aside, and never holds up the rest."""

import pytest
from django.db import connection

from audit.models import Alert
from clocks import sweep as sweeping
from clocks.incidents import settle
from clocks.models import Clock, Incident
from clocks.sweep import SweepFailed, sweep
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
DUE = MONDAY.replace(day=12, hour=0)


@pytest.fixture
def poison(db):
    """`poison(clock)`: the database refuses every ledger line of this clock."""
    made = []

    def spoil(*clocks):
        ids = ", ".join(str(clock.pk) for clock in clocks)
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION spoiled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF NEW.clock_id IN ({ids}) THEN RAISE EXCEPTION 'spoiled row of %', 'Ellie'; END IF; "
                "RETURN NEW; END $$; DROP TRIGGER IF EXISTS spoil ON clocks_clockline;"
                "CREATE TRIGGER spoil BEFORE INSERT ON clocks_clockline FOR EACH ROW "
                "EXECUTE FUNCTION spoiled()"
            )
        made.append(True)

    yield spoil
    if made:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS spoil ON clocks_clockline")


def test_a_bad_row_is_parked_and_the_rest_is_noticed(hers, database_says, poison):
    clocks = [hers(MONDAY) for _ in range(7)]
    bad = clocks[3]
    poison(bad)
    database_says(DUE)
    result = sweep(batch=5)
    assert (result.noticed, result.parked) == (6, 1)
    bad.refresh_from_db()
    assert bad.parked_at is not None
    assert bad.breached_at is None
    incident = Incident.objects.get(clock=bad)
    assert incident.what.startswith("The sweep could not notice this clock: spoiled row")
    assert not Alert.objects.filter(key__startswith=f"clock:{bad.pk}:").exists()
    # and it stays out of the way
    assert sweep().noticed == 0
    assert Incident.objects.count() == 1


def test_a_settled_incident_gives_its_clock_back_to_the_sweep(hers, database_says, poison, ada):
    bad = hers(MONDAY)
    poison(bad)
    database_says(DUE)
    sweep()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER spoil ON clocks_clockline")
    settle(Incident.objects.get(), by=ada, how="The trigger is gone.")
    assert sweep().noticed == 1
    bad.refresh_from_db()
    assert (bad.parked_at, bad.breached_at) == (None, DUE)


def test_a_clock_whose_rule_is_gone_is_an_incident(hers, database_says):
    gone, well = hers(MONDAY), hers(MONDAY)
    Clock.objects.filter(pk=gone.pk).update(rule="teleportation")
    database_says(DUE)
    result = sweep()
    assert (result.noticed, result.parked) == (1, 1)
    assert "teleportation" in Incident.objects.get(clock=gone).what
    well.refresh_from_db()
    assert well.breached_at == DUE


def test_a_fault_of_everything_parks_nothing(hers, database_says, poison):
    clocks = [hers(MONDAY) for _ in range(12)]
    poison(*clocks)
    database_says(DUE)
    with pytest.raises(SweepFailed, match="fails for every clock"):
        sweep()
    assert not Clock.objects.exclude(parked_at=None).exists()
    assert Incident.objects.get().clock is None
    with pytest.raises(SweepFailed):
        sweep()
    assert Incident.objects.count() == 1, "the same trouble is one open incident"


def test_a_look_that_came_with_no_new_rung_does_not_turn_the_sweep_round_for_ever(
    hers, database_says
):
    clock = hers(MONDAY)
    Clock.objects.filter(pk=clock.pk).update(next_look_at=MONDAY)
    database_says(MONDAY.replace(hour=12))
    assert sweep(batch=1).noticed == 0
    clock.refresh_from_db()
    assert clock.next_look_at == clock.looks[0]


def test_a_deadlock_is_tried_again(hers, database_says, monkeypatch):
    from django.db import OperationalError

    hers(MONDAY)
    database_says(DUE)
    real, calls = sweeping.write_lines, []

    class Deadlock(Exception):
        pgcode = "40P01"

    def once(values):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError from Deadlock()
        real(values)

    monkeypatch.setattr(sweeping, "write_lines", once)
    assert sweep().noticed == 1
    assert not Incident.objects.exists()
