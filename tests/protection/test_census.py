"""What the census asks of plans and reviews."""

from datetime import date

from protection.actions.in_need import begin_in_need_plan
from protection.actions.plans import begin_plan, end_plan, review_plan
from protection.census import in_need_plans, protection_plans
from tests.conftest import MONDAY, days

YEAR = date(2026, 4, 1), date(2027, 3, 31)
AT = MONDAY + days(500)


def test_the_facts_of_a_year_are_those_at_its_end(
    case, plan, decided, ines, maya, priya, django_assert_num_queries
):
    """ChildProtectionPlans and Reviews: the reviews of the year and the last one before it, for a plan
    that was in force when the year began."""
    for on, category in (
        (date(2026, 3, 20), "NEG"),
        (date(2026, 3, 27), "NEG"),
        (date(2026, 6, 9), "EMO"),
        (date(2027, 5, 4), "SAB"),  # after the year
    ):
        review_plan(plan, conference_child=decided(case, on, "review"), continues=True,
                    category=category, by=ines, at=AT, late_reason="Held as agreed.")  # fmt: skip
    end_plan(plan, by=maya, on=date(2027, 6, 1), reason="transferred", why="Moved.", at=AT)
    begin_plan(decided(case, date(2027, 6, 8)), by=ines, category="PHY", at=AT)
    with django_assert_num_queries(4):
        facts = list(protection_plans(*YEAR))
    assert len(facts) == 1
    one = facts[0]
    assert (one.started_on, one.ended_on, one.previous_plans) == (date(2026, 3, 10), None, 0)
    assert (one.initial_category, one.latest_category) == ("NEG", "EMO")
    assert one.reviews == (date(2026, 3, 27), date(2026, 6, 9))
    both = list(protection_plans(date(2027, 4, 1), date(2028, 3, 31)))
    assert [each.previous_plans for each in both] == [0, 1]
    assert both[0].ended_on == date(2027, 6, 1)
    assert both[0].reviews == (date(2026, 6, 9), date(2027, 5, 4))
    assert both[1].reviews == ()


def test_a_plan_for_a_child_in_need_never_stands_beside_a_protection_plan(case, plan, maya, priya):
    """Census 4001: the day on which one ends is the first of the other."""
    end_plan(plan, by=maya, on=date(2026, 5, 5), reason="looked-after", why="Safe.", at=AT)
    begin_in_need_plan(case, by=priya, on=date(2026, 5, 5), at=AT)
    protection, need = next(protection_plans(*YEAR)), in_need_plans(*YEAR)[0]
    assert protection.ended_on == need.started_on == date(2026, 5, 5)
    assert need.ended_on is None
