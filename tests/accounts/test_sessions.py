"""A session ends when nobody does anything, with the working day, and when its owner says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from tests.accounts.conftest import code

NOW = timezone.now


@pytest.fixture
def elsewhere(signed_in, password, app):
    """Priya, signed in at another machine as well."""
    other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Version/17.0 Safari/604.1"})
    other.post("/sign-in/", {"username": "priya", "password": password})
    other.post("/sign-in/second-factor/", {"code": code(app, ahead=1)})
    assert other.get("/welcome/").status_code == 200
    return other


def mine(client):
    return Session.objects.get(session_key=client.session.session_key)


def test_a_session_ends_after_thirty_minutes_without_an_act_and_leads_back(signed_in, settings):
    left = mine(signed_in).expire_date - NOW()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    Session.objects.update(expire_date=NOW() - timedelta(seconds=1))
    assert signed_in.get("/welcome/").url == "/sign-in/?next=/welcome/"
    # a form that is sent after the end is kept: tests/accounts/test_sign_in.py
    assert signed_in.post("/sign-out/", {"a": "b"}).status_code == 401


def test_work_renews_it_once_a_minute_and_no_more(signed_in, django_assert_num_queries):
    before = mine(signed_in).expire_date
    with django_assert_num_queries(2):  # the session and the person; nothing is written
        assert signed_in.get("/account/stay/").status_code == 200
    session = signed_in.session
    session["seen"] = (NOW() - timedelta(minutes=2)).isoformat()
    session.save()
    signed_in.get("/account/stay/")
    assert mine(signed_in).expire_date > before
    assert NOW() - mine(signed_in).seen_at < timedelta(minutes=1)


def test_no_session_outlasts_the_working_day(signed_in):
    session = signed_in.session
    session["began"] = (NOW() - timedelta(hours=12, minutes=1)).isoformat()
    session.save()
    assert signed_in.get("/welcome/").url == "/sign-in/?next=/welcome/"
    assert "_auth_user_id" not in signed_in.session


def test_the_cookie_goes_with_the_browser(client, settings, priya):
    settings.DEMO = True
    answer = client.post("/sign-in/", {"as": "priya"})
    assert answer.cookies["sessionid"]["max-age"] == ""


def test_i_see_where_i_am_signed_in_and_end_it_there(signed_in, elsewhere, priya):
    text = signed_in.get("/account/").content.decode()
    assert "Safari on iPhone" in text and "from 127.0.0.1" in text
    assert elsewhere.session.session_key not in text
    there = next(s for s in signed_in.get("/account/").context["sessions"] if not s.here)
    assert signed_in.post(f"/account/sessions/{there.number}/end/").url == "/account/"
    assert elsewhere.get("/welcome/").status_code == 302
    assert signed_in.get("/welcome/").status_code == 200
    assert priya.account_events.filter(key="sessions-end").exists()


def test_i_end_all_but_this_one_and_nobody_elses(signed_in, elsewhere, client, maya):
    manager = Client()
    manager.force_login(maya)
    number = signed_in.get("/account/").context["sessions"][0].number
    assert manager.post(f"/account/sessions/{number}/end/").status_code in (302, 404)
    signed_in.post("/account/sessions/end-others/")
    assert elsewhere.get("/welcome/").status_code == 302
    assert signed_in.get("/welcome/").status_code == 200
    assert Session.objects.filter(user=maya).exists()


def test_a_new_password_ends_the_sessions_elsewhere(signed_in, elsewhere, priya, password):
    wrong = signed_in.post(
        "/account/password/", {"old": "not it", "new": "short", "again": "other"}
    ).content.decode()
    assert "Your password now is not right." in wrong
    assert "The two passwords are not the same." in wrong
    assert "at least 12 characters" in wrong
    new = "copper lantern otter"
    answer = signed_in.post("/account/password/", {"old": password, "new": new, "again": new})
    assert answer.url == "/account/"
    assert signed_in.get("/welcome/").status_code == 200
    assert elsewhere.get("/welcome/").status_code == 302
    assert priya.alerts.filter(text__startswith="Your password was changed").exists()
