"""W33: domestic abuse told of at the first contact stands on every assessment and enquiry; its risk is
assessed and kept; open cases with the flag and without an assessment are reported."""

import pytest
from django.urls import reverse

from assessments.actions.begin import start
from cases.actions.allocation import allocate
from cases.actions.decisions import refer
from cases.actions.restriction import restrict
from protection.models import DomesticAbuseAssessment
from rules.domestic_abuse import QUESTIONS
from tests.conftest import MONDAY, hours


@pytest.fixture
def flagged(tell, sam, maya, priya, hindley):
    """Ellie, whose first contact told of domestic abuse."""
    told = tell(domestic_abuse=True).children.get()
    case = refer(told, by=sam, why="Violence at home.", team=hindley, at=MONDAY + hours(1))
    allocate(case, by=maya, worker=priya, at=MONDAY + hours(2))
    return case


@pytest.fixture
def url(flagged):
    return reverse("domestic-abuse-assess", args=[flagged.reference])


def filled(**changes):
    answers = {row.key: f"Answer on {row.called}." for row in QUESTIONS}
    return {"on": "2/3/2026", "level": "high", **answers, **changes}


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_flag_is_carried_and_the_risk_is_assessed_on_the_case(client, flagged, url, priya):
    assert flagged.domestic_abuse
    assessment = start([flagged], "initial", by=priya, at=MONDAY + hours(3))[0]
    client.force_login(priya)
    pages = (
        reverse("case-protection", args=[flagged.reference]),
        reverse("assessment-part", args=[assessment.pk, "analysis"]),
    )
    for page in pages:
        text = text_of(client.get(page))
        assert "The risk has not been assessed." in text and f'href="{url}"' in text
    token = client.get(url).context["form"]["token"].value()
    done = text_of(client.post(url, filled(token=token), follow=True))
    assert "Risk assessment recorded." in done and "Answer on what keeps them safe." in done
    client.post(url, filled(token=token))  # sent twice: one record
    made = DomesticAbuseAssessment.objects.get()
    assert (made.level, made.recorded_by, made.answers["child"]) == (
        "high", priya, "Answer on what it means for the child.",
    )  # fmt: skip
    assert flagged.events.first().sentence.endswith("risk assessment of domestic abuse: high")
    for page in pages:
        text = text_of(client.get(page))
        assert "not been assessed" not in text and "high: serious harm" in text


def test_what_is_missing_is_said_at_once_and_what_was_typed_stays(client, url, priya, omar):
    client.force_login(priya)
    page = text_of(client.post(url, filled(level="", safety="", on="1/1/2099")))
    assert "how great the risk is" in page and "what keeps them safe" in page
    assert "Answer on what has happened.</textarea>" in page
    told = text_of(client.post(url, filled(on="1/1/1900")))
    assert "The child was not there yet on that day. Check the date." in told
    client.force_login(omar)
    assert "a manager of the team may do this" in text_of(client.post(url, filled()))
    assert not DomesticAbuseAssessment.objects.exists()


def test_open_cases_with_the_flag_and_no_assessment_are_reported(
    client, flagged, url, maya, grace, helen, priya
):
    for user, first in ((maya, "/my-team/"), (helen, "/service/")):
        client.force_login(user)
        assert 'href="/domestic-abuse/"' in client.get(first).content.decode()
        page = text_of(client.get("/domestic-abuse/"))
        assert "1 of 1 open case" in page and "Ellie" in page
    restrict([flagged], by=maya, category="staff", reason="A colleague's child.")
    client.force_login(grace)
    assert "Ellie" not in client.get("/domestic-abuse/").content.decode()
    client.force_login(priya)
    assert client.get("/domestic-abuse/").status_code == 404
    assert client.post(url, filled()).status_code == 302
    client.force_login(maya)
    page = text_of(client.get("/domestic-abuse/"))
    assert "0 of 1 open case" in page and "Every one of them has a risk assessment." in page
