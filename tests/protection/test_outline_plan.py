"""What a conference says of its outline plan is in the plan, and on its papers, typed once."""

import io
from datetime import datetime

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from protection.actions.conferences import Arrangement, arrange
from protection.actions.holding import hold
from protection.actions.invitations import Asked, ask
from protection.actions.plans import live_plan
from protection.letters import compose, minutes
from protection.models import ConferenceChild
from tests.conftest import LONDON, days, hours
from tests.protection.conftest import CONFERENCE, outcome_of, ruling_of
from tests.protection.test_conferences import typed_about

pytestmark = pytest.mark.django_db


def words(content):
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


def test_what_happens_if_it_fails_is_typed_at_the_conference_and_stands_in_the_plan(
    client, attended, ines, abi, priya, monkeypatch
):
    """W17, W24"""
    monkeypatch.setattr(timezone, "now", lambda: CONFERENCE + hours(1))
    client.force_login(ines)
    address = reverse("conference-record", args=[attended.pk])
    shown = client.get(address)
    typed = typed_about(shown)
    ellie, jake, noor = (ruling.prefix for ruling in shown.context["rulings"])
    typed |= {
        f"{ellie}-contingency": "Her grandmother takes her in.",
        f"{noor}-decision": "no-plan",
        f"{noor}-contingency": "Typed before the decision was changed.",
    }
    wrong = {f"{jake}-category": "", "first_core_group_on": ""}
    refused = client.post(address, {**typed, **wrong}).content.decode()
    assert 'href="#id_first_core_group_on">Set the date of the first core group' in refused
    assert "Her grandmother takes her in." in refused
    assert f'href="#id_{jake}-decision_0">Jake Marsden: choose the category' in refused
    assert '<p class="govuk-error-message">Choose the category of the plan.</p>' in refused
    assert client.post(address, typed).status_code == 302
    of = {place.case.person.forename: place for place in attended.children.all()}
    plan = live_plan(of["Ellie"].case)
    assert plan.contingency == "Her grandmother takes her in."
    assert of["Noor"].contingency == ""
    client.force_login(priya)
    case_plan = client.get(reverse("case-plan", args=[plan.case.reference])).content.decode()
    assert "Her grandmother takes her in." in case_plan
    attended.refresh_from_db()
    at = CONFERENCE + hours(2)
    said = "If the plan does not work: Her grandmother takes her in."
    assert said in words(minutes(attended, at=at))
    assert said in words(compose(attended.letters.filter(kind="outcome").first(), at=at))


def test_a_review_finds_what_stands_and_may_change_it(client, attended, ines, abi, monkeypatch):
    """W24"""
    rulings = [
        ruling_of(child, contingency="Her grandmother takes her in.")
        for child in attended.children.order_by("pk")
    ]
    outcome = outcome_of(attended, rulings)
    hold(attended, outcome, version=attended.version, by=ines, at=CONFERENCE + hours(1))
    cases = [child.case for child in attended.children.order_by("pk")][:2]
    when = datetime(2026, 6, 9, 10, tzinfo=LONDON)
    review = arrange(
        cases,
        "review",
        Arrangement(when, "Room 4", "in-person", ines, abi),
        by=abi,
        at=when - days(7),
    )
    people = [
        Asked("parent", "Gemma Marsden", "mother"),
        Asked("professional", "Priya Raman", "social worker", "", "social-care"),
        Asked("professional", "Jo Ward", "health visitor", "", "health"),
        Asked("professional", "DS Shah", "detective", "Police", "police"),
    ]
    ask(review, people, by=abi, at=when - days(6))
    monkeypatch.setattr(timezone, "now", lambda: when + hours(1))
    client.force_login(ines)
    ticks = {f"there-{row.pk}": "on" for row in review.invitees.all()}
    none = {f"more-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    client.post(reverse("conference-attendance", args=[review.pk]), {**ticks, **none})
    address = reverse("conference-record", args=[review.pk])
    shown = client.get(address)
    assert shown.content.decode().count("Her grandmother takes her in.") == 2
    typed = typed_about(shown, decision="continues", category_then="NEG")
    first = shown.context["rulings"][0].prefix
    typed |= {
        f"{ruling.prefix}-contingency_then": "Her grandmother takes her in."
        for ruling in shown.context["rulings"]
    }
    typed[f"{first}-contingency_then"] = "Her aunt takes her in."
    assert client.post(address, typed).status_code == 302
    assert [live_plan(case).contingency for case in cases] == [
        "Her aunt takes her in.",
        "Her grandmother takes her in.",
    ]
    place = ConferenceChild.objects.get(conference=review, case=cases[0])
    assert place.contingency == "Her aunt takes her in."
