"""A real worker and a real beat on a real broker, which then loses everything it holds."""

import pytest
import redis

from clocks.models import Clock, Heartbeat
from clocks.verify import verify
from tests.faults.conftest import overdue_clocks, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
CELERY = ("-m", "celery", "--app", "socialcare")


@pytest.fixture
def service(broker, process):
    env = {"REDIS_URL": broker.url, "DJANGO_SETTINGS_MODULE": "tests.faults.quick_settings"}
    beat = process("beat", *CELERY, "beat", **env)
    worker = process("worker", *CELERY, "worker", "--concurrency", "2", **env)
    wait_until(lambda: Heartbeat.objects.exclude(finished_at=None).exists(), 90, worker)
    return {"beat": beat, "worker": worker, "env": env}


def all_noticed(clocks):
    return Clock.objects.filter(pk__in=clocks, next_look_at=None).count() == len(clocks)


def test_the_sweep_goes_on_when_the_broker_forgets_and_when_its_worker_dies(
    cast, broker, process, service
):
    """W7: the broker carries only «go and look»; what is due is in the database."""
    first = overdue_clocks(cast, 20)
    wait_until(lambda: all_noticed(first), 60, service["worker"])

    redis.Redis.from_url(broker.url).flushall()
    second = overdue_clocks(cast, 20)
    wait_until(lambda: all_noticed(second), 60, service["worker"])

    service["worker"].end_group()  # SIGKILL, to it and its pool
    service["worker"].process.wait(10)
    redis.Redis.from_url(broker.url).flushall()
    third = overdue_clocks(cast, 20)
    again = process("worker-2", *CELERY, "worker", "--concurrency", "2", **service["env"])
    wait_until(lambda: all_noticed(third), 90, again)
    assert list(verify()) == []
