"""The overview of a case says which plan is in force and what it asks for next."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from protection.actions.in_need import begin_in_need_plan
from protection.actions.plans import review_plan
from tests.conftest import MONDAY, days

pytestmark = pytest.mark.django_db


@pytest.fixture
def overview(client, priya, case, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + days(9))
    client.force_login(priya)

    def shown():
        client.get(reverse("case-detail", args=[case.reference]))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("case-detail", args=[case.reference]))
        return " ".join(page.content.decode().split()), len(asked)

    return shown


def test_it_names_the_plan_in_force_and_what_is_due_next(
    overview, case, decided, ines, priya, request
):
    """W24: category, since when, the next core group, visit and review; the same number of queries
    however long the child has been on plans."""
    without, queries = overview()
    assert "Child protection plan</h2>" not in without
    plan = request.getfixturevalue("plan")
    text, with_plan = overview()
    block = text[text.index("Child protection plan</h2>") :].partition("</section>")[0]
    assert "<strong>Neglect</strong>, in force since Tuesday 10 March" in block
    for label, due in (
        ("Next visit", "Tuesday 24 March"),
        ("Next core group", "Tuesday 24 March"),
        ("Next review", "Wednesday 10 June"),
    ):
        assert due in block[block.index(label) :].partition("</div>")[0], label
    assert reverse("case-plan", args=[case.reference]) in block
    # the plan, its clocks and the calendar that they are counted by; without one, two looks
    assert with_plan - queries <= 2

    ends = date(2026, 6, 9)
    at = MONDAY + days(100)
    review = decided(case, ends, "review")
    review_plan(
        plan, conference_child=review, continues=False, category="NEG", by=ines, at=at, why="Safe."
    )
    begin_in_need_plan(case, by=priya, on=ends, at=at)
    later, queries = overview()
    assert queries <= with_plan + 1
    block = later[later.index("Child in need plan</h2>") :].partition("</section>")[0]
    assert "In force since 9 June" in block or "In force since Tuesday 9 June" in block
    assert "Next review" in block
    assert "Neglect" not in block
