"""Real processes beside the tests: they work on the test database, and are killed."""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from launcher.processes import Child
from launcher.valkey import Valkey
from tests.clocks.conftest import start_many

ROOT = Path(__file__).parent.parent.parent


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in Path(item.path).parents:
            item.add_marker(pytest.mark.faults)


def process_environment(**more):
    """For another process that works on the test database."""
    base = os.environ["DATABASE_URL"].partition("?")[0].rpartition("/")[0]
    return {
        **os.environ,
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "socialcare.settings",
        **more,
    }


def wait_until(ready, seconds, child=None):
    """Return once it is so; fail with the process's last words when it takes longer."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, child.last_lines(30) if child else "took too long"
        time.sleep(0.05)


@pytest.fixture
def broker(tmp_path):
    """A broker of this test's own."""
    server = Valkey(tmp_path, durable=False)
    server.start()
    yield server
    server.child.stop()
    server.forget()


@pytest.fixture
def process(tmp_path):
    """`process("name", "-m", "celery", …, DIE_AT="…")` starts a Python that is ended in the end."""
    children = []

    def start(name, *argv, **environ):
        env = process_environment(**environ)
        child = Child(name, [sys.executable, *argv], env, tmp_path, cwd=ROOT)
        child.start()
        children.append(child)
        return child

    yield start
    for child in children:
        child.stop()


def overdue_clocks(cast, count, ago=timedelta(days=40)):
    """Initial assessments of Priya's whose every rung has passed, started long ago."""
    now = timezone.now()
    return start_many(
        "initial-assessment",
        [now - ago - timedelta(seconds=n) for n in range(count)],
        owner=cast["priya"],
        team=cast["priya"].team,
    )
