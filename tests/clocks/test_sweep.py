"""What a sweep notices, writes and tells."""

import pytest
from django.db import connection

from audit.models import Alert
from clocks.models import Clock, ClockLine, Heartbeat, Incident
from clocks.sweep import sweep
from tests.conftest import MONDAY, days, hours

pytestmark = pytest.mark.django_db

# an initial assessment of Monday 2 March 2026 is due on Wednesday 11 March, at midnight
DUE_SOON = MONDAY.replace(day=9, hour=0)
DUE = MONDAY.replace(day=12, hour=0)


def lines(clock):
    return [(line.kind, line.rung, line.missed) for line in clock.lines.exclude(kind="started")]


def told(clock):
    alerts = Alert.objects.filter(key__startswith=f"clock:{clock.pk}:").order_by("pk")
    return sorted((alert.recipient.username, alert.key.split(":")[2]) for alert in alerts)


def test_nothing_is_noticed_before_its_time(hers, database_says):
    """W7"""
    clock = hers(MONDAY)
    database_says(DUE_SOON - hours(1))
    assert sweep().noticed == 0
    assert lines(clock) == []


def test_the_worker_is_warned_two_working_days_before_the_end(hers, database_says):
    """W7"""
    clock = hers(MONDAY)
    database_says(DUE_SOON)
    assert sweep().noticed == 1
    assert lines(clock) == [("warned", "due-soon", [])]
    assert told(clock) == [("priya", "due-soon")]
    alert = Alert.objects.get(recipient__username="priya")
    assert alert.text == "Initial assessment: due by Wednesday 11 March 2026"
    assert alert.url == f"/clocks/{clock.pk}/"
    assert not alert.grave


def test_a_breach_is_dated_when_it_was_and_when_it_was_noticed(hers, database_says):
    """W7"""
    clock = hers(MONDAY)
    database_says(DUE_SOON)
    sweep()
    noticed = DUE + hours(3)
    database_says(noticed)
    sweep()
    clock.refresh_from_db()
    assert (clock.breached_at, clock.noticed_at) == (DUE, noticed)
    line = clock.lines.get(kind="breached")
    assert (line.at, line.recorded_at, line.due_at) == (DUE, noticed, DUE)
    assert told(clock) == [("maya", "due"), ("priya", "due"), ("priya", "due-soon")]


def test_each_rung_climbs_to_those_it_names(hers, database_says):
    """W7"""
    clock = hers(MONDAY)
    expected = [
        (DUE_SOON, "due-soon", {"priya"}),
        (DUE, "due", {"priya", "maya"}),
        (MONDAY.replace(day=13, hour=0), "overdue-1", {"priya", "maya"}),
        (MONDAY.replace(day=17, hour=0), "overdue-3", {"maya", "grace"}),
        (MONDAY.replace(day=19, hour=0), "overdue-5", {"grace", "helen"}),
    ]
    for moment, rung, people in expected:
        database_says(moment)
        assert sweep().noticed == 1, rung
        assert {name for name, key in told(clock) if key == rung} == people
        database_says(moment + hours(1))
        assert sweep().noticed == 0, rung
    clock.refresh_from_db()
    assert (clock.rung, clock.next_look_at) == (5, None)
    assert [line[:2] for line in lines(clock)] == [
        ("warned", "due-soon"),
        ("breached", "due"),
        ("climbed", "overdue-1"),
        ("climbed", "overdue-3"),
        ("climbed", "overdue-5"),
    ]


def test_a_second_sweep_says_nothing_twice(hers, database_says):
    clock = hers(MONDAY)
    database_says(DUE)
    sweep()
    before = lines(clock), told(clock)
    Clock.objects.update(rung=0, next_look_at=clock.looks[0])  # as if its first one were forgotten
    sweep()
    assert (lines(clock), told(clock)) == before


def test_after_an_outage_only_the_highest_rung_fires(hers, database_says):
    """W7: the missed ones come in one digest for each person."""
    clocks = [hers(MONDAY) for _ in range(3)]
    database_says(MONDAY.replace(day=17, hour=9))
    result = sweep(batch=2)
    assert result.noticed == 3
    for clock in clocks:
        assert lines(clock) == [
            ("breached", "due", []),
            ("climbed", "overdue-3", ["due-soon", "due", "overdue-1"]),
        ]
        assert told(clock) == [("grace", "overdue-3"), ("maya", "overdue-3")]
    digests = Alert.objects.filter(key__startswith="missed:")
    assert sorted((one.recipient.username, one.stands_for) for one in digests) == [
        ("maya", 3),
        ("priya", 3),
    ]
    assert digests[0].text.startswith("Reminders about 3 clocks did not go out in time")


def test_a_digest_waits_two_minutes_so_that_it_is_complete(hers, database_says):
    hers(MONDAY)
    moment = MONDAY.replace(day=17, hour=9)
    database_says(moment)
    sweep()
    digest = Alert.objects.filter(key__startswith="missed:").first()
    assert digest.next_attempt_at == moment + hours(2 / 60)
    assert digest.text.startswith("Reminders about 1 clock did")


def test_a_rung_passed_before_the_clock_was_written_down_is_in_no_digest(hers, database_says):
    """A contact recorded the morning after was nobody's reminder to give."""
    clock = hers(MONDAY, "contact-decision", recorded_at=MONDAY + hours(25))
    database_says(MONDAY + hours(25.1))
    sweep()
    assert lines(clock) == [("breached", "due", ["due-soon"])]
    assert not Alert.objects.filter(key__startswith="missed:").exists()
    assert Heartbeat.objects.latest("pk").oldest_lag_seconds == 360


def test_a_clock_in_hours_says_its_hour(hers, database_says):
    hers(MONDAY, "contact-decision")
    database_says(MONDAY + hours(20))
    sweep()
    assert Alert.objects.get().text == "Decision on a contact: due by 10:00 on Tuesday 3 March 2026"


def test_a_clock_that_only_measures_tells_nobody(hers, database_says):
    clock = hers(MONDAY, "contact-decision-day")
    database_says(MONDAY + days(3))
    sweep()
    clock.refresh_from_db()
    assert clock.breached_at == clock.due_at
    assert lines(clock) == [("breached", "due", [])]
    assert not Alert.objects.exists()
    assert not Incident.objects.exists()


def test_a_stopped_clock_is_left_alone(hers, database_says):
    clock = hers(MONDAY)
    Clock.objects.filter(pk=clock.pk).update(
        standing="stopped", stopped_at=MONDAY, next_look_at=None
    )
    database_says(DUE)
    assert sweep().noticed == 0


def test_a_date_that_comes_back_keeps_when_its_breach_was_first_noticed(hers, database_says):
    clock = hers(MONDAY)
    database_says(DUE)
    sweep()
    Clock.objects.filter(pk=clock.pk).update(
        rung=0, next_look_at=clock.looks[0], breached_at=None, noticed_at=None
    )
    database_says(DUE + hours(5))
    sweep()
    clock.refresh_from_db()
    assert clock.noticed_at == DUE
    assert clock.lines.filter(kind="breached").count() == 1


def test_each_sweep_leaves_a_heartbeat(hers, database_says):
    hers(MONDAY)
    database_says(DUE_SOON + hours(1))
    sweep()
    beat = Heartbeat.objects.latest("pk")
    assert beat.finished_at is not None
    assert (beat.noticed, beat.parked, beat.oldest_lag_seconds) == (1, 0, 3600)


def test_a_sweep_that_runs_out_of_time_goes_on_at_the_next(hers, database_says):
    for _ in range(4):
        hers(MONDAY)
    database_says(DUE_SOON)
    first = sweep(batch=2, seconds=-1)
    assert (first.noticed, first.unfinished) == (2, True)
    assert sweep().noticed == 2


def test_the_ledger_cannot_be_changed(hers):
    """Kept so by the database."""
    from django.db import DatabaseError, transaction

    line = hers(MONDAY).lines.get()
    for forbidden in (line.delete, lambda: ClockLine.objects.update(why="")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            forbidden()


def test_heartbeats_are_forgotten_after_a_week(db):
    from django.utils import timezone

    now = timezone.now()
    for ago in (9, 6):
        Heartbeat.objects.create(started_at=now - days(ago), finished_at=now - days(ago))
    Heartbeat.objects.create(id=99_999, started_at=now, finished_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('clocks_heartbeat', 'id'), 99999)")
    sweep()
    assert Heartbeat.objects.count() == 3
    assert not Heartbeat.objects.filter(started_at__lt=now - days(7)).exists()
