"""The story of a child, and the chronology printed from it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import story
from audit.models import Access, Event
from cases.actions.chronology import add_entry, correct_entry
from tests.conftest import MONDAY, days
from workflow.engine import Refused


@pytest.fixture
def read(client, priya, case):
    client.force_login(priya)

    def get(**query):
        return client.get(reverse("case-story", args=[case.reference]), query).content.decode()

    return get


def test_the_story_tells_what_led_to_the_case_too(read):
    """W35: the contact came before there was a case, and belongs to the child's story."""
    page = read()
    assert "Dana Whitlock recorded a contact from St Bride&#x27;s Primary School" in page
    # both the contact and the case tell of the referral; the reader is told once
    assert "Sam Okoro made the referral, to Hindley" in page
    assert "accepted the contact as a referral" not in page
    assert "made the referral" in read(kind="contact")
    assert page.index("allocated the child to Priya Raman") < page.index("recorded a contact")


def test_age_beside_an_event_is_the_age_then(read, case, priya):
    case.person.birth_date = date(2019, 6, 1)
    case.person.save(update_fields=["birth_date"])
    add_entry(case, by=priya, on=date(2022, 6, 2), what="Started nursery.")
    page = read()
    assert "Started nursery." in page and "3 years" in page
    assert "6 years" in page  # the contact, on 2 March 2026


def test_only_significant_events_by_kind_or_in_a_period(read, case, priya):
    add_entry(case, by=priya, on=date(2020, 5, 5), what="Moved to Hindley.")
    story.record("task.set", by=priya, data={"owner": "x", "task": "Ring"}, **case.story())
    assert "set a task" in read() and "set a task" not in read(significant="on")
    assert "recorded a contact" not in read(kind="chronology")
    assert "Moved to Hindley" in read(since="1/5/2020", until="5/5/2020")
    assert "Moved to Hindley" not in read(since="6/5/2020")
    assert "Nothing in this part" in read(until="1/1/2001")


@pytest.mark.parametrize(
    "query",
    [
        {"since": "31/2/2020"},
        {"kind": "nonsense"},
        {"since": "2/1/2020", "until": "1/1/2020"},
        {"page": "-3"},
        {"page": "x" * 50},
        {"since": "\x00"},
    ],
)
def test_a_filter_that_cannot_be_read_still_shows_the_story(read, query):
    assert "recorded a contact" in read(**query)


def test_the_chronology_prints_oldest_first_and_says_who_printed_it(read, case, priya):
    """W35: prints as the chronology; printing is logged."""
    add_entry(case, by=priya, on=date(2020, 5, 5), what="Moved to Hindley.")
    page = read(print="1")
    assert page.index("Moved to Hindley") < page.index("recorded a contact")
    assert "took the contact" not in page
    assert f"Printed by {priya.name}" in page
    assert Access.objects.filter(what="print", case=case).count() == 1


def test_an_entry_of_ones_own_is_entered_from_the_page(client, read, case, priya):
    url = reverse("chronology-add", args=[case.reference])
    token = client.get(url).context["form"]["token"].value()
    for _ in range(2):
        client.post(url, {"on": "1/2/2026", "what": "Grandfather died.", "token": token})
    entry = Event.objects.get(key="chronology.entry")
    assert entry.by == priya and entry.significant
    assert "Grandfather died." in read(significant="on")


@pytest.mark.parametrize(
    "given", [{"on": "tomorrow"}, {"on": ""}, {"what": ""}, {"what": "x" * 4001}]
)
def test_an_entry_that_cannot_be_is_refused(client, case, priya, given):
    client.force_login(priya)
    url = reverse("chronology-add", args=[case.reference])
    page = client.post(url, {"on": "yesterday", "what": "Something.", **given})
    assert "There is a problem" in page.content.decode()
    assert not Event.objects.filter(key="chronology.entry").exists()


def test_a_correction_shows_the_new_text_and_keeps_the_old(read, case, priya, maya):
    entry = add_entry(case, by=priya, on=date(2020, 5, 5), what="Moved in 2019.")
    correct_entry(case, entry, by=priya, what="Moved in 2020.")
    correct_entry(case, entry, by=maya, what="Moved in May 2020.")
    page = read()
    assert page.count("Moved in May 2020.") == 1
    assert "Moved in 2019." in page and "Moved in 2020." in page
    assert "corrected an entry" not in page
    printed = read(print="1")
    assert "Moved in May 2020." in printed and "Moved in 2019." not in printed


def test_only_the_author_or_a_manager_corrects_an_entry(client, case, priya, omar):
    entry = add_entry(case, by=priya, on=date(2020, 5, 5), what="Moved.")
    with pytest.raises(Refused):
        correct_entry(case, entry, by=omar, what="Nonsense")
    client.force_login(omar)
    url = reverse("chronology-correct", args=[case.reference, entry.pk])
    assert client.post(url, {"what": "Nonsense"}).status_code == 302
    assert not Event.objects.filter(key="chronology.correct").exists()


def test_an_entry_of_another_case_is_not_corrected_from_this_one(client, case, priya):
    event = Event.objects.filter(case=case).first()
    client.force_login(priya)
    url = reverse("chronology-correct", args=[case.reference, event.pk])
    assert client.get(url).status_code == 404


def test_a_long_story_comes_in_pages_and_asks_no_more_questions(read, case, priya):
    def grow(number):
        for n in range(number):
            entry = add_entry(
                case, by=priya, on=(MONDAY - days(n)).date(), what=f"Event {n}.", at=MONDAY
            )
            if n % 3 == 0:
                correct_entry(case, entry, by=priya, what=f"Event {n}, corrected.")

    grow(2)
    read()
    with CaptureQueriesContext(connection) as few:
        read()
    grow(50)
    with CaptureQueriesContext(connection) as many:
        page = read()
    assert len(many) == len(few)
    assert ("Next" in page and "Event 1." in read(page="2")) or "Event" in read(page="2")


def test_events_of_a_case_that_the_reader_may_not_open_are_left_out(read, case, priya):
    """§6.1: an earlier case is told of to those who may open it."""
    at = timezone.now() - timedelta(days=400)
    other = type(case)(
        person=case.person,
        team=case.team,
        rule_set=case.rule_set,
        referred_on=at.date(),
        level="3b",
        closed_on=at.date(),
        restricted=True,
    )
    other.__dict__["state"] = "closed"
    other.save()
    story.record("case.close", by=priya, at=at, data={"reason": "kept secret"}, **other.story())
    assert "kept secret" not in read()
