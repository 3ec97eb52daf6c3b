"""W13: an enquiry saves itself while it is written, field by field, as an assessment does; two tabs
do not destroy each other's words, and nobody types into one that was sent."""

import pytest
from django.urls import reverse

from cases.actions.visits import record_visit
from protection.actions.enquiries import withdraw
from tests.protection.conftest import THURSDAY

BY_ITSELF = {"X-Requested-With": "autosave"}


@pytest.fixture
def url(enquiry):
    return reverse("enquiry-write", args=[enquiry.pk])


@pytest.fixture
def save(client, priya, url):
    """`save(findings="…", version=1)`: what the page sends by itself."""
    client.force_login(priya)

    def sent(**fields):
        changed = [name for name in fields if name != "version"]
        return client.post(url, {"changed": changed, **fields}, headers=BY_ITSELF)

    return sent


def stands(enquiry, *names):
    enquiry.refresh_from_db()
    return tuple(getattr(enquiry, name) for name in names)


def test_it_saves_itself_field_by_field_and_leaves_the_others(enquiry, save, priya):
    visit = record_visit(
        enquiry.case, by=priya, on=THURSDAY.date(), seen=True, seen_alone=True, at=THURSDAY
    )
    first = save(home_visit=visit.pk, findings="The burn is a week old.", version=1).json()
    assert first["version"] == 2 and first["saved"]
    second = save(substantiated="yes", parents_seen_on="5/3/2026", version=2).json()
    assert second["version"] == 3
    names = ("home_visit", "findings", "substantiated", "parents_seen_on")
    assert stands(enquiry, *names) == (
        visit, "The burn is a week old.", True, THURSDAY.date(),
    )  # fmt: skip
    save(home_visit="", findings="", version=3)
    assert stands(enquiry, *names) == (None, "", True, THURSDAY.date())


def test_the_reason_for_no_home_visit_saves_itself_and_goes_with_a_visit(enquiry, save, priya):
    """Neither is in what the page sends of the other."""
    visit = record_visit(
        enquiry.case, by=priya, on=THURSDAY.date(), seen=True, seen_alone=True, at=THURSDAY
    )
    save(why_no_home_visit="He is in hospital.", version=1)
    save(findings="A burn.", version=2)
    assert stands(enquiry, "why_no_home_visit", "findings") == ("He is in hospital.", "A burn.")
    save(home_visit=visit.pk, version=3)
    assert stands(enquiry, "why_no_home_visit", "home_visit") == ("", visit)


def test_the_tab_that_was_opened_before_is_told_and_loses_nothing(enquiry, save, url, client):
    save(childs_words="Theirs.", version=1)
    answer = save(childs_words="Mine.", version=1)
    assert (answer.status_code, answer.json()["url"]) == (409, url)
    assert "Somebody has changed this" in answer.json()["message"]
    assert stands(enquiry, "childs_words", "version") == ("Theirs.", 2)
    shown = client.post(url, {"childs_words": "Mine.", "version": "1"}).content.decode()
    assert "Theirs.</li>" in shown and "Mine.</textarea>" in shown
    assert 'name="version" value="2"' in shown


def test_what_cannot_be_is_not_saved_and_says_why(enquiry, save):
    answer = save(findings="A burn.", parents_seen_on="31/2/2026", version=1)
    assert answer.status_code == 422
    assert "there is no 31 February 2026" in answer.json()["errors"][0]
    answer = save(parents_seen_on="1/3/2026", version=1)
    assert answer.json()["errors"] == [
        "Give the day on which the parents were seen since the enquiry began."
    ]
    assert stands(enquiry, "findings", "version") == ("", 1)


def test_nothing_saves_itself_when_it_is_no_longer_written(enquiry, save, client, maya, tom, url):
    withdraw(enquiry, by=maya, why="The wrong child.")
    answer = save(findings="More.", version=1)
    assert answer.status_code == 422 and "is not written on now" in answer.json()["errors"][0]
    client.force_login(tom)
    assert client.post(url, {"changed": "findings"}, headers=BY_ITSELF).status_code == 404
    assert stands(enquiry, "findings") == ("",)


def test_the_page_says_where_it_saves_itself(client, priya, url, enquiry):
    client.force_login(priya)
    page = client.get(url).content.decode()
    assert f'data-autosave="{url}"' in page and "data-autosave-status" in page
