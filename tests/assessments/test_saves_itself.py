"""Facts and answers of agencies save themselves, as the parts do, and two tabs do not destroy each
other. The visit they tell of is entered when somebody sends them, not in the midst of a date."""

import pytest
from django.urls import reverse

from assessments.actions.decide import send
from assessments.actions.record import ask_agency
from rules.lifecycles import NEEDS
from tests.assessments.conftest import TUESDAY, WEDNESDAY

BY_ITSELF = {"X-Requested-With": "autosave"}


@pytest.fixture
def save(client, priya):
    """`save("assessment-facts", draft, outcome="advice", …)`: what the page sends by itself."""
    client.force_login(priya)

    def sent(name, assessment, *args, **fields):
        url = reverse(name, args=[assessment.pk, *args])
        return client.post(url, {"changed": list(fields), **fields}, headers=BY_ITSELF)

    return sent


@pytest.fixture
def asked(draft, priya):
    return ask_agency(draft, by=priya, name="The surgery", asked_on=TUESDAY.date(), at=TUESDAY)


def test_facts_save_themselves_field_by_field(draft, save, case):
    """W4"""
    first = save("assessment-facts", draft, factors=["16A"], version="1").json()
    assert first["version"] == 2 and first["saved"]
    second = save("assessment-facts", draft, outcome="advice", version=first["version"]).json()
    draft.refresh_from_db()
    assert (draft.factors, draft.outcome, draft.version) == (["16A"], "advice", second["version"])
    save("assessment-facts", draft, factors=[], version="3")
    draft.refresh_from_db()
    assert (draft.factors, draft.outcome) == ([], "advice")


def test_half_of_an_answer_is_not_saved_and_says_why(draft, save):
    answer = save("assessment-facts", draft, seen="alone", version="1")
    assert answer.status_code == 422
    assert "Enter the day the child was seen" in answer.json()["errors"][0]
    draft.refresh_from_db()
    assert draft.version == 1


def test_a_visit_is_entered_when_it_is_sent_and_not_while_it_is_typed(
    ready, save, case, priya, maya
):
    case.visits.all().delete()
    fields = {"seen": "alone", "child_seen_on": "3/3/2026", "version": str(ready.version)}
    assert save("assessment-facts", ready, **fields).status_code == 200
    assert not case.visits.exists()
    send(ready, by=priya, to=maya, at=WEDNESDAY)
    assert [(visit.on, visit.seen_alone) for visit in case.visits.all()] == [(TUESDAY.date(), True)]


def test_facts_of_a_stale_tab_are_refused_with_where_to_compare(draft, save):
    save("assessment-facts", draft, outcome="advice", version="1")
    answer = save("assessment-facts", draft, outcome="service", version="1")
    assert answer.status_code == 409
    assert answer.json()["url"] == reverse("assessment-facts", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.outcome == "advice"


def test_what_an_agency_said_saves_itself(draft, asked, save):
    page = ("assessment-agency", draft, asked.pk)
    first = save(*page, said="Weight", version=asked.version).json()
    assert save(*page, said="Weight is low.", version=first["version"]).status_code == 200
    asked.refresh_from_db()
    assert asked.said == "Weight is low."


def test_two_tabs_do_not_destroy_what_an_agency_said(draft, asked, save, client):
    page = ("assessment-agency", draft, asked.pk)
    opened_at = asked.version
    save(*page, said="Theirs.", version=opened_at)
    answer = save(*page, said="Mine.", version=opened_at)
    assert answer.status_code == 409
    url = reverse("assessment-agency", args=[draft.pk, asked.pk])
    text = client.post(url, {"said": "Mine.", "version": opened_at}).content.decode()
    assert "Somebody has changed what The surgery said" in text
    assert "“Theirs.”" in text and "Mine.</textarea>" in text
    asked.refresh_from_db()
    assert asked.said == "Theirs."


def test_nothing_saves_itself_after_it_was_sent(sent, save):
    answer = save("assessment-facts", sent, outcome="service", version=str(sent.version))
    assert answer.status_code == 422 and answer.json()["errors"]


def test_the_reason_of_an_outcome_is_asked_for_only_where_one_is_needed(draft, save, client):
    """What is not needed is neither «Done» nor «Needed»."""
    sentence = NEEDS["outcome_is_explained"][1:]

    def needs():
        return client.get(reverse("assessment-send", args=[draft.pk])).content.decode()

    assert sentence not in needs()
    save("assessment-facts", draft, outcome="advice", version="1")
    assert sentence not in needs()
    explained = next(row.key for row in draft.type.outcomes if row.says_why)
    save("assessment-facts", draft, outcome=explained, version="2")
    assert sentence in needs()


def test_the_count_of_words_comes_with_each_save(draft, save):
    text = "The home was cold."
    answer = save("assessment-autosave", draft, "analysis", text=text, version="0")
    assert answer.json()["words"] == 4
