"""The watch kept on the watcher, in words for managers."""

from datetime import timedelta

import pytest

from clocks.models import Clock
from clocks.watch import state_of_watch
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db


def test_managers_are_warned_when_a_due_clock_waits_too_long(hers, database_says):
    """W7"""
    clock = hers(MONDAY)
    database_says(clock.looks[0] + timedelta(minutes=4))
    assert not state_of_watch().behind
    database_says(clock.looks[0] + timedelta(minutes=7))
    watch = state_of_watch()
    assert (watch.behind, watch.oldest_unnoticed) == (True, 420)
    assert "one passed 7 minutes ago" in watch.warning


def test_managers_are_warned_when_no_sweep_runs(hers):
    hers(MONDAY)
    watch = state_of_watch(MONDAY)
    assert (watch.behind, watch.silent, watch.last_beat) == (False, True, None)
    assert "not being watched at the moment" in watch.warning


def test_a_clock_that_was_put_aside_is_its_incidents_business(hers, database_says):
    clock = hers(MONDAY)
    Clock.objects.update(parked_at=MONDAY)
    database_says(clock.looks[0] + timedelta(days=1))
    assert state_of_watch().oldest_unnoticed is None
