"""PostgreSQL goes away in the midst of a batch, as at a failover, and comes back."""

import os
import signal

import psycopg2
import pytest

from launcher.postgres import Cluster
from tests.faults.conftest import wait_until


@pytest.fixture
def cluster(tmp_path):
    one = Cluster(tmp_path, os.environ)  # a commit that has been answered stays
    one.start()
    yield one
    one.child.stop()
    one.forget()
    one.destroy()


def ask(cluster, question):
    with psycopg2.connect(cluster.url) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_a_restart_in_the_midst_of_a_batch_loses_nothing_and_repeats_nothing(
    cluster, process, tmp_path
):
    """W7: what was committed stays, the batch under way is undone, no clock is put aside. It stops
    in order first, and at the second sweep at once, as if it had crashed."""
    pause = tmp_path / "pause"

    def run(name, *argv):
        return process(
            name,
            *argv,
            DATABASE_URL=cluster.url,
            PAUSE=str(pause),
            DJANGO_SETTINGS_MODULE="tests.settings",
        )

    def finish(name, *argv):
        child = run(name, *argv)
        assert child.process.wait(240) == 0, child.last_lines(30)
        return child.log.read_text()

    def interrupt(name, how):
        child = run(name, "-m", "tests.faults.interrupted")
        wait_until(pause.exists, 60, child)
        cluster.child.process.send_signal(how)
        cluster.child.process.wait(30)
        pause.unlink()
        assert child.process.wait(60) == 1, "it fails aloud"
        assert "OperationalError" in child.log.read_text()
        cluster.start()
        return ask(cluster, "SELECT count(*) FROM clocks_clock WHERE next_look_at IS NULL")

    finish("migrate", "manage.py", "migrate", "--verbosity", "0")
    finish("planted", "-m", "tests.faults.planted")
    assert interrupt("first", signal.SIGINT) == 20
    assert interrupt("second", signal.SIGQUIT) == 40
    assert "10 noticed, 0 put aside" in finish("sweep", "manage.py", "clocks", "sweep")
    assert "50 clocks, 0 mismatches." in finish("verify", "manage.py", "clocks", "verify")

    assert ask(cluster, "SELECT count(*) FROM clocks_incident") == 0
    assert ask(cluster, "SELECT count(*) FROM clocks_clockline WHERE kind = 'climbed'") == 50
    assert ask(cluster, "SELECT count(*) FROM audit_alert WHERE key LIKE 'clock:%'") == 100
    assert ask(cluster, "SELECT sum(stands_for) FROM audit_alert WHERE key LIKE 'missed:%'") == 150
