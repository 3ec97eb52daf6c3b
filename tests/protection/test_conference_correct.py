"""W17: what a conference decided was written down wrongly; the chair puts it right, and the plan that it
began follows."""

from datetime import date

import pytest

from protection.actions.core_groups import About, hold_core_group
from protection.actions.holding import correct, hold
from protection.actions.plans import end_plan, review_plan
from protection.census import protection_plans
from protection.models import CategoryChange, ChildProtectionPlan
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, outcome_of, ruling_of
from workflow.engine import Refused

AFTER = CONFERENCE + hours(2)
AN_HOUR_LATER = AFTER + hours(1)
YEAR = (date(2025, 4, 1), date(2026, 3, 31))


@pytest.fixture
def places(attended, ines):
    """Ellie and Jake on a plan for neglect, Noor on none."""
    children = list(attended.children.order_by("pk"))
    rulings = [ruling_of(each) for each in children[:2]]
    rulings.append(ruling_of(children[2], decision="no-plan", category=""))
    hold(attended, outcome_of(attended, rulings), version=attended.version, by=ines, at=AFTER)
    return list(attended.children.order_by("pk"))


def put_right(place, ines, decision, category="", at=AN_HOUR_LATER):
    correct(
        place,
        decision=decision,
        category=category,
        why_decided="Burns.",
        why="Mistyped.",
        by=ines,
        at=at,
    )
    place.refresh_from_db()


def test_the_plan_has_the_right_category_from_its_first_day(places, ines):
    """It is no change of category: the census has the right one as the first one too."""
    ellie = places[0]
    put_right(ellie, ines, "plan", "PHY")
    plan = ellie.case.protection_plans.get()
    assert (plan.category, plan.latest_category) == ("PHY", "PHY")
    assert not CategoryChange.objects.exists()
    facts = next(each for each in protection_plans(*YEAR) if each.case_id == ellie.case_id)
    assert (facts.initial_category, facts.latest_category) == ("PHY", "PHY")


def test_what_a_review_changed_since_stands(places, decided, ines):
    ellie = places[0]
    plan = ellie.case.protection_plans.get()
    at = CONFERENCE + days(80)
    review = decided(ellie.case, at.date(), kind="review")
    review_plan(
        plan, conference_child=review, continues=True, category="EMO", by=ines, at=at, why="Seen."
    )
    put_right(ellie, ines, "plan", "PHY", at + hours(1))
    plan.refresh_from_db()
    assert (plan.category, plan.latest_category) == ("PHY", "EMO")
    assert plan.category_changes.get().before == "PHY"
    # and the review's own category, where that was the slip
    review.decision, review.category = "continues", "EMO"
    review.save(update_fields=["decision", "category"])
    put_right(review, ines, "continues", "SAB", at + hours(2))
    plan.refresh_from_db()
    assert (plan.category, plan.latest_category, plan.reviews.get().category) == (
        "PHY",
        "SAB",
        "SAB",
    )


def test_a_decision_is_turned_round_and_back_again(places, ines):
    """What was written by mistake is no plan of the census, and no previous plan of the child."""
    ellie = places[0]
    put_right(ellie, ines, "no-plan")
    put_right(ellie, ines, "plan", "NEG", AFTER + hours(2))
    wrong, right = ChildProtectionPlan.objects.filter(case=ellie.case).order_by("pk")
    assert (wrong.end_reason, wrong.conference_child) == ("in-error", None)
    assert right.is_live and right.conference_child == ellie
    assert right.previous_plans == 0
    rows = [each for each in protection_plans(*YEAR) if each.case_id == ellie.case_id]
    assert [(row.started_on, row.ended_on, row.previous_plans) for row in rows] == [
        (CONFERENCE.date(), None, 0)
    ]


def test_the_plan_of_a_mistake_was_in_force_until_somebody_last_acted_on_it(places, ines, priya):
    ellie = places[0]
    plan = ellie.case.protection_plans.get()
    met = CONFERENCE + days(5)
    hold_core_group(
        [About(plan, True, False, why_no_child="At school.")],
        by=priya,
        held_on=met.date(),
        next_on=met.date() + days(20),
        at=met + hours(2),
    )
    put_right(ellie, ines, "no-plan", at=met + hours(4))
    plan.refresh_from_db()
    assert plan.ended_on == met.date()


def test_what_has_gone_on_is_not_turned_round(places, ines, maya):
    """Neither a plan that has ended since, nor the same answer sent twice."""
    ellie, _jake, noor = places
    end_plan(
        ellie.case.protection_plans.get(), by=maya, on=CONFERENCE.date(), reason="transferred",
        why="Oakshire held its own conference.", at=AFTER + hours(1),
    )  # fmt: skip
    with pytest.raises(Refused, match="reviewed or has ended since"):
        put_right(ellie, ines, "no-plan")
    put_right(noor, ines, "plan", "NEG")
    with pytest.raises(Refused, match="stands already: nothing was changed"):
        put_right(noor, ines, "plan", "NEG")
    assert noor.case.events.filter(key="conference.correct").count() == 1
