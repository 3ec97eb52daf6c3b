"""An unborn child: clocks towards the expected date, and the birth."""

from datetime import date

import pytest

from cases.actions.people import correct_person, version_of
from cases.actions.visits import record_visit
from clocks.models import Clock
from protection.actions.births import record_birth
from protection.actions.emergency import begin_action
from protection.actions.plans import begin_plan, review_plan
from tests.conftest import MONDAY, days
from tests.protection.conftest import wrong_clocks
from workflow.engine import Refused


@pytest.fixture
def unborn(tell, sam, maya, priya, hindley):
    """Expected on 1 June 2026; the case has been Priya's since 2 March."""
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    told = tell(
        children=[ChildTold(surname="Marsden", expected_on=date(2026, 6, 1))], at=MONDAY
    ).children.get()
    case = refer(told, by=sam, why="Risk before birth.", team=hindley, at=MONDAY)
    allocate(case, by=maya, worker=priya, at=MONDAY)
    return case


def running(case):
    clocks = Clock.objects.running().filter(case=case).exclude(rule="initial-assessment")
    return {clock.rule: clock.due_on for clock in clocks}


def test_clocks_run_towards_the_expected_date_and_follow_when_it_is_corrected(unborn, priya):
    """W43"""
    assert running(unborn) == {"birth": date(2026, 6, 1), "plan-before-birth": date(2026, 5, 4)}
    correct_person(
        unborn.person,
        by=priya,
        changes={"expected_on": date(2026, 6, 20)},
        opened_at=version_of(unborn.person),
        why="Second scan.",
        at=MONDAY + days(2),
    )
    assert running(unborn) == {"birth": date(2026, 6, 20), "plan-before-birth": date(2026, 5, 23)}
    clock = Clock.objects.get(case=unborn, rule="birth")
    assert [line.kind for line in clock.lines.all()] == ["started", "replanned"]
    assert wrong_clocks() == []


def test_a_birth_keeps_the_record_and_the_plan_and_plans_its_clocks_again(
    unborn, decided, ines, priya
):
    """W43: the id and the history stay; the review comes 20 working days after the birth, or three
    months after the conference."""
    reference = unborn.person.reference
    plan = begin_plan(
        decided(unborn, date(2026, 4, 21)), by=ines, category="NEG", at=MONDAY + days(50)
    )
    assert "plan-before-birth" not in running(unborn)
    record_visit(
        unborn, by=priya, on=date(2026, 5, 5), kind="before-birth", seen=False, at=MONDAY + days(64)
    )
    assert running(unborn)["statutory-visit"] == date(2026, 5, 19)
    record_birth(
        unborn,
        born_on=date(2026, 5, 28),
        forename="Rose",
        surname="Marsden",
        sex="F",
        by=priya,
        at=MONDAY + days(90),
    )
    person = unborn.person
    person.refresh_from_db()
    assert (person.reference, person.name, person.expected_on) == (reference, "Rose Marsden", None)
    assert person.history.count() > 1
    plan.refresh_from_db()
    assert plan.is_live
    clocks = running(unborn)
    assert clocks["protection-review-first"] == date(2026, 7, 21)
    assert clocks["protection-review-newborn"] == date(2026, 6, 25)  # the 20th working day
    assert "birth" not in clocks
    assert Clock.objects.get(case=unborn, rule="birth").stopped_at.date() == date(2026, 5, 28)
    review_plan(
        plan,
        conference_child=decided(unborn, date(2026, 6, 24)),
        continues=True,
        category="NEG",
        by=ines,
        at=MONDAY + days(114),
    )
    assert {"protection-review"} == {rule for rule in running(unborn) if "review" in rule}
    assert wrong_clocks() == []


def test_a_birth_is_not_slipped_in_as_a_correction_which_would_leave_its_clocks_running(
    unborn, priya
):
    """W43: only the birth itself plans the clocks again; without an open case there are none."""
    given = {
        "by": priya,
        "changes": {"birth_date": date(2026, 5, 28), "expected_on": None, "sex": "F"},
        "opened_at": version_of(unborn.person),
        "why": "Born.",
    }
    with pytest.raises(Refused, match="Record the birth instead"):
        correct_person(unborn.person, at=MONDAY + days(90), **given)
    unborn.person.refresh_from_db()
    assert unborn.person.is_unborn
    assert running(unborn) == {"birth": date(2026, 6, 1), "plan-before-birth": date(2026, 5, 4)}


def test_nobody_is_taken_into_protection_before_they_are_born(unborn, maya):
    """W14, W43."""
    with pytest.raises(Refused) as refused:
        begin_action(
            unborn, by=maya, kind="police-protection", started_at=MONDAY + days(1),
            grounds="Threats.", place="At home", at=MONDAY + days(1),
        )  # fmt: skip
    assert refused.value.reasons == [
        "A child who is not born yet cannot be taken into protection: plan for the birth instead."
    ]


def test_a_birth_before_there_is_a_plan_asks_for_one_at_once(unborn, priya):
    born = date(2026, 4, 20)
    record_birth(
        unborn,
        born_on=born,
        forename="Rose",
        surname="Marsden",
        sex="F",
        by=priya,
        at=MONDAY + days(50),
    )
    assert running(unborn) == {"plan-before-birth": born}
    clock = Clock.objects.get(case=unborn, rule="plan-before-birth")
    assert [line.kind for line in clock.lines.all()] == ["started", "replanned"]


def test_impossible_births_and_visits_are_refused_with_every_reason(unborn, priya):
    record_visit(
        unborn,
        by=priya,
        on=date(2026, 3, 10),
        kind="before-birth",
        seen=False,
        at=MONDAY + days(10),
    )
    with pytest.raises(Refused, match="not born yet"):
        record_visit(
            unborn, by=priya, on=date(2026, 3, 10), seen=True, seen_alone=True, at=MONDAY + days(10)
        )
    about = {
        "forename": "Rose",
        "surname": "Marsden",
        "sex": "F",
        "by": priya,
        "at": MONDAY + days(10),
    }
    with pytest.raises(Refused) as refused:
        record_birth(unborn, born_on=date(2026, 1, 1), **about)
    assert len(refused.value.reasons) == 2
    with pytest.raises(Refused, match="before the day"):
        record_birth(unborn, born_on=date(2026, 6, 1), **about)
    record_birth(unborn, born_on=date(2026, 3, 11), **about)
    with pytest.raises(Refused, match="recorded already"):
        record_birth(unborn, born_on=date(2026, 3, 11), **about)
    with pytest.raises(Refused, match="before the child was born"):
        record_visit(
            unborn, by=priya, on=date(2026, 3, 10), seen=True, seen_alone=True, at=MONDAY + days(10)
        )
