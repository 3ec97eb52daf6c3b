"""Whatever happens to a clock, in whatever order: the ledger and the row agree, and nothing is
noticed or told twice."""

import contextlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Alert, Event
from clocks.calendar_actions import NotPossible, add_bank_holiday, remove_one_off
from clocks.ledger import Facts, explain, react, replan
from clocks.models import Clock, ClockLine
from clocks.sweep import sweep
from clocks.verify import verify
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
ACTS = (
    "watched",  # time passes, and the sweep runs
    "watched",
    "away",  # time passes, and it does not
    "correct",
    "correct",
    "explain",
    "holiday",
    "take-back",
    "finish",
    "close",
)


class Undo(Exception):
    pass


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 100)),
        min_size=3,
        max_size=12,
    )
)
def test_any_order_of_acts_leaves_one_true_story(hers, database_says, priya, acts):
    """W7"""
    try:
        with transaction.atomic():
            _play(hers, database_says, priya, acts)
            raise Undo
    except Undo:
        pass


def _play(hers, database_says, priya, acts):
    clocks = [hers(MONDAY), hers(MONDAY, "contact-decision"), hers(MONDAY, "contact-decision-day")]
    occasions = [clock.occasion for clock in clocks]
    now = MONDAY
    database_says(now)
    for act, which, n in acts:
        clock = Clock.objects.get(pk=clocks[which].pk)
        match act:
            case "watched" | "away":
                now += timedelta(hours=4 * n if which else n / 3)
                database_says(now)
                if act == "watched":
                    sweep(batch=2)
            case "correct" if clock.standing == "running":
                replan(
                    clock,
                    by=priya,
                    why="It was another day.",
                    at=now,
                    started_at=MONDAY + timedelta(hours=n - 60),
                )
            case "explain" if clock.standing == "running" and clock.due_at < now:
                explain(clock, by=priya, why="The family was away.", at=now)
            case "holiday":
                _try(add_bank_holiday, _weekday(n), "State funeral", by=priya, at=now)
            case "take-back":
                _try(remove_one_off, _weekday(n), by=priya, at=now)
            case "finish" | "close":
                key = {
                    "finish": ("initial-assessment.authorise", "contact.advise"),
                    "close": ("case.close", "contact.refer"),
                }[act][which > 0]
                event = Event.objects.create(key=key, at=now, recorded_at=now, by=priya)
                react(event, Facts(occasions[which], late_reason="It was late."))
        _agrees()
    sweep()
    _agrees()
    for clock in Clock.objects.filter(standing="running", next_look_at__isnull=False):
        assert clock.next_look_at > now


def _agrees():
    assert [one for one in verify() if "to be noticed" not in one.what] == []
    lines = ClockLine.objects.filter(kind__in=("warned", "breached", "climbed"))
    for times in Counter(lines.values_list("clock", "kind", "rung", "due_at")).values():
        assert times == 1
    for times in Counter(Alert.objects.values_list("key", "recipient")).values():
        assert times == 1


def _weekday(n):
    return date(2026, 3, 2) + timedelta(days=7 * (n % 3) + n % 5)


def _try(act, *args, **kwargs):
    with contextlib.suppress(NotPossible):
        act(*args, **kwargs)
