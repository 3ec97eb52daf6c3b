"""Two days away, with ten thousand clocks due: each is noticed once when the sweep comes back."""

from collections import Counter
from datetime import timedelta
from time import perf_counter

import pytest
from django.utils import timezone

from audit.models import Alert
from clocks.models import Clock, ClockLine
from clocks.sweep import sweep
from clocks.verify import verify
from clocks.watch import state_of_watch
from tests.clocks.conftest import start_many

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 10_000


def test_after_48_hours_away_every_clock_is_noticed_once(cast):
    """W7: those whose 24 hours ended at any moment of the outage."""
    now = timezone.now()
    step = timedelta(hours=48) / COUNT
    clocks = start_many(
        "contact-decision",
        [now - timedelta(hours=24) - n * step - timedelta(seconds=1) for n in range(COUNT)],
        owner=cast["priya"],
        team=cast["priya"].team,
    )
    assert state_of_watch().behind
    began = perf_counter()
    result = sweep()
    swept = perf_counter() - began
    assert result.noticed == COUNT
    assert result.oldest_lag_seconds > 47 * 3600
    assert sweep().noticed == 0

    breaches = Counter(ClockLine.objects.filter(kind="breached").values_list("clock_id", flat=True))
    assert breaches == dict.fromkeys(clocks, 1)
    for clock in Clock.objects.all().iterator():
        assert clock.breached_at == clock.due_at
        assert clock.noticed_at > clock.due_at
    # one alert for the highest rung only, to each of the two whom "due" and "overdue-1" name
    alerts = Alert.objects.filter(key__startswith="clock:")
    assert alerts.count() == 2 * COUNT
    assert len(set(alerts.values_list("key", flat=True))) == COUNT
    digests = Alert.objects.filter(key__startswith="missed:", recipient=cast["priya"])
    assert sum(digest.stands_for for digest in digests) == COUNT
    assert len(digests) <= 2, "one, or two where the hour turned meanwhile"

    began = perf_counter()
    assert list(verify()) == []
    print(f"swept in {swept:.1f} s, verified in {perf_counter() - began:.1f} s")
    assert not state_of_watch().behind
