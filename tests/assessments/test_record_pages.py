"""What is recorded beside the words of an assessment: whether the child was seen, who was asked."""

import pytest

from assessments.models import AgencyAsked
from tests.assessments.conftest import page

FACTS = {
    "seen": "alone",
    "child_seen_on": "today",
    "factors": ["16A"],
    "outcome": "advice",
    "version": "1",
}


def test_facts_are_recorded(draft, as_priya):
    answer = as_priya.post(page("assessment-facts", draft), FACTS)
    assert answer.url == page("assessment-send", draft)
    draft.refresh_from_db()
    assert (draft.child_seen, draft.seen_alone, draft.outcome) == (True, True, "advice")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"factors": ["16A", "21"]}, "stands alone"),
        ({"factors": ["99Z"]}, "Choose"),
        ({"outcome": "castle"}, "Choose"),
        ({"child_seen_on": "31/2/2026"}, "The day the child was seen"),
        ({"child_seen_on": "1/1/2099"}, "future"),
        ({"child_seen_on": ""}, "Enter the day the child was seen"),
        ({"seen": "no"}, "choose yes"),
        ({"seen": "perhaps"}, "Choose"),
        ({"outcome_why": "y" * 5001}, "5000 characters or fewer"),
    ],
)
def test_facts_that_cannot_be_are_refused_in_a_sentence(draft, as_priya, typed, sentence):
    answer = as_priya.post(page("assessment-facts", draft), {**FACTS, **typed})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    draft.refresh_from_db()
    assert draft.version == 1


def test_facts_changed_by_somebody_else_are_shown_beside_what_was_typed(draft, as_priya):
    as_priya.post(page("assessment-facts", draft), FACTS)
    answer = as_priya.post(
        page("assessment-facts", draft), {**FACTS, "outcome": "service", "outcome_why": "Mine."}
    )
    text = answer.content.decode()
    assert "Somebody has changed this" in text
    assert "Outcome: Advice given" in text
    assert "Mine." in text
    assert 'value="2"' in text


def test_an_agency_sent_twice_is_one_line(draft, as_priya):
    url = page("assessment-agencies", draft)
    for _ in range(2):
        as_priya.post(url, {"name": "Dr O’Brien’s surgery", "asked_on": "today"})
    asked = AgencyAsked.objects.get()
    as_priya.post(page("assessment-agency", draft, asked.pk), {"said": "Weight is low."})
    asked.refresh_from_db()
    assert asked.said == "Weight is low."
    as_priya.post(page("assessment-agency", draft, asked.pk), {"drop": "yes"})
    assert not AgencyAsked.objects.exists()


def test_an_agency_needs_a_name_and_a_day(draft, as_priya):
    text = as_priya.post(page("assessment-agencies", draft), {}).content.decode()
    assert "Choose the agency, or give its name." in text
    assert "Enter the day you asked" in text
