"""Two sweeps at once: each clock is noticed once. Two guards see to that, and each alone suffices;
with both taken away the double appears, so these tests would see it.
"""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from audit.models import Alert
from clocks import sweep as sweeping
from clocks import sweep_sql
from clocks.models import Clock, ClockLine
from clocks.sweep import sweep
from clocks.verify import verify
from tests.clocks.conftest import start_many
from tests.faults.conftest import overdue_clocks

pytestmark = pytest.mark.django_db(transaction=True)
UNIQUE = ((ClockLine, "noticed_once"), (Alert, "one_alert_a_fact_and_person"))


def at_once(*acts):
    """Run all at the same time, each over a connection of its own; raise what any of them raised."""
    faults = []

    def run(act):
        try:
            act()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]


@pytest.fixture
def both_pick_first(monkeypatch):
    """Neither sweep writes before both have picked what they find due."""
    barrier = threading.Barrier(2)
    real = sweeping.pick

    def pick_and_wait(*args):
        found = real(*args)
        try:
            barrier.wait(1)
        except threading.BrokenBarrierError:
            barrier.reset()
        return found

    monkeypatch.setattr(sweeping, "pick", pick_and_wait)


@pytest.fixture
def no_lock(monkeypatch):
    lock = "FOR NO KEY UPDATE SKIP LOCKED"
    assert lock in sweep_sql.PICK
    monkeypatch.setattr(sweep_sql, "PICK", sweep_sql.PICK.replace(lock, ""))


@pytest.fixture
def no_unique_key(db):
    by_name = {}
    with connection.schema_editor() as editor:
        for model, name in UNIQUE:
            by_name[name] = next(c for c in model._meta.constraints if c.name == name)
            editor.remove_constraint(model, by_name[name])
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clocks_clock, clocks_clockline, audit_alert CASCADE")
    with connection.schema_editor() as editor:
        for model, name in UNIQUE:
            editor.add_constraint(model, by_name[name])


def breached_just_now(cast, count=30):
    """Contacts whose 24 hours ended a minute ago and whose warning was given in time."""
    now = timezone.now()
    clocks = start_many(
        "contact-decision",
        [now - timedelta(hours=24, seconds=60 + n) for n in range(count)],
        owner=cast["priya"],
        team=cast["priya"].team,
    )
    Clock.objects.update(rung=1)
    return clocks


def most_often():
    """How often the line, and the alert, that there is most of was written."""
    lines = Counter(ClockLine.objects.values_list("clock_id", "kind", "rung"))
    alerts = Counter(Alert.objects.values_list("key", "recipient"))
    return max(lines.values()), max(alerts.values())


def test_two_sweeps_at_once_notice_each_clock_once(cast, both_pick_first):
    """W7"""
    clocks = breached_just_now(cast)
    at_once(sweep, sweep)
    assert most_often() == (1, 1)
    assert ClockLine.objects.filter(kind="breached").count() == len(clocks)


def test_without_the_lock_the_unique_key_still_keeps_it_to_once(cast, both_pick_first, no_lock):
    breached_just_now(cast)
    at_once(sweep, sweep)
    assert most_often() == (1, 1)


def test_without_the_unique_key_the_lock_still_keeps_it_to_once(
    cast, both_pick_first, no_unique_key
):
    breached_just_now(cast)
    at_once(sweep, sweep)
    assert most_often() == (1, 1)


def test_without_both_guards_everything_is_said_twice(
    cast, both_pick_first, no_lock, no_unique_key
):
    """What the guards are for."""
    breached_just_now(cast)
    at_once(sweep, sweep)
    assert most_often() == (2, 2)


def test_two_sweeps_share_the_work_of_an_outage_and_make_one_digest_each(cast):
    """W7: both add to the same digests, and neither waits for the other for ever."""
    clocks = overdue_clocks(cast, 400)
    at_once(lambda: sweep(batch=10), lambda: sweep(batch=10))
    sweep()
    assert most_often() == (1, 1)
    told = Counter()
    for name, count in Alert.objects.filter(key__startswith="missed:").values_list(
        "recipient__username", "stands_for"
    ):
        told[name] += count
    assert told == {"priya": len(clocks), "maya": len(clocks), "grace": len(clocks)}
    assert list(verify()) == []


def test_the_clocks_of_the_servers_that_sweep_do_not_count(cast, monkeypatch):
    """W7: one is ten minutes fast, the other ten slow; the database says what is due."""
    now = timezone.now()
    due = start_many("contact-decision", [now - timedelta(hours=24, minutes=1)] * 20)
    not_due = start_many("contact-decision", [now - timedelta(hours=19, minutes=55)] * 20)
    offset = threading.local()

    def skewed():
        return now + getattr(offset, "by", timedelta(0))

    monkeypatch.setattr(timezone, "now", skewed)

    def sweep_by(minutes):
        def act():
            offset.by = timedelta(minutes=minutes)
            sweep(batch=5)

        return act

    at_once(sweep_by(10), sweep_by(-10))
    assert Clock.objects.filter(pk__in=due, breached_at=None).count() == 0
    assert ClockLine.objects.filter(kind="breached").count() == len(due)
    assert not ClockLine.objects.filter(clock__in=not_due).exclude(kind="started").exists()
    for noticed_at in Clock.objects.filter(pk__in=due).values_list("noticed_at", flat=True):
        assert abs(noticed_at - now) < timedelta(minutes=2)


def test_a_clock_that_stops_while_it_is_being_noticed_ends_with_one_story(
    case, priya, maya, both_pick_first
):
    """The act waits for the sweep's row, sees the breach, and does not notice it again."""
    from clocks.ledger import Facts, react
    from tests.clocks.conftest import Event

    now = timezone.now()
    breached_just_now({"priya": priya})
    clock = Clock.objects.get(pk=breached_just_now({"priya": priya}, 1)[0])

    def decide():
        from django.db import transaction

        with transaction.atomic():
            event = Event.objects.create(key="contact.advise", at=now, by=maya)
            react(event, Facts(clock.occasion, late_reason="It was a busy night."))

    at_once(sweep, decide)
    clock.refresh_from_db()
    assert clock.standing == "stopped"
    assert clock.lines.filter(kind="breached").count() == 1
    assert clock.noticed_at == clock.lines.get(kind="breached").recorded_at
    assert [one.what for one in verify() if one.clock_id == clock.pk] == []
