"""The visits that a plan asks for, the ones nobody answers, and one record for a family."""

from datetime import date

import pytest

from cases.actions.visits import Sight, record_visit, record_visits
from cases.models import Visit
from clocks.models import Clock
from tests.conftest import MONDAY, days
from tests.protection.conftest import wrong_clocks
from workflow.engine import Refused

ABOUT = {"kind": "statutory", "seen": True, "seen_alone": True, "bedroom_seen": True}


def due(case):
    return Clock.objects.running().get(case=case, rule="statutory-visit").due_on


def test_a_visit_stops_the_clock_on_its_own_day_and_starts_the_next(plan, case, priya):
    """W24: written down late, counted from the day; an older visit moves nothing back."""
    assert due(case) == date(2026, 3, 24)
    record_visit(case, by=priya, on=date(2026, 3, 20), at=MONDAY + days(24), **ABOUT)
    assert due(case) == date(2026, 4, 3)
    stopped = Clock.objects.get(case=case, rule="statutory-visit", standing="stopped")
    assert stopped.breached_at is None
    record_visit(case, by=priya, on=date(2026, 3, 17), at=MONDAY + days(25), **ABOUT)
    record_visit(
        case,
        by=priya,
        on=date(2026, 3, 26),
        at=MONDAY + days(25),
        kind="other",
        seen=True,
        seen_alone=True,
    )
    assert due(case) == date(2026, 4, 3)
    assert wrong_clocks() == []


def test_a_late_visit_takes_its_reason_and_one_where_the_child_was_not_seen_stops_nothing(
    plan, case, priya
):
    about = {"by": priya, "on": date(2026, 3, 26), "at": MONDAY + days(24)}
    record_visit(case, kind="statutory", seen=False, why_not="At her father's.", **about)
    assert due(case) == date(2026, 3, 24)
    with pytest.raises(Refused, match="say why it is late"):
        record_visit(case, **about, **ABOUT)
    record_visit(case, late_reason="The family was away.", **about, **ABOUT)
    late = Clock.objects.get(case=case, rule="statutory-visit", standing="stopped")
    assert (late.late_reason, late.breached_at) == ("The family was away.", late.due_at)
    assert wrong_clocks() == []


def test_a_child_protection_visit_is_made_by_a_qualified_worker_and_says_what_is_wrong(plan, case):
    from accounts.models import User

    helper = User.objects.create(
        username="nia", name="Nia Bowen", role="support-worker", team=case.team
    )
    with pytest.raises(Refused) as refused:
        record_visit(
            case,
            by=helper,
            on=date(2026, 3, 26),
            kind="statutory",
            seen=False,
            seen_alone=True,
            answered=True,
            at=MONDAY + days(20),
        )
    assert len(refused.value.reasons) == 4


def test_unanswered_visits_are_counted_and_the_manager_is_told_once_a_series(case, priya, maya):
    """W44"""
    about = {"by": priya, "seen": False, "answered": False, "why_not": "Nobody at home."}
    record_visit(case, on=date(2026, 3, 3), at=MONDAY + days(1), **about)
    assert not case.tasks.filter(kind="non-engagement").exists()
    record_visit(case, on=date(2026, 3, 4), at=MONDAY + days(2), **about)
    record_visit(case, on=date(2026, 3, 5), at=MONDAY + days(3), **about)
    task = case.tasks.get(kind="non-engagement")
    assert (task.owner, task.team) == (None, case.team)
    assert maya.alerts.filter(grave=True, case=case).count() == 1
    assert "Ellie" not in maya.alerts.get(grave=True, case=case).text
    record_visit(
        case, by=priya, on=date(2026, 3, 6), seen=True, seen_alone=True, at=MONDAY + days(4)
    )
    for day in (9, 10):
        record_visit(case, on=date(2026, 3, day), at=MONDAY + days(day - 2), **about)
    assert case.tasks.filter(kind="non-engagement").count() == 2  # another series


def test_one_visit_to_a_family_is_recorded_once(case, plan, tell, sam, maya, priya):
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    told = tell(children=[ChildTold(forename="Jake", surname="Marsden")], at=MONDAY).children.get()
    brother = refer(told, by=sam, why="Neglect.", team=case.team, at=MONDAY + days(1))
    allocate(brother, by=maya, worker=priya, at=MONDAY + days(1))
    record_visits(
        [Sight(case, True, True, True), Sight(brother, True, False, None, "Slept.")],
        by=priya,
        on=date(2026, 3, 16),
        kind="statutory",
        note="Warm and tidy.",
        minutes_with_family=50,
        at=MONDAY + days(14),
    )
    assert [(v.seen_alone, v.note) for v in Visit.objects.order_by("pk")] == [
        (True, "Warm and tidy."),
        (False, "Warm and tidy."),
    ]
    assert sum(v.minutes_with_family or 0 for v in Visit.objects.all()) == 50
    assert due(case) == date(2026, 3, 30)
    with pytest.raises(Refused) as refused:
        record_visits(
            [Sight(case, False), Sight(brother, False)],
            by=priya,
            on=date(2026, 3, 17),
            at=MONDAY + days(15),
        )
    assert [reason[:14] for reason in refused.value.reasons] == ["Ellie Marsden:", "Jake Marsden: "]
