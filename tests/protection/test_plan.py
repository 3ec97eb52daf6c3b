"""The child protection plan: begun, reviewed, changed and ended."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cases.actions.allocation import reallocate, wait
from cases.actions.closing import close
from clocks.models import Clock
from protection.actions.core_groups import About, hold_core_group
from protection.actions.frequencies import set_frequencies
from protection.actions.in_need import begin_in_need_plan, end_in_need_plan, review_in_need_plan
from protection.actions.plans import (
    begin_plan,
    end_plan,
    review_plan,
)
from protection.models import ChildProtectionPlan, InNeedPlan, PlanAction
from tests.conftest import MONDAY, days
from tests.protection.conftest import wrong_clocks
from workflow.engine import Refused

CONFERENCE = date(2026, 3, 10)
HELD = MONDAY + days(8)


def running(case):
    return {
        clock.rule: clock.due_on
        for clock in Clock.objects.running().filter(case=case).exclude(rule="initial-assessment")
    }


def test_a_plan_is_in_force_from_the_day_of_the_conference(case, decided, ines):
    """W24. Written down two days later; every clock counts from the conference."""
    plan = begin_plan(
        decided(case, CONFERENCE),
        by=ines,
        category="NEG",
        visit_every_days=14,
        core_group_every_days=28,
        first_core_group_on=date(2026, 3, 20),
        at=HELD + days(2),
    )
    case.refresh_from_db()
    assert (plan.started_on, case.status, plan.previous_plans) == (CONFERENCE, "on-plan", 0)
    assert running(case) == {
        "core-group-first": date(2026, 3, 24),  # the 10th working day
        "statutory-visit": date(2026, 3, 24),  # 14 days, as the plan sets
        "protection-review-first": date(2026, 6, 10),  # three months
    }
    event = case.events.get(key="protection-plan.begin")
    assert (event.at.date(), event.recorded_at) == (CONFERENCE, HELD + days(2))
    assert wrong_clocks() == []


def test_a_child_has_one_plan_at_a_time_and_a_refusal_says_everything(case, plan, decided, ines):
    with pytest.raises(Refused) as refused:
        begin_plan(
            decided(case, date(2026, 3, 12)),
            by=ines,
            category="XXX",
            visit_every_days=60,
            core_group_every_days=1,
            first_core_group_on=date(2026, 5, 1),
            at=HELD,
        )
    said = " ".join(refused.value.reasons)
    for part in ("in force since", "still to come", "category", "60 was given", "1 was given"):
        assert part in said
    assert "by Thursday 26 March 2026" in said
    with pytest.raises(IntegrityError), transaction.atomic():
        ChildProtectionPlan(
            case=case, state="in-force", started_on=CONFERENCE, category="NEG"
        ).save()


def test_a_child_without_a_qualified_lead_worker_cannot_come_onto_a_plan(
    case, waiting_case, decided, ines, maya, priya
):
    """W25: neither by the conference, nor afterwards by a change of worker."""
    from accounts.models import User

    unqualified = User.objects.create(
        username="nia", name="Nia Bowen", role="social-worker", team=case.team
    )
    reallocate(case, by=maya, worker=unqualified, why="Leave", at=MONDAY + days(1))
    with pytest.raises(Refused, match="qualified social worker as the lead"):
        begin_plan(decided(case, CONFERENCE), by=ines, category="NEG", at=HELD)
    reallocate(case, by=maya, worker=priya, why="Back", at=MONDAY + days(2))
    begin_plan(decided(case, CONFERENCE), by=ines, category="NEG", at=HELD)
    with pytest.raises(Refused, match="qualified social worker as the lead"):
        reallocate(case, by=maya, worker=unqualified, why="Leave", at=HELD)
    with pytest.raises(Refused, match="cannot be without a worker"):
        wait(case, by=maya, why="Leave", priority="high", at=HELD)


def test_only_those_who_write_a_conference_down_begin_a_plan(case, decided, priya, tom):
    for user in (priya, tom):
        with pytest.raises(Refused, match="Your role"):
            begin_plan(decided(case, CONFERENCE), by=user, category="NEG", at=HELD)


def test_the_first_review_is_due_in_three_months_and_the_next_in_six(case, plan, decided, ines):
    """The due date of a month that is too short is its last day; a weekend moves nothing."""
    review_plan(
        plan,
        conference_child=decided(case, date(2026, 5, 29)),
        continues=True,
        category="EMO",
        by=ines,
        at=MONDAY + days(90),
        why="Progress, not enough.",
    )
    plan.refresh_from_db()
    assert running(case)["protection-review"] == date(2026, 11, 29)  # a Sunday
    clock = Clock.objects.running().get(case=case, rule="protection-review")
    from clocks.words import explanation

    counted = next(r.text for r in explanation(clock) if r.heading == "How it was counted")
    assert "the last one before it is Friday 27 November 2026" in counted
    stopped = Clock.objects.get(case=case, rule="protection-review-first")
    assert (stopped.standing, stopped.stopped_at.date()) == ("stopped", date(2026, 5, 29))
    assert (plan.category, plan.latest_category) == ("NEG", "EMO")
    change = plan.category_changes.get()
    assert (change.before, change.category, change.on) == ("NEG", "EMO", date(2026, 5, 29))
    assert wrong_clocks() == []


def test_a_late_review_takes_its_reason_and_an_impossible_one_is_refused(case, plan, decided, ines):
    late = {"conference_child": decided(case, date(2026, 6, 12)), "at": MONDAY + days(105)}
    with pytest.raises(Refused, match="say why it is late"):
        review_plan(plan, continues=True, category="NEG", by=ines, **late)
    review_plan(
        plan, continues=True, category="NEG", by=ines, late_reason="The chair was ill.", **late
    )
    clock = Clock.objects.get(case=case, rule="protection-review-first")
    assert (clock.late_reason, clock.breached_at) == ("The chair was ill.", clock.due_at)
    with pytest.raises(Refused) as refused:
        review_plan(
            plan,
            conference_child=decided(case, date(2026, 3, 9)),
            continues=True,
            category="NEG",
            by=ines,
            at=MONDAY + days(110),
        )
    assert len(refused.value.reasons) == 2  # before the plan, and before the last review


def test_stepping_down_offers_each_next_plan_on_the_same_day(case, plan, decided, ines, priya):
    """H11, census 4001: the plans never overlap, and share the day on which one follows the other."""
    with pytest.raises(Refused, match="begins on the day that it ends"):
        begin_in_need_plan(case, by=priya, on=date(2026, 5, 29), at=MONDAY + days(88))
    with pytest.raises(IntegrityError, match="never in force together"), transaction.atomic():
        InNeedPlan(case=case, state="in-force", started_on=date(2026, 4, 1)).save()
    review_plan(
        plan,
        conference_child=decided(case, date(2026, 5, 29)),
        continues=False,
        category="NEG",
        by=ines,
        at=MONDAY + days(88),
        why="Safe at home now.",
    )
    case.refresh_from_db()
    plan.refresh_from_db()
    assert (case.status, plan.state, plan.ended_on) == ("in-need", "ended", date(2026, 5, 29))
    offered = case.tasks.get(kind="child-in-need-plan")
    assert (offered.owner, offered.due_on) == (priya, date(2026, 5, 29))
    assert set(running(case)) == {"task"}
    assert Clock.objects.get(case=case, rule="protection-review-first").standing == "stopped"
    assert Clock.objects.get(case=case, rule="statutory-visit").standing == "cancelled"

    with pytest.raises(Refused, match="until Friday 29 May 2026"):
        begin_in_need_plan(case, by=priya, on=date(2026, 5, 28), at=MONDAY + days(88))
    in_need = begin_in_need_plan(case, by=priya, on=date(2026, 5, 29), at=MONDAY + days(88))
    offered.refresh_from_db()
    assert (in_need.steps_down_from, offered.state) == (plan, "done")
    assert running(case) == {"in-need-review": date(2026, 8, 29)}
    end_in_need_plan(
        in_need,
        by=priya,
        on=date(2026, 7, 1),
        reason="met",
        why="All outcomes are met.",
        at=MONDAY + days(121),
    )
    assert case.tasks.open().get().kind == "early-help"
    assert wrong_clocks() == []


def test_a_plan_that_begins_ends_the_child_in_need_plan_that_day(case, decided, ines, priya):
    in_need = begin_in_need_plan(case, by=priya, on=date(2026, 3, 4), at=MONDAY + days(2))
    plan = begin_plan(decided(case, CONFERENCE), by=ines, category="PHY", at=HELD)
    in_need.refresh_from_db()
    assert (in_need.ended_on, in_need.end_reason) == (plan.started_on, "protection")
    assert not case.tasks.open().exists()  # nothing is offered: more help came, not less


def test_a_review_of_a_child_in_need_plan_has_the_childs_views_apart(case, priya):
    """W47"""
    plan = begin_in_need_plan(case, by=priya, on=date(2026, 3, 4), at=MONDAY + days(2))
    about = {"by": priya, "held_on": date(2026, 4, 1), "at": MONDAY + days(30)}
    with pytest.raises(Refused) as refused:
        review_in_need_plan(plan, analysis=" ", heard_how="", **about)
    assert len(refused.value.reasons) == 3
    review = review_in_need_plan(
        plan,
        analysis="Home is calmer; routines hold.",
        heard_how="told",
        childs_views="I like it when nobody shouts.",
        **about,
    )
    assert review.childs_views != review.analysis
    assert running(case) == {"in-need-review": date(2026, 7, 1)}


def test_a_case_does_not_close_while_a_plan_is_in_force(case, plan, priya, maya, grace):
    with pytest.raises(Refused, match="A plan that is in force must be ended first"):
        close(case, by=maya, reason="RC7", summary="Done.", at=HELD + days(1))
    with pytest.raises(Refused, match="Only a review conference"):
        end_plan(plan, by=maya, on=CONFERENCE, reason="not-at-risk", why="Safe.", at=HELD)
    end_plan(
        plan, by=maya, on=date(2026, 3, 11), reason="transferred", why="Moved.", at=HELD + days(1)
    )
    assert Clock.objects.get(case=case, rule="protection-review-first").standing == "cancelled"
    assert not case.tasks.open().exists()  # the other council holds the child now
    begin_in_need_plan(case, by=priya, on=date(2026, 3, 11), at=HELD + days(1))
    with pytest.raises(Refused, match="A plan that is in force must be ended first"):
        close(case, by=maya, reason="RC7", summary="Done.", at=HELD + days(1))


def test_a_second_plan_knows_of_the_first(case, plan, decided, ines, maya):
    """NumberOfPreviousCPP: those of this council, however long ago."""
    end_plan(
        plan,
        by=maya,
        on=date(2026, 3, 20),
        reason="transferred",
        why="Moved.",
        at=MONDAY + days(20),
    )
    again = begin_plan(
        decided(case, date(2026, 4, 14)), by=ines, category="NEG", at=MONDAY + days(44)
    )
    assert (plan.previous_plans, again.previous_plans) == (0, 1)


def test_no_plan_ends_before_what_was_done_on_it(case, plan, decided, ines, maya, priya):
    """Neither before its last review, nor before a core group that carried it out; and nobody but the
    chair calls it a mistake."""
    reviewed = MONDAY + days(90)
    review = decided(case, reviewed.date(), kind="review")
    review_plan(plan, conference_child=review, continues=True, category="NEG", by=ines, at=reviewed)
    met = reviewed + days(7)
    hold_core_group(
        [About(plan, True, False, why_no_child="At school.")], by=priya, held_on=met.date(),
        next_on=met.date() + days(20), late_reason="Nobody wrote one down before.", at=met,
    )  # fmt: skip
    given = {"by": maya, "reason": "in-error", "why": "Gone.", "at": met + days(1)}
    with pytest.raises(Refused) as refused:
        end_plan(plan, on=reviewed.date() - days(1), **given)
    assert refused.value.reasons == [
        "Only the chair corrects what a conference decided.",
        "The plan was reviewed on Sunday 31 May 2026: it cannot end before.",
        "A core group carried the plan out on Sunday 7 June 2026: it cannot end before.",
    ]
    end_plan(plan, on=met.date(), **{**given, "reason": "eighteen"})
    in_need = begin_in_need_plan(case, by=priya, on=met.date(), at=met + days(1))
    at = met + days(40)
    review_in_need_plan(
        in_need, by=priya, held_on=at.date(), analysis="Better.", heard_how="told", at=at,
        childs_views="I like it here.",
    )  # fmt: skip
    with pytest.raises(Refused, match="was reviewed on"):
        end_in_need_plan(in_need, by=priya, on=met.date(), reason="met", why="Well.", at=at)


def test_another_frequency_plans_the_clock_again_and_a_stale_form_does_not(case, plan, ines):
    about = {"core_group_every_days": 42, "contingency": "Grandmother takes them in.", "by": ines}
    set_frequencies(plan, visit_every_days=7, why="Risk is up.", version=1, at=HELD, **about)
    assert running(case)["statutory-visit"] == date(2026, 3, 17)
    clock = Clock.objects.get(case=case, rule="statutory-visit")
    assert [line.kind for line in clock.lines.all()] == ["started", "replanned"]
    with pytest.raises(Refused) as refused:
        set_frequencies(plan, visit_every_days=28, why="", version=1, at=HELD, **about)
    assert len(refused.value.reasons) == 2
    assert wrong_clocks() == []


@pytest.mark.parametrize("missing", ["outcome", "action", "owner", "measure"])
def test_the_database_takes_no_action_without_owner_measure_and_date(plan, priya, missing):
    """W45"""
    whole = {
        "outcome": "Ellie is fed",
        "action": "Breakfast club",
        "owner": "Jo Ward",
        "measure": "There five days of five",
        "due_on": date(2026, 4, 1),
    }
    PlanAction(plan=plan, added_by=priya, **whole).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction(plan=plan, added_by=priya, **{**whole, missing: "  "}).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAction(plan=plan, added_by=priya, **{**whole, "due_on": None}).save()
