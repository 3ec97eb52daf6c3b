"""The clock ledger of a sibling group of three, from contact to step-down, over Easter 2026.

The table was counted by hand on a calendar, never by the code under test. Day 0 is the day of the
start, day 1 the next working day; Good Friday is 3 April, Easter Monday 6 April, the early May bank
holiday Monday 4 May and the spring one Monday 25 May. A month ends on the same day of a later month.
"""

from datetime import date, datetime

import pytest

from assessments.actions.begin import start
from assessments.actions.decide import authorise, send
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from cases.actions.visits import Sight, record_visits
from cases.models import Case
from clocks.models import Clock
from clocks.plan import local_date
from clocks.sweep import sweep
from clocks.verify import verify
from protection.actions.attendance import Attended, record_attendance
from protection.actions.conferences import Arrangement, arrange
from protection.actions.core_groups import About, Progress, hold_core_group
from protection.actions.holding import hold as hold_conference
from protection.actions.in_need import begin_in_need_plan
from protection.actions.invitations import Asked, ask
from protection.actions.outcomes import Outcome, Ruling
from protection.actions.plans import live_plan
from protection.actions.strategy import hold as hold_discussion
from protection.models import ChildProtectionPlan, InNeedPlan, Section47Enquiry
from tests.assessments.conftest import fill
from tests.conftest import LONDON, hours
from tests.protection.conftest import MEETING, finish_enquiry, replace, ruled


def at(day, month, hour=10):
    return datetime(2026, month, day, hour, tzinfo=LONDON)


def on(day, month, year=2026):
    return date(year, month, day)


ALL_THREE = [
    # 24 hours; one working day
    ("contact-decision", on(23, 3), on(24, 3), "stopped", on(23, 3), "in time"),
    ("contact-decision-day", on(23, 3), on(24, 3), "stopped", on(23, 3), "in time"),
    # 5 working days: 24, 25, 26, 27, 30 March
    ("allocation-review", on(23, 3), on(30, 3), "stopped", on(23, 3), "in time"),
    # 7 working days: 24, 25, 26, 27, 30, 31 March, 1 April
    ("initial-assessment", on(23, 3), on(1, 4), "stopped", on(27, 3), "in time"),
    # the strategy discussion that it asked for, on a Friday: by the Monday
    ("task", on(27, 3), on(30, 3), "stopped", on(27, 3), "in time"),
    # 35 working days of the discussion: 2 in March, 20 in April, 13 in May to the 20th
    ("core-assessment", on(27, 3), on(20, 5), "stopped", on(16, 4), "in time"),
    # 15 working days: 30, 31 March, 1, 2, 7–10, 13–17, 20, 21 April; the second discussion, on
    # 8 April, would have made it 29 April
    ("initial-conference", on(27, 3), on(21, 4), "stopped", on(21, 4), "in time"),
]
ON_A_PLAN = [
    # 10 working days: 22, 23, 24, 27–30 April, 1, 5, 6 May
    ("core-group-first", on(21, 4), on(6, 5), "stopped", on(6, 5), "in time"),
    # every 42 days: 25 more in May and 17 in June
    ("core-group", on(6, 5), on(17, 6), "stopped", on(15, 6), "in time"),
    # three months of the conference
    ("protection-review-first", on(21, 4), on(21, 7), "stopped", on(9, 7), "in time"),
]
TABLE = {
    "Ellie": [
        *ALL_THREE,
        *ON_A_PLAN,
        # every 28 days: 9 in April and 19 in May; 12 in May and 16 in June; 14 and 14
        ("statutory-visit", on(21, 4), on(19, 5), "stopped", on(19, 5), "in time"),
        ("statutory-visit", on(19, 5), on(16, 6), "stopped", on(16, 6), "in time"),
        # her plan ends with the first review: what it asked for is no longer needed
        ("statutory-visit", on(16, 6), on(14, 7), "cancelled", on(9, 7), "in time"),
        ("core-group", on(15, 6), on(27, 7), "cancelled", on(9, 7), "in time"),
        # the child in need plan that is offered, and begun that day; its review in three months
        ("task", on(9, 7), on(9, 7), "stopped", on(9, 7), "in time"),
        ("in-need-review", on(9, 7), on(9, 10), "running", None, "in time"),
    ],
    "Jake": [
        *ALL_THREE,
        *ON_A_PLAN,
        ("statutory-visit", on(21, 4), on(19, 5), "stopped", on(20, 5), "late"),
        # counted from the day he was seen: 11 in May and 17 in June
        ("statutory-visit", on(20, 5), on(17, 6), "stopped", on(16, 6), "in time"),
        ("statutory-visit", on(16, 6), on(14, 7), "running", None, "in time"),
        ("core-group", on(15, 6), on(27, 7), "running", None, "in time"),
        # six months of the review: a Saturday, which moves nothing
        ("protection-review", on(9, 7), on(9, 1, 2027), "running", None, "in time"),
    ],
    "Noor": [
        *ALL_THREE,
        # a child in need: no plan, no core group, no visit that a plan asks for
        ("in-need-review", on(23, 4), on(23, 7), "running", None, "in time"),
    ],
}


@pytest.mark.django_db
def test_the_ledger_of_three_children_is_what_was_counted_by_hand(
    cast, tell, hindley, database_says
):
    """W12–W18, W24, W42, H11: every clock of the way from contact to step-down, and no other."""
    cases = referred(cast, tell, hindley)
    enquired_about(cases, cast)
    ellie, jake, noor = cases
    conferred_on(
        cases,
        cast,
        "initial",
        at(21, 4),
        {ellie: ("plan", "NEG"), jake: ("plan", "EMO"), noor: ("no-plan", "")},
    )
    begin_in_need_plan(noor, by=cast["priya"], on=on(23, 4), at=at(23, 4))
    carried_out([ellie, jake], cast)
    conferred_on(
        [ellie, jake], cast, "review", at(9, 7), {ellie: ("ends", ""), jake: ("continues", "EMO")}
    )
    begin_in_need_plan(ellie, by=cast["priya"], on=on(9, 7), at=at(9, 7, 15))

    for case in cases:
        case.refresh_from_db()
    assert [case.status for case in cases] == ["in-need", "on-plan", "in-need"]
    ended = ChildProtectionPlan.objects.get(case=ellie)
    assert InNeedPlan.objects.get(case=ellie).steps_down_from == ended
    for name, by_hand in TABLE.items():
        assert ledger(name) == sorted(by_hand, key=str), name
    assert Clock.objects.count() == sum(map(len, TABLE.values()))
    late = Clock.objects.exclude(breached_at=None).get()
    assert (late.breached_at, late.late_reason) == (late.due_at, "He was at his aunt's.")
    database_says(at(9, 7, 18))
    sweep()
    assert list(verify()) == []


def ledger(forename):
    """One child's clocks: rule, day 0, last day in time, how and on which day it ended, and whether
    it was in time."""
    return sorted(
        (
            (
                clock.rule,
                clock.started_on,
                clock.due_on,
                str(clock.standing),
                clock.stopped_at and local_date(clock.stopped_at),
                "late" if clock.breached_at else "in time",
            )
            for clock in Clock.objects.filter(person__forename=forename)
        ),
        key=str,
    )


# --- The way of the three -----------------------------------------------------------------------


def referred(cast, tell, hindley):
    """Monday 23 March: a contact about three, referred and allocated to Priya."""
    names = ("Ellie", "Jake", "Noor")
    children = [ChildTold(forename=name, surname="Marsden") for name in names]
    contact = tell(at=at(23, 3, 9), children=children, siblings=True)
    cases = []
    for child in contact.children.order_by("pk"):
        case = refer(child, by=cast["sam"], why="Burns.", team=hindley, at=at(23, 3, 11))
        allocate(case, by=cast["maya"], worker=cast["priya"], at=at(23, 3, 12))
        case.refresh_from_db()
        cases.append(case)
    return cases


def assessed(cases, cast, kind, begun, done, outcome):
    first, *rest = start(cases, kind, by=cast["priya"], at=begun)
    for each in (first, *rest):
        fill(each, by=cast["priya"], at=done, outcome=outcome, why="A burn that nobody explains.")
    send(first, by=cast["priya"], to=cast["maya"], at=done + hours(1))
    first.refresh_from_db()
    authorise(first, by=cast["maya"], at=done + hours(2))


def enquired_about(cases, cast):
    """Initial assessments, a strategy discussion on Friday 27 March and another after Easter, core
    assessments, and Section 47 enquiries that ask for a conference."""
    assessed(cases, cast, "initial", at(24, 3), at(27, 3), "strategy-discussion")
    discuss(cases, cast, at(27, 3, 15))
    discuss(cases, cast, at(8, 4))
    assert Section47Enquiry.objects.count() == 3
    assessed(cases, cast, "core", at(30, 3), at(16, 4), "advice")
    for enquiry in Section47Enquiry.objects.order_by("case"):
        finish_enquiry(enquiry, priya=cast["priya"], maya=cast["maya"], at=at(16, 4, 15))


def discuss(cases, cast, when):
    cases = Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk")
    rulings = [ruled(case, section_47_on=when.date()) for case in cases]
    meeting = replace(MEETING, held_at=when)
    hold_discussion(meeting, rulings, by=cast["maya"], at=when + hours(1))


def conferred_on(cases, cast, kind, when, decisions):
    decided(attended(cases, cast, kind, when), cast, when, decisions)


def attended(cases, cast, kind, when):
    """A conference that is held just now: everybody has come, and nothing is decided yet."""
    ines, abi = cast["ines"], cast["abi"]
    arrangement = Arrangement(when, "Civic Centre, room 4", "in-person", ines, abi)
    conference = arrange(cases, kind, arrangement, by=abi, at=when - hours(96))
    people = [
        Asked("parent", "Gemma Marsden", "mother"),
        Asked("professional", "Priya Raman", "social worker", "Hindley", "social-care"),
        Asked("professional", "Jo Ward", "health visitor", "Westmere Health Visiting", "health"),
        Asked("professional", "DS Imran Shah", "detective", "Police", "police"),
    ]
    ask(conference, people, by=abi, at=when - hours(95))
    there = [Attended(each, True) for each in conference.invitees.all()]
    record_attendance(conference, there, by=abi, at=when)
    conference.refresh_from_db()
    return conference


def decided(conference, cast, when, decisions):
    first = "plan" in [decision for decision, _ in decisions.values()]
    rulings = [
        Ruling(
            child=child,
            decision=decisions[child.case][0],
            category=decisions[child.case][1],
            why="What was heard today.",
            views="I want Mum to get up in the morning.",
            heard_how="told",
            heard_on=when.date(),
            visit_every_days=28,
            core_group_every_days=42,
            contingency="Their grandmother has them, as she has said.",
        )
        for child in conference.children.all()
    ]
    outcome = Outcome(when.date(), rulings, first_core_group_on=on(6, 5) if first else None)
    hold_conference(
        conference, outcome, version=conference.version, by=cast["ines"], at=when + hours(2)
    )


def carried_out(cases, cast):
    """Core groups on the last day in time and before it; visits, one of them a day late."""
    priya = cast["priya"]
    core_group(cases, priya, at(6, 5), at(15, 6))
    core_group(cases, priya, at(15, 6), at(20, 7))
    ellie, jake = cases
    seen_at_home([ellie], priya, at(19, 5))
    seen_at_home([jake], priya, at(20, 5), "He was at his aunt's.")
    seen_at_home(cases, priya, at(16, 6))


def core_group(cases, by, held, following):
    about = [
        About(
            plan, True, True, progress={each.pk: Progress("open") for each in plan.actions.open()}
        )
        for plan in map(live_plan, cases)
    ]
    hold_core_group(about, by=by, held_on=held.date(), next_on=following.date(), at=held + hours(3))


def seen_at_home(cases, by, when, late_reason=""):
    sights = [Sight(case, seen=True, seen_alone=True, bedroom_seen=True) for case in cases]
    record_visits(sights, by=by, on=when.date(), kind="statutory", late_reason=late_reason, at=when)
