"""Three children's way through child protection, walked by the people who walk it: from a contact to
a conference that decides differently for one of them, to the first review and the step down. Whoever
has no business there is refused on the way."""

import pytest
from django.utils import timezone

from cases.actions.allocation import allocate
from cases.models import Case
from clocks.models import Clock
from protection.actions.plans import live_plan
from protection.models import ChildProtectionPlan, InNeedPlan
from socialcare import navigation
from tests.browser.from_conference import (
    arrange_the_review,
    carry_out,
    decide_for_each,
    look_from_above,
    review_each,
    step_down,
    tick_who_is_there,
)
from tests.browser.to_conference import (
    arrange,
    discuss,
    enquire,
    record_and_refer,
    share_the_report,
    strangers_are_refused,
)
from tests.protection.test_ledger import assessed, at, core_group, seen_at_home

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def it_is(monkeypatch):
    """`it_is(moment)`: what the pages take for now."""
    # the watch asks the database, whose clock the pages do not share
    monkeypatch.setattr(navigation, "banner", lambda: "")
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def comes(browse, cast):
    """`comes("maya")`: signed in already, and on the page they begin at."""

    def come(key, **how):
        page = browse(cast[key], **how)
        page.goto("/")
        return page

    return come


def test_three_children_from_a_contact_to_two_decisions_a_review_and_a_step_down(
    enter, comes, cast, school, said, it_is
):
    """W12–W18, W24, W42, W45, W47, H6, H11"""
    it_is(at(23, 3, 9))
    record_and_refer(enter, comes, said)
    cases = list(Case.objects.order_by("pk"))
    for case in cases:
        allocate(case, by=cast["maya"], worker=cast["priya"], at=at(23, 3, 12))
    assessed(cases, cast, "initial", at(24, 3), at(27, 3), "strategy-discussion")

    it_is(at(27, 3, 15))
    discuss(comes("maya"), cases, said)
    it_is(at(8, 4))
    enquire(comes, cases, cast, said)

    it_is(at(9, 4))
    conference = arrange(comes("abi"), cases, said)
    strangers_are_refused(comes("tom"), cases, conference)
    share_the_report(comes("priya", width=360), conference, said)
    it_is(at(21, 4))
    tick_who_is_there(comes("abi", width=360), conference, said)
    decide_for_each(comes("ines"), conference, said)
    ellie, jake, noor = cases
    assert live_plan(ellie).category == "NEG"
    assert live_plan(jake).category == "EMO"
    assert live_plan(noor) is None

    it_is(at(5, 5, 16))
    carry_out(comes("priya"), [ellie, jake], said)
    seen_at_home([ellie, jake], cast["priya"], at(1, 6))
    core_group([ellie, jake], cast["priya"], at(15, 6), at(20, 7))

    it_is(at(29, 6))
    review = arrange_the_review(comes("abi"), [ellie, jake], said)
    seen_at_home([ellie, jake], cast["priya"], at(29, 6))
    it_is(at(9, 7))
    tick_who_is_there(comes("abi"), review, said)
    review_each(comes("ines", width=360), review, said)
    step_down(comes("priya", width=360), ellie, said)
    look_from_above(comes("helen"), said)

    ended = ChildProtectionPlan.objects.get(case=ellie)
    assert (ended.state, ended.ended_on) == ("ended", at(9, 7).date())
    assert InNeedPlan.objects.get(case=ellie).steps_down_from == ended
    assert live_plan(jake) is not None
    for case in cases:
        case.refresh_from_db()
    assert [case.status for case in cases] == ["in-need", "on-plan", "in-need"]
    assert not Clock.objects.exclude(breached_at=None).exists()
