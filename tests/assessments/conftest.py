"""Beginnings for assessments: one being written, one that is ready, one that was sent, and a
brother and sister assessed together."""

import pytest
from django.urls import reverse

from assessments.actions.begin import start
from assessments.actions.decide import send
from assessments.actions.record import Findings, ask_agency, record_facts
from assessments.actions.write import save_part
from rules.triangle import Domain
from tests.conftest import MONDAY, days, hours

TUESDAY = MONDAY + days(1)
WEDNESDAY = MONDAY + days(2)
ANALYSIS = "The home was cold on both visits and the cupboards were empty. " * 12


def fill(assessment, *, by, at=TUESDAY, outcome="advice", why="", analysis=ANALYSIS):
    """Write and record everything that an assessment needs before it is sent."""
    save_part(assessment, "analysis", analysis, 0, by=by, at=at)
    save_part(assessment, "childs-own-words", "I like it when Gran comes.", 0, by=by, at=at)
    for part in assessment.type.parts_of(Domain.PARENTING):
        if part.key not in assessment.texts():
            save_part(assessment, part.key, "There is food, most days.", 0, by=by, at=at)
    ask_agency(assessment, by=by, name="St Bride's Primary School", asked_on=at.date(), at=at)
    findings = Findings(
        child_seen=True,
        child_seen_on=at.date(),
        seen_alone=True,
        factors=["16A"],
        outcome=outcome,
        outcome_why=why,
    )
    record_facts(assessment, findings, assessment.version, by=by, at=at)
    return assessment


def page(name, assessment, *args):
    return reverse(name, args=[assessment.pk, *args])


@pytest.fixture
def as_priya(client, priya):
    client.force_login(priya)
    return client


@pytest.fixture
def as_maya(client, maya):
    client.force_login(maya)
    return client


@pytest.fixture
def draft(case, priya):
    """Priya's initial assessment of Ellie, begun on the Tuesday."""
    case.refresh_from_db()
    (assessment,) = start(case, "initial", by=priya, at=TUESDAY)
    return assessment


@pytest.fixture
def ready(draft, priya):
    """With everything that it needs before it is sent."""
    return fill(draft, by=priya)


@pytest.fixture
def sent(ready, priya, maya):
    """Sent to Maya on the Wednesday."""
    send(ready, by=priya, to=maya, at=WEDNESDAY)
    return ready


@pytest.fixture
def sibling_cases(tell, sam, maya, priya, hindley):
    """Ellie's and Jake's cases, both Priya's; they are sister and brother on record."""
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer
    from people.models import Relationship

    contact = tell(
        children=[
            ChildTold(forename="Ellie", surname="Marsden"),
            ChildTold(forename="Jake", surname="Marsden"),
        ]
    )
    cases = []
    for child in contact.children.order_by("pk"):
        case = refer(child, by=sam, why="Neglect is likely.", team=hindley, at=MONDAY + hours(1))
        allocate(case, by=maya, worker=priya, at=MONDAY + hours(2))
        cases.append(case)
    ellie, jake = (case.person for case in cases)
    Relationship.objects.get_or_create(person=ellie, other=jake, defaults={"kind": "sibling"})
    return cases


@pytest.fixture
def together(sibling_cases, priya):
    """Initial assessments of Ellie and Jake, begun together."""
    return start(sibling_cases, "initial", by=priya, at=TUESDAY)


@pytest.fixture
def under():
    """Bring in a rule set for referrals from a day: `under("single-assessment", day)`."""
    from clocks.models import RuleSetInForce

    def bring_in(key, since):
        return RuleSetInForce.objects.update_or_create(since=since, defaults={"key": key})[0]

    return bring_in
