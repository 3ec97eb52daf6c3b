from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from audit.models import Alert
from audit.story import tell as put
from clocks.models import Clock, Heartbeat, Incident
from clocks.watch import state_of_watch
from reports import watching


@pytest.fixture(autouse=True)
def nothing_held():
    cache.clear()
    yield
    cache.clear()


def beat(ago):
    at = timezone.now() - ago
    return Heartbeat.objects.create(started_at=at, finished_at=at, noticed=3)


def test_the_watch_says_that_all_is_well(page, ada):
    beat(timedelta(seconds=20))
    text = page(ada, "/watch/")
    assert "All is well." in text
    assert "noticed 3 clocks" in text


def test_managers_are_told_on_every_page_when_something_due_goes_unnoticed(
    page, maya, priya, refer
):
    beat(timedelta(seconds=20))
    refer(to=priya, days_ago=30)
    text = page(maya, "/my-team/")
    assert "and nobody has been told" in " ".join(text.split())
    assert "not being watched" not in page(priya, "/my-work/")


def test_managers_are_told_when_no_sweep_has_ended_for_five_minutes(page, maya):
    beat(timedelta(minutes=4))
    assert "not being watched" not in page(maya, "/my-team/")
    Heartbeat.objects.all().delete()
    cache.clear()
    beat(timedelta(minutes=6))
    assert "Time limits are not being watched at the moment." in page(maya, "/my-team/")


def test_a_clock_that_was_put_aside_is_an_incident_and_no_delay(priya, refer, now):
    refer(to=priya, days_ago=30)
    assert state_of_watch().behind
    Clock.objects.update(parked_at=now)
    assert not state_of_watch().behind


def test_the_banner_is_asked_of_the_database_once_in_a_while(maya, django_assert_num_queries):
    beat(timedelta(seconds=20))
    watching.banner()
    with django_assert_num_queries(0):
        watching.banner()


def test_a_cache_that_is_down_takes_no_page_down(maya, page, monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(watching.cache, "get", broken)
    monkeypatch.setattr(watching.cache, "set", broken)
    beat(timedelta(minutes=9))
    assert "Time limits are not being watched at the moment." in page(maya, "/my-team/")


def test_a_broker_that_is_down_is_said_and_the_page_stays(page, ada, monkeypatch):
    monkeypatch.setattr(watching, "queue_length", lambda: None)
    assert "the broker does not answer" in page(ada, "/watch/")


def test_an_incident_is_settled_in_words_and_its_clock_goes_back_to_the_sweep(
    client, ada, priya, refer, now
):
    clock = Clock.objects.get(case=refer(to=priya), rule="initial-assessment")
    clock.parked_at = now
    clock.save(update_fields=["parked_at"])
    incident = Incident.objects.create(clock=clock, what="The sweep could not notice this clock.")
    client.force_login(ada)
    assert "could not notice" in client.get("/watch/").content.decode()
    address = f"/watch/incidents/{incident.pk}/settle/"
    assert "Enter what was wrong" in client.post(address, {"how": " "}).content.decode()
    client.post(address, {"how": "The rule was put back."})
    incident.refresh_from_db()
    clock.refresh_from_db()
    assert (incident.settled_by, incident.how) == (ada, "The rule was put back.")
    assert clock.parked_at is None
    again = client.post(address, {"how": "Other words."}, follow=True).content.decode()
    assert "has settled this already" in again
    incident.refresh_from_db()
    assert incident.how == "The rule was put back."


def test_given_up_mail_is_listed_and_sent_again_one_or_all(client, ada, priya, now):
    for key in "abc":
        put(priya, key=key, text=f"Text {key}", at=now)
    Alert.objects.update(mail="dead", attempts=9, last_error="550 no such box")
    client.force_login(ada)
    text = client.get("/watch/").content.decode()
    assert text.count("550 no such box") == 3
    client.post("/watch/mail/send-again/", {"alert": Alert.objects.get(key="a").pk})
    assert Alert.objects.get(key="a").mail == "wanted"
    assert Alert.objects.get(key="a").attempts == 0
    client.post("/watch/mail/send-again/", {"alert": "nonsense"})
    assert Alert.objects.filter(mail="dead").count() == 2
    client.post("/watch/mail/send-again/")
    assert not Alert.objects.filter(mail="dead").exists()


@pytest.mark.parametrize("key", ["maya", "grace", "priya", "dana", "dev", "pat", "rosa"])
def test_the_watch_is_for_the_administrator_and_the_head(client, cast, key):
    client.force_login(cast[key])
    assert client.get("/watch/").status_code == 404
    assert client.post("/watch/mail/send-again/").status_code == 404
    assert client.get("/watch/incidents/1/settle/").status_code == 404


def test_the_head_of_service_has_the_watch(page, helen):
    page(helen, "/watch/")
