"""W16, W17, W18, W19, H6, W47, C15: a conference is held, and decides for each child."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import transaction

from cases.actions.own_family import declare
from cases.models import Task
from clocks.models import Clock
from protection.actions.attendance import Attended, quorum_missing, record_attendance
from protection.actions.holding import correct, hold
from protection.actions.minutes import agree, circulate, write_minutes
from protection.actions.outcomes import HIDDEN, Disagreed, Recommended
from protection.actions.recommendations import discuss
from protection.models import ConferenceChild, Recommendation, Section47Enquiry
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, outcome_of, ruling_of
from workflow.engine import Refused

AFTER = CONFERENCE + hours(2)


def held(conference, ines, **changes):
    hold(
        conference, outcome_of(conference, **changes), version=conference.version, by=ines, at=AFTER
    )
    conference.refresh_from_db()
    return list(conference.children.order_by("pk"))


def test_each_child_of_the_group_gets_a_decision_of_its_own(attended, ines):
    """W17, C15: decision and category per child, dissent, attendance, quoracy, views (H6, W47)."""
    children = list(attended.children.order_by("pk"))
    mother = attended.invitees.get(kind="parent")
    rulings = [
        ruling_of(children[0]),
        ruling_of(children[1], category="EMO"),
        ruling_of(
            children[2], decision="no-plan", category="", views="", why_no_views="Two months old."
        ),
    ]
    ellie, jake, noor = held(
        attended,
        ines,
        rulings=rulings,
        dissents=[Disagreed(children[0], mother, "I look after them well.")],
    )
    assert [(c.state, c.decision, c.category) for c in (ellie, jake, noor)] == [
        ("held", "plan", "NEG"),
        ("held", "plan", "EMO"),
        ("held", "no-plan", ""),
    ]
    assert [c.case.status for c in (ellie, jake, noor)] == ["on-plan", "on-plan", "in-need"]
    assert ellie.dissents.get().who == mother
    assert (ellie.views, ellie.heard_how) == ("I want Mum to get up in the morning.", "told")
    assert (noor.heard_how, noor.why_no_views) == ("not-heard", "Two months old.")
    assert (attended.held_on, attended.quorate) == (CONFERENCE.date(), True)
    # W16: the day it was held stops the fifteen days, of each child
    clocks = Clock.objects.filter(rule="initial-conference")
    assert {c.standing for c in clocks} == {"stopped"}
    assert {c.stopped_at.date() for c in clocks} == {CONFERENCE.date()}
    assert {e.conferred_on for e in Section47Enquiry.objects.all()} == {CONFERENCE.date()}
    assert ellie.enquiry == ellie.case.section_47_enquiries.get()
    # nobody is invited any more; everybody hears what was decided
    waiting = attended.letters.filter(sent_on=None, not_needed_why="")
    assert {letter.kind for letter in waiting} == {"outcome"}
    # the first core group is due ten working days on
    assert Clock.objects.filter(rule="core-group-first").count() == 2
    sentences = [e.sentence for e in ellie.case.events.filter(key="conference.hold")]
    assert sentences == ["The conference was held: a child protection plan is needed"]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(attended, ines, maya, abi):
    """W17, H6: every reason in a sentence; nothing partial."""
    children = list(attended.children.order_by("pk"))
    stranger = ConferenceChild(pk=0, conference=attended, case=children[0].case)
    rulings = [
        ruling_of(children[0], decision="continues"),
        ruling_of(children[1], category="", views="", why=""),
        ruling_of(stranger),
    ]
    teacher = attended.invitees.get(name="Mr Ito")
    wrong = outcome_of(
        attended,
        rulings=rulings,
        held_on=date(2026, 3, 1),
        first_core_group_on=date(2026, 6, 1),
        dissents=[Disagreed(children[0], teacher, "")],
        recommendations=[Recommended(children[0], "", date(2026, 3, 1))],
    )
    with pytest.raises(Refused) as refusal:
        hold(attended, wrong, version=attended.version, by=ines, at=AFTER)
    said = " ".join(refusal.value.reasons)
    for piece in (
        "Sunday 1 March 2026 is at a weekend",
        "who is not on this conference",
        "Ellie Marsden: the decision does not fit a child who is not on a plan",
        "Jake Marsden: choose the category",
        "Jake Marsden: say why the conference decided so",
        "Jake Marsden: write the child's own views",
        "Ellie Marsden: the conference cannot be before the strategy discussion",
        "Noor Marsden: choose what was decided",
        "The first core group meets on a working day within 10 working days",
        "Write what Mr Ito did not agree with",
        "Mr Ito was not at the conference",
        "Write what the conference recommends",
    ):
        assert piece in said, piece
    assert not Recommendation.objects.exists()
    attended.refresh_from_db()
    assert attended.held_on is None
    with pytest.raises(Refused, match="Only the chair"):
        hold(attended, outcome_of(attended), version=attended.version, by=maya, at=AFTER)
    with pytest.raises(Refused, match="Only the chair"):
        hold(attended, outcome_of(attended), version=attended.version, by=abi, at=AFTER)


def test_what_is_missing_for_a_child_is_said_with_the_decision_that_is_missing(attended, ines):
    """And no day is taken that cannot have been: of the conference, or of hearing a child."""
    first, *others = attended.children.order_by("pk")
    blank = ruling_of(first, decision="", category="", why="", views="")
    early = [ruling_of(each, heard_on=date(2025, 1, 1)) for each in others]
    wrong = outcome_of(attended, rulings=[blank, *early], held_on=date(2026, 3, 6))
    with pytest.raises(Refused) as refusal:
        hold(attended, wrong, version=attended.version, by=ines, at=AFTER)
    too_early = "the child's views cannot have been heard before the child was referred."
    assert refusal.value.reasons == [
        "The conference cannot have been held before it was arranged.",
        "Ellie Marsden: choose what was decided.",
        "Ellie Marsden: say why the conference decided so.",
        "Ellie Marsden: write the child's own views, or why they were not heard.",
        f"Jake Marsden: {too_early}",
        f"Noor Marsden: {too_early}",
        *refusal.value.reasons[6:],
    ]


def test_a_chair_to_whom_one_record_is_closed_learns_nothing_of_that_child(attended, ines):
    """Own family: not even the name, from what is said to be missing."""
    ellie, jake, noor = attended.children.order_by("pk")
    declare(ines, jake.case.person, by=ines, kind="friend", at=CONFERENCE)
    rulings = [ruling_of(ellie), ruling_of(noor)]
    with pytest.raises(Refused) as refusal:
        hold(attended, outcome_of(attended, rulings), version=attended.version, by=ines, at=AFTER)
    assert refusal.value.reasons == [HIDDEN]


def test_twice_or_from_an_old_page_is_refused(attended, ines):
    old = attended.version
    held(attended, ines)
    with pytest.raises(Refused, match="«held» already"):
        hold(attended, outcome_of(attended), version=old, by=ines, at=AFTER)


def test_a_stale_form_is_refused(attended, ines):
    with pytest.raises(Refused, match="Somebody changed this conference"):
        hold(attended, outcome_of(attended), version=attended.version - 1, by=ines, at=AFTER)


def test_not_quorate_goes_on_only_with_a_reason_and_no_family_needs_one_too(asked, ines, abi):
    """W17: quoracy is a rule row, said aloud."""
    there = [Attended(row, row.sector == "social-care") for row in asked.invitees.all()]
    record_attendance(asked, there, by=abi, at=CONFERENCE)
    asked.refresh_from_db()
    assert quorum_missing(asked) == ["At least 2 other agencies are needed; none is there."]
    with pytest.raises(Refused) as refusal:
        held(asked, ines)
    assert any(each.startswith("The conference is not quorate.") for each in refusal.value.reasons)
    assert "Nobody of the family was there: say why." in refusal.value.reasons
    held(asked, ines, quorum_why="The children leave tonight.", family_why_not="In hospital.")
    assert (asked.quorate, asked.quorum_why) == (False, "The children leave tonight.")


def test_nothing_is_decided_before_attendance_is_ticked(asked, ines):
    with pytest.raises(Refused, match="Tick who was there"):
        held(asked, ines)


def test_held_late_needs_a_reason(attended, ines):
    """W16: due is the 15th working day after the discussion, 26 March; late needs a reason."""
    late = outcome_of(attended, held_on=date(2026, 3, 27), first_core_group_on=date(2026, 4, 1))
    at = CONFERENCE.replace(day=27) + hours(2)
    with pytest.raises(Refused, match="after its time limit: say why it was late"):
        hold(attended, late, version=attended.version, by=ines, at=at)
    hold(
        attended,
        replace(late, late_reason="The interpreter was ill."),
        version=attended.version,
        by=ines,
        at=at,
    )
    clock = Clock.objects.filter(rule="initial-conference").first()
    assert clock.late_reason == "The interpreter was ill."
    assert clock.due_on == date(2026, 3, 26)


def _counts():
    return {
        model: model._base_manager.count()
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")
    }


def test_a_recommendation_makes_a_task_for_the_social_worker_and_nothing_else(
    attended, ines, priya
):
    """W18: never a panel decision, a placement or proceedings. The same conference is held with and
    without one: what differs is the recommendation, its task, and what tells of the task."""
    child = attended.children.order_by("pk").first()
    wish = Recommended(child, "Look after Ellie while her mother is in hospital", date(2026, 4, 1))
    made = {}
    for name, wishes in (("without", []), ("with", [wish])):
        before = _counts()
        with transaction.atomic():
            hold(
                attended,
                outcome_of(attended, recommendations=wishes),
                version=attended.version,
                by=ines,
                at=AFTER,
            )
            after = _counts()
            made[name] = {m.__name__: after[m] - before[m] for m in after}
            if name == "with":
                task = Task.objects.get(recommendation__isnull=False)
            transaction.set_rollback(True)
        attended.refresh_from_db()
    more = {k: made["with"][k] - n for k, n in made["without"].items() if made["with"][k] != n}
    assert more == {
        "Recommendation": 1,
        "Task": 1,
        "Event": 1,
        "Clock": 1,
        "ClockLine": 1,
        "Alert": 1,
    }
    assert (task.owner, task.kind) == (priya, "case-management-discussion")


def test_a_recommendation_waits_until_worker_and_supervisor_record_an_outcome(
    attended, ines, priya, maya, tom
):
    """W19: awaiting, with its age, until the two record what came of it."""
    child = attended.children.order_by("pk").first()
    held(attended, ines, recommendations=[Recommended(child, "Proceedings", date(2026, 4, 1))])
    wish = Recommendation.objects.awaiting().get()
    assert wish.age_in_days(CONFERENCE + days(5)) == 5
    at = CONFERENCE + days(2)
    given = {"on": at.date(), "outcome": "panel", "why": "The plan will not be enough.", "at": at}
    with pytest.raises(Refused) as refusal:
        discuss(
            wish, worker=priya, supervisor=priya, by=tom,
            **{**given, "why": "", "outcome": "x", "on": date(2026, 3, 1)},
        )  # fmt: skip
    assert len(refusal.value.reasons) == 6
    discuss(wish, worker=priya, supervisor=maya, by=priya, **given)
    wish.refresh_from_db()
    assert not Recommendation.objects.awaiting().exists()
    assert (wish.supervisor, wish.task.state) == (maya, "done")
    with pytest.raises(Refused, match="already"):
        discuss(wish, worker=priya, supervisor=maya, by=priya, **given)


def test_only_the_chair_corrects_a_decision_with_a_reason_until_the_minutes_are_agreed(
    attended, ines, abi, maya
):
    children = list(attended.children.order_by("pk"))
    rulings = [ruling_of(each) for each in children[:2]]
    rulings.append(ruling_of(children[2], decision="no-plan", category=""))
    ellie, jake, noor = held(attended, ines, rulings=rulings)
    right = {"decision": "plan", "category": "PHY", "why_decided": "Burns.", "at": AFTER + hours(1)}
    with pytest.raises(Refused, match="Only"):
        correct(ellie, by=abi, why="Mistyped.", **right)
    with pytest.raises(Refused, match="Say why it is corrected"):
        correct(ellie, by=ines, why=" ", **right)
    correct(ellie, by=ines, why="Mistyped.", **right)
    correct(noor, by=ines, why="She too.", **right)
    correct(
        jake,
        by=ines,
        why="The other way round.",
        **{**right, "decision": "no-plan", "category": ""},
    )
    for child in (ellie, jake, noor):
        child.refresh_from_db()
        child.case.refresh_from_db()
    assert [c.category for c in (ellie, jake, noor)] == ["PHY", "", "PHY"]
    assert [c.case.status for c in (ellie, jake, noor)] == ["on-plan", "in-need", "on-plan"]
    assert ellie.case.protection_plans.get().latest_category == "PHY"
    assert ellie.case.events.get(key="conference.correct").why == "Mistyped."
    attended.refresh_from_db()
    write_minutes(attended, "All was said.", version=attended.version, by=abi, at=AFTER)
    circulate(attended, version=attended.version, by=abi, at=AFTER)
    agree(attended, version=attended.version, by=ines, at=AFTER)
    with pytest.raises(Refused, match="not possible now"):
        correct(ellie, by=ines, why="Again.", **right)
    with pytest.raises(Refused, match="are agreed"):
        write_minutes(attended, "Other.", version=attended.version, by=abi, at=AFTER)
