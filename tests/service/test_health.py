"""/healthz says whether web, database, broker and sweep are well; /metrics counts."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from audit.models import Alert
from audit.story import tell as put_alert
from clocks.models import Clock, Heartbeat, Incident
from socialcare import health
from tests.clocks.conftest import start_clock

TOKEN = "a-token-for-metrics"


def beat(ago=timedelta(0), lag=0):
    moment = timezone.now() - ago
    return Heartbeat.objects.create(started_at=moment, finished_at=moment, oldest_lag_seconds=lag)


def ask(client):
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


@pytest.fixture
def long_running(monkeypatch):
    monkeypatch.setattr(health, "STARTED", health.STARTED - 3600)


@pytest.mark.django_db(transaction=True)
def test_all_is_well_after_a_sweep(client, long_running):
    beat()
    assert ask(client) == (
        200,
        dict.fromkeys(("status", "web", "database", "broker", "sweep", "seals"), "ok"),
    )


@pytest.mark.django_db(transaction=True)
def test_a_service_that_has_only_just_started_need_not_have_swept(client, monkeypatch):
    from time import monotonic

    monkeypatch.setattr(health, "STARTED", monotonic())
    assert ask(client)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_never_ran_is_not_well(client, long_running):
    status, said = ask(client)
    assert (status, said["sweep"]) == (503, "no sweep has run")


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_stopped_is_not_well(client, long_running):
    beat(timedelta(minutes=6))
    status, said = ask(client)
    assert status == 503
    assert said["sweep"].startswith("the last sweep ended 36")


@pytest.mark.django_db(transaction=True)
def test_a_due_clock_that_nobody_noticed_is_not_well_even_just_after_the_start(client):
    """W7: also when sweeps do run."""
    beat()
    clock = start_clock("initial-assessment", timezone.now())
    Clock.objects.update(next_look_at=timezone.now() - timedelta(minutes=4))
    assert ask(client)[0] == 200
    Clock.objects.update(next_look_at=timezone.now() - timedelta(minutes=6))
    status, said = ask(client)
    assert status == 503
    assert said["sweep"].startswith("a due clock has waited 36")
    Clock.objects.filter(pk=clock.pk).update(parked_at=timezone.now())
    assert ask(client)[0] == 200, "one that was put aside has its incident"


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_gone_is_said(client, settings):
    beat()
    settings.REDIS_URL = "unix:///nowhere/at-all"
    status, said = ask(client)
    assert (status, said["broker"], said["sweep"]) == (503, "does not answer", "ok")


def test_a_database_that_is_gone_is_said_and_nothing_else_breaks(client, monkeypatch):
    from contextlib import contextmanager

    @contextmanager
    def gone():
        raise OperationalError("password for socialcare is hunter2")
        yield

    monkeypatch.setattr(health, "_own_cursor", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "does not answer"
    assert "hunter2" not in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_hangs_is_given_up(client, settings):
    """A lock that a statement would wait for: the health check's own time-out ends it."""
    import time

    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE clocks_clock")
        began = time.monotonic()
        status, said = ask(client)
        assert time.monotonic() - began < 5
    assert (status, said["sweep"]) == (503, "not known")


def test_metrics_do_not_exist_for_whoever_has_no_token(client, settings):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    settings.METRICS_TOKEN = "none"
    assert client.get("/metrics", headers={"Authorization": "Bearer none"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_metrics_count_the_watch_and_the_queues(client, settings, priya):
    settings.METRICS_TOKEN = TOKEN
    beat(timedelta(seconds=30), lag=17)
    start_clock("initial-assessment", timezone.now(), owner=priya)
    put_alert(priya, key="a", text="x")
    put_alert(priya, key="b", text="x")
    Alert.objects.filter(key="b").update(mail="dead")
    Incident.objects.create(what="something")
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    values = dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))
    assert values["socialcare_database_up"] == "1.0"
    assert values["socialcare_sweep_lag_seconds"] == "17.0"
    assert values["socialcare_clocks_running"] == "1.0"
    assert values["socialcare_alerts_waiting"] == "1.0"
    assert values["socialcare_alerts_dead"] == "1.0"
    assert values["socialcare_incidents_open"] == "1.0"
    assert "socialcare_broker_queue_length" in values
    assert "priya" not in text
