"""W12, W13, W16: a strategy discussion decides, child by child, on Section 47."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assessments.actions.begin import start
from cases.actions.decisions import ask_for_strategy_discussion
from clocks.models import Clock
from protection.actions.strategy import Agreed, Attendee, hold
from protection.models import Section47Enquiry, StrategyChild, StrategyDiscussion
from tests.conftest import days, hours
from tests.protection.conftest import MEETING, THURSDAY, ruled
from workflow.engine import Refused

NOW = THURSDAY + hours(1)


def refused(meeting, rulings, by, **more):
    with pytest.raises(Refused) as told:
        hold(meeting, rulings, by=by, at=NOW, **more)
    assert not StrategyDiscussion.objects.exists()  # never a partial write
    return told.value.reasons


def test_the_discussion_keeps_who_said_what_and_what_was_decided(held, case, maya):
    """W12: attendees with agency, joint or single, the criminal offence, what each shared."""
    assert [(each.agency_words, each.shared) for each in held.attendees.all()][:2] == [
        ("Child protection unit", "One call-out in January."),
        ("Royal Infirmary", "The burn is a week old."),
    ]
    assert held.offence_suspected
    child = held.children.get()
    assert (child.basis, child.section_47_on) == ("joint", date(2026, 3, 5))
    event = case.events.get(key="strategy.hold")
    assert event.sentence == f"{maya.name} recorded a strategy discussion: Section 47 enquiry"
    # it happened when it was held, and says when that was written down
    assert (event.at, event.recorded_at) == (THURSDAY, NOW)


def test_section_47_begins_with_the_core_assessment_and_the_conference_clock(held, case, priya):
    """W13: the core assessment is called for, and its 35 days run from the discussion.
    W16: the conference is due on the 15th working day after the discussion."""
    enquiry = held.children.get().enquiry
    assert (enquiry.lead, enquiry.state, enquiry.started_on) == (
        priya,
        "under-way",
        date(2026, 3, 5),
    )
    assert (enquiry.assessment.kind, enquiry.assessment.state) == ("core", "called-for")
    due = {clock.rule: clock.due_on for clock in Clock.objects.running().filter(case=case)}
    assert due["initial-conference"] == date(2026, 3, 26)
    # 35 working days over Good Friday and Easter Monday
    assert due["core-assessment"] == date(2026, 4, 27)
    assert "lead a Section 47 enquiry" in priya.alerts.first().text


def test_an_enquiry_links_a_core_assessment_that_is_under_way(case, maya, held, priya):
    """W13: opens or links; here there is one already."""
    core = held.children.get().enquiry.assessment
    start(case, "core", by=priya, at=NOW)
    second = hold(MEETING, [ruled(case)], by=maya, at=NOW)
    assert second.children.get().enquiry.assessment == core
    assert case.assessments.filter(kind="core").count() == 1


def test_under_todays_rules_the_enquiry_links_the_single_assessment(case, maya, priya):
    """W13, today's set: one assessment of 45 days, which the referral asked for."""
    case.rule_set = "single-assessment"
    case.save(update_fields=["rule_set"])
    Clock.objects.filter(case=case, rule="initial-assessment").update(
        rule="single-assessment", rule_set="single-assessment"
    )
    single = start(case, "single", by=priya, at=NOW)[0]
    enquiry = hold(MEETING, [ruled(case)], by=maya, at=NOW).children.get().enquiry
    assert enquiry.assessment == single
    assert not case.assessments.filter(kind="core").exists()


def test_nothing_is_saved_as_section_47_without_the_decision_and_its_date(case, maya):
    """W12: every reason at once; the database holds the line as well."""
    reasons = refused(MEETING, [ruled(case, section_47_on=None, basis="", lead=None)], maya)
    assert reasons == [
        "Give the day on which it was decided to begin Section 47 enquiries.",
        "Choose whether the enquiry is joint or by a single agency.",
        "Choose who leads the Section 47 enquiry.",
    ]
    discussion = hold(MEETING, [ruled(case, section_47=False, section_47_on=None)], by=maya, at=NOW)
    row = discussion.children.get()
    row.section_47 = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(update_fields=["section_47"])


def test_police_and_health_take_part_or_it_is_said_why_not(case, maya):
    """W12, and everything else that can be wrong with a meeting."""
    alone = replace(
        MEETING,
        attendees=(Attendee("Maya Okafor", "childrens-social-care"), Attendee(" ", "school")),
        method="",
        offence_why="",
        held_at=NOW + days(1),
    )
    reasons = refused(alone, [ruled(case, reason="", safety="", basis="joint")], maya)
    assert reasons == [
        "A strategy discussion is recorded after it was held: check when that was.",
        "Choose how the people met.",
        "Give the name of everybody who took part.",
        "The police did not take part: add who did, or say why not.",
        "Nobody from health took part: add who did, or say why not.",
        "Say what criminal offence is suspected.",
        "Say why this was decided.",
        "Say how the child is safe now.",
        "Section 47 enquiries cannot begin before the discussion that decides on them.",
        "A joint enquiry is agreed with the police: add who took part for them.",
    ]
    without = replace(
        MEETING,
        attendees=MEETING.attendees[2:],
        why_no_police="No answer by noon.",
        why_no_health="None needed.",
    )
    assert refused(without, [ruled(case, basis="police")], maya) == [
        "A strategy discussion is held with others: name who took part for them.",
        "Say why a single agency enquires.",
    ]


def test_only_a_qualified_worker_leads_an_enquiry(case, maya, dana):
    """A Section 47 enquiry needs a qualified worker as its lead."""
    assert refused(MEETING, [ruled(case, lead=dana)], maya) == [
        "A Section 47 enquiry is led by a qualified social worker: choose one."
    ]


def test_a_discussion_is_not_held_before_the_referral_nor_on_a_closed_case(case, maya):
    early = replace(MEETING, held_at=THURSDAY - days(10))
    assert refused(early, [ruled(case)], maya) == [
        "The discussion cannot have been held before the child was referred."
    ]


def test_somebody_else_may_not(case, tom, dana):
    assert refused(MEETING, [ruled(case)], tom) == [
        "You may not open the case of every child named here."
    ]
    assert refused(MEETING, [ruled(case)], dana)


def test_three_children_are_decided_on_in_one_meeting_each_for_themselves(family, maya):
    """One screen, one meeting, a decision a child; a refusal names the child."""
    eldest, second, third = family
    rulings = [ruled(eldest), ruled(second), ruled(third, section_47=False, section_47_on=None)]
    wrong = [rulings[0], rulings[1], replace(rulings[2], reason=" ")]
    assert refused(MEETING, wrong, maya) == ["Noor Marsden: Say why this was decided."]
    hold(MEETING, rulings, by=maya, at=NOW)
    assert [child.section_47 for child in StrategyChild.objects.order_by("pk")] == [
        True,
        True,
        False,
    ]
    assert set(Section47Enquiry.objects.values_list("case", flat=True)) == {eldest.pk, second.pk}
    # the third child's assessment goes on as it was
    assert not third.assessments.filter(kind="core").exists()


def test_a_second_discussion_links_to_the_enquiry_and_moves_nothing(held, case, maya):
    """W16: a second discussion does not move the 15 days."""
    enquiry = held.children.get().enquiry
    clock = Clock.objects.get(rule="initial-conference", case=case)
    later = replace(MEETING, held_at=THURSDAY + days(4))
    again = hold(
        later,
        [ruled(case, section_47_on=later.held_at.date(), lead=None)],
        by=maya,
        at=later.held_at + hours(1),
    )
    assert again.children.get().enquiry == enquiry
    assert Section47Enquiry.objects.count() == 1
    assert list(Clock.objects.filter(rule="initial-conference", case=case)) == [clock]
    clock.refresh_from_db()
    assert (clock.due_on, clock.lines.count()) == (date(2026, 3, 26), 1)


def test_the_task_that_asked_for_it_is_done_and_what_was_agreed_becomes_tasks(case, maya, priya):
    """W12, W18: actions with owner and date; the open task is settled by the record itself, also
    by a worker whom it was not given to."""
    ask_for_strategy_discussion(case, by=maya, why="A burn.", at=THURSDAY - hours(2))
    task = case.tasks.get(kind="strategy-discussion")
    agreed = [Agreed("Take the child to the clinic", priya, date(2026, 3, 6), case)]
    discussion = hold(MEETING, [ruled(case)], by=priya, agreed=agreed, at=NOW)
    task.refresh_from_db()
    assert (task.state, task.done_at) == ("done", THURSDAY)
    assert task.outcome == (
        "The strategy discussion was held on Thursday 5 March: Section 47 enquiry."
    )
    made = discussion.actions.get().task
    assert (made.owner, made.due_on, made.case) == (priya, date(2026, 3, 6), case)
    assert not Clock.objects.running().filter(occasion=task.occasion).exists()


def test_a_discussion_held_too_late_for_its_task_says_why(case, maya):
    """The task was due the next working day; held in time and written down late is in time."""
    ask_for_strategy_discussion(case, by=maya, why="A burn.", at=THURSDAY - days(3))
    assert refused(MEETING, [ruled(case)], maya) == [
        "The time limit has passed: say why it is late."
    ]
    hold(MEETING, [ruled(case)], by=maya, late_reason="The police could not come.", at=NOW)
    clock = Clock.objects.get(rule="task", case=case)
    assert clock.late_reason == "The police could not come."


def test_an_action_has_somebody_who_does_it_and_is_not_due_in_the_past(case, maya):
    agreed = [Agreed("Ring the school", None, date(2026, 3, 4), case)]
    assert refused(MEETING, [ruled(case)], maya, agreed=agreed) == [
        "«Ring the school»: say who does it.",
        "«Ring the school»: the date by which it is done cannot be past.",
    ]
    agreed = [Agreed("Ring the school", maya, date(2062, 3, 6), case)]
    assert refused(MEETING, [ruled(case)], maya, agreed=agreed) == [
        "Monday 6 March 2062 is more than 2 years away: check the year."
    ]
