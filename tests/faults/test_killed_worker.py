"""A worker killed with SIGKILL at each step of a sweep: nothing is lost and nothing said twice."""

import sys
from collections import Counter

import pytest
from celery import Celery

from audit.models import Alert
from clocks.models import Clock, ClockLine, Heartbeat
from clocks.sweep import sweep
from clocks.verify import verify
from launcher.processes import Child
from launcher.valkey import Valkey
from tests.faults.conftest import ROOT, overdue_clocks, process_environment, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = [
    ("before pick", 2, 20),
    ("after pick", 2, 20),
    ("after write_lines", 1, 0),
    ("after write_lines", 2, 20),
    ("before tell", 2, 20),
    ("after tell", 2, 20),
    ("after tell_what_was_missed", 2, 20),
    ("after move_on", 2, 20),  # all is written, nothing is committed
    ("after _in_one_transaction", 2, 40),  # committed, and nobody knows
    ("before finish", 1, 50),
    ("after finish", 1, 50),
]


@pytest.fixture(scope="module")
def worker(django_db_setup, django_db_blocker, tmp_path_factory):
    """One worker for all the steps: it forks a process for each task, and that is what dies."""
    folder = tmp_path_factory.mktemp("worker")
    broker = Valkey(folder, durable=False)
    broker.start()
    with django_db_blocker.unblock():
        env = process_environment(REDIS_URL=broker.url, DOOM=str(folder / "doom"))
    argv = ["-m", "celery", "--app", "tests.faults.doomed", "worker", "--concurrency", "1"]
    child = Child("worker", [sys.executable, *argv], env, folder, cwd=ROOT)
    child.start()
    app = Celery(broker=broker.url.replace("unix://", "redis+socket://", 1))

    def run_doomed(order):
        (folder / "doom").write_text(order)
        app.send_task("clocks.tasks.sweep")
        wait_until(lambda: not (folder / "doom").exists(), 60, child)

    run_doomed.child = child
    yield run_doomed
    app.close()
    child.stop()
    broker.child.stop()
    broker.forget()


def everything_once(clocks):
    """Each of `clocks` was noticed once, and told once to whom its last rung names."""
    lines = Counter(
        ClockLine.objects.exclude(kind="started").values_list("clock_id", "kind", "rung")
    )
    assert lines == Counter({(pk, kind, rung): 1 for pk in clocks for kind, rung in FINDS})
    told = Counter(
        Alert.objects.filter(key__startswith="clock:").values_list("key", "recipient__username")
    )
    assert set(told.values()) == {1}
    assert len(told) == 2 * len(clocks)
    digests = Counter()
    for username, count in Alert.objects.filter(key__startswith="missed:").values_list(
        "recipient__username", "stands_for"
    ):
        digests[username] += count
    assert digests == {name: len(clocks) for name in ("priya", "maya", "grace")}
    assert not Clock.objects.exclude(next_look_at=None).exists()
    assert list(verify()) == []


FINDS = [("breached", "due"), ("climbed", "overdue-5")]


@pytest.mark.parametrize(("point", "call", "before"), STEPS, ids=str)
def test_a_worker_killed_at_any_step_loses_nothing_and_repeats_nothing(
    cast, worker, point, call, before
):
    """W7: its process dies in the midst of a sweep; the redelivered task finds the rest."""
    clocks = overdue_clocks(cast, 50)
    worker(f"{point} {call}")
    finished = Heartbeat.objects.exclude(finished_at=None)
    wait_until(lambda: finished.count() == 1 + (point == "after finish"), 60, worker.child)
    assert Heartbeat.objects.count() == 2, "the sweep that died, and the one that did not"
    assert finished.latest("pk").noticed == 50 - before
    everything_once(clocks)


def test_everything_once_is_a_test_that_can_fail(cast):
    """Two that are told of twice are seen."""
    clocks = overdue_clocks(cast, 5)
    sweep()
    everything_once(clocks)
    line = ClockLine.objects.filter(kind="climbed").first()
    line.pk, line.rung = None, "overdue-4"
    line.save(force_insert=True)
    with pytest.raises(AssertionError):
        everything_once(clocks)
