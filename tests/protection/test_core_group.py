"""The core group: who belongs to it, each meeting, the next one."""

from dataclasses import replace
from datetime import date

import pytest

from clocks.models import Clock
from protection.actions.actions_of_plan import (
    Smart,
    add_actions,
    add_member,
    change_action,
    end_member,
)
from protection.actions.core_groups import About, Progress, hold_core_group
from protection.models import CoreGroupChild
from tests.conftest import MONDAY, days
from tests.protection.conftest import wrong_clocks
from workflow.engine import Refused

HELD = MONDAY + days(8)
SMART = Smart(
    "Ellie is fed", "Breakfast club", "Jo Ward", "There five days of five", date(2026, 4, 1)
)


def due(case, rule):
    return Clock.objects.running().get(case=case, rule=rule).due_on


def test_the_core_group_is_who_was_at_the_conference_until_it_is_changed(plan, priya):
    assert [m.name for m in plan.members.all()] == ["Gemma Marsden", "Jo Ward"]
    joined = add_member(
        plan,
        name="Mr Bell",
        kind="professional",
        role="teacher",
        by=priya,
        since=HELD.date(),
        at=HELD,
    )
    again = add_member(
        plan,
        name="Mr Bell",
        kind="professional",
        role="teacher",
        by=priya,
        since=HELD.date(),
        at=HELD,
    )
    assert joined == again
    end_member(joined, by=priya, at=HELD)
    end_member(joined, by=priya, at=HELD + days(1))
    assert plan.members.get(name="Mr Bell").until == HELD.date()


def test_an_action_needs_owner_measure_and_date_and_says_all_that_is_missing(plan, priya, tom):
    """W45: all of them are written, or none."""
    with pytest.raises(Refused) as refused:
        add_actions(plan, [SMART, Smart(due_on=date(2026, 1, 1))], by=priya, at=HELD)
    assert len(refused.value.reasons) == 5
    slip = replace(SMART, due_on=date(2062, 3, 6))
    with pytest.raises(Refused, match="Monday 6 March 2062 is more than 2 years away"):
        add_actions(plan, [slip], by=priya, at=HELD)
    assert not plan.actions.exists()
    with pytest.raises(Refused, match="Only the child's worker"):
        add_actions(plan, [SMART], by=tom, at=HELD)
    action = add_actions(plan, [SMART], by=priya, at=HELD)[0]
    with pytest.raises(Refused) as refused:
        change_action(action, SMART, why="", version=1, by=priya, at=HELD)
    assert len(refused.value.reasons) == 2  # stale, and no reason
    plan.refresh_from_db()
    later = Smart("Ellie is fed", "Breakfast club", "Jo Ward", "Five of five", date(2026, 5, 1))
    change_action(action, later, why="No place yet.", version=plan.version, by=priya, at=HELD)
    assert action.history.count() == 2


def test_a_core_group_stops_its_clock_and_the_next_follows_by_frequency(plan, case, priya):
    """W24, C15: first within 10 working days, the next as often as the plan says; who came, how far
    each action is."""
    action = add_actions(plan, [SMART], by=priya, at=HELD)[0]
    assert due(case, "core-group-first") == date(2026, 3, 24)
    mother = plan.members.get(name="Gemma Marsden")
    hold_core_group(
        [
            About(
                plan,
                parents_attended=True,
                child_attended=False,
                why_no_child="Six years old.",
                attended=[mother.pk],
                progress={action.pk: Progress("done", "A place from Monday.")},
            )
        ],
        by=priya,
        held_on=date(2026, 3, 24),
        next_on=date(2026, 4, 28),
        at=MONDAY + days(24),
    )
    held = CoreGroupChild.objects.get(plan=plan)
    assert {a.member.name: a.attended for a in held.attendance.all()} == {
        "Gemma Marsden": True,
        "Jo Ward": False,
    }
    action.refresh_from_db()
    assert (action.standing, action.ended_on) == ("done", date(2026, 3, 24))
    first = Clock.objects.get(case=case, rule="core-group-first")
    assert (first.standing, first.breached_at) == ("stopped", None)
    assert due(case, "core-group") == date(2026, 5, 5)  # 42 days
    assert wrong_clocks() == []


def test_a_core_group_that_cannot_be_is_refused_with_every_reason(plan, case, priya):
    add_actions(plan, [SMART], by=priya, at=HELD)
    with pytest.raises(Refused) as refused:
        hold_core_group(
            [About(plan, parents_attended=False, child_attended=False)],
            by=priya,
            held_on=date(2026, 3, 9),
            next_on=None,
            at=HELD,
        )
    assert len(refused.value.reasons) == 5
    late = {
        "by": priya,
        "held_on": date(2026, 3, 30),
        "next_on": date(2026, 6, 30),
        "at": MONDAY + days(28),
    }
    whole = About(
        plan,
        parents_attended=True,
        child_attended=True,
        progress={plan.actions.get().pk: Progress("open")},
    )
    with pytest.raises(Refused) as refused:
        hold_core_group([whole], **late)
    assert len(refused.value.reasons) == 2  # the next is too late, and so is this one
    late |= {"next_on": date(2026, 4, 30), "late_reason": "The school was shut."}
    hold_core_group([whole], **late)
    clock = Clock.objects.get(case=case, rule="core-group-first")
    assert clock.late_reason == "The school was shut."
    with pytest.raises(Refused, match="this one comes after it"):
        hold_core_group([whole], **late)
    assert wrong_clocks() == []
