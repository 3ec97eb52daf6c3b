"""A link that holds once stands in for the first password, and for one that was forgotten."""

import re

import pytest
from django.core import mail

from accounts.passwords import link_for

NEW = "copper lantern otter"


@pytest.fixture
def mailed(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_WANTED = True
    settings.SITE_URL = "http://testserver"

    def ask(client, username):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/password/forgotten/", {"username": username})

    return ask


def test_a_forgotten_password_is_chosen_anew_by_a_link(client, password, priya, mailed):
    answer = mailed(client, "Priya")
    assert "a link is on its way" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["priya@westmere.example"]
    link = re.search(r"http://testserver(/\S+)", letter.body)[1]
    page = client.get(link, follow=True)
    # the token has left the address before anything is shown
    assert page.redirect_chain[-1][0].endswith("/set/")
    address = page.redirect_chain[-1][0]
    assert "your user name is" in page.content.decode()
    weak = client.post(address, {"new": "password1234", "again": "password1234"})
    assert "too common" in weak.content.decode()
    assert client.post(address, {"new": NEW, "again": NEW}).url == "/sign-in/"
    priya.refresh_from_db()
    assert priya.check_password(NEW)
    assert [e.sentence for e in priya.account_events.order_by("pk")] == [
        "Priya Raman gave Priya Raman a link to choose a password",
        "Priya Raman chose a new password",
    ]
    # once only
    assert client.get(link).status_code == 410
    # and the second factor is still asked for
    answer = client.post("/sign-in/", {"username": "priya", "password": NEW})
    assert client.get("/welcome/").url == "/account/second-factor/"


def test_nobody_learns_which_names_there_are(client, password, mailed):
    known = mailed(client, "priya").content
    unknown = mailed(client, "nobody").content
    strip = re.compile(rb'value="[^"]*"')
    assert strip.sub(b"", known) == strip.sub(b"", unknown)
    assert len(mail.outbox) == 1


def test_only_so_many_links_are_sent(client, password, mailed):
    for _ in range(6):
        mailed(client, "priya")
    assert len(mail.outbox) == 3


def test_whoever_signs_in_by_single_sign_on_gets_no_link(client, real, tom, mailed):
    mailed(client, "tom")
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["/password/x/y/", "/password/MQ/x-y/", "/password/MQ/set/"])
def test_a_link_that_holds_no_more_says_so(client, db, address):
    answer = client.get(address)
    assert answer.status_code == 410
    assert "This link does not work any more" in answer.content.decode()


def test_a_link_does_not_outlive_the_account(client, priya):
    link = link_for(priya).removeprefix("http://127.0.0.1:8000")
    priya.is_active = False
    priya.save(update_fields=["is_active"])
    assert client.get("/password/" + link.partition("/password/")[2]).status_code == 410
