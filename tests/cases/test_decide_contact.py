"""Deciding on a contact, child by child."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import decide, refer, send_on
from cases.models import Case, Referral, Task
from cases.standing import clock_line
from clocks.models import Clock
from tests.cases.deciding import referral, ruling, url
from tests.cases.test_record_contact import text
from tests.conftest import MONDAY, hours
from workflow.engine import Refused


def test_a_referral_says_what_happens_next(manager, told, hindley):
    """W5"""
    page = text(manager.post(url(told), referral(told, hindley), follow=True))
    case = Case.objects.get()
    due = Clock.objects.get(case=case, rule="initial-assessment").due_on
    assert f"Referral made for Ellie. The initial assessment is due on {due:%A} {due.day}" in page
    assert "It is waiting to be allocated in Hindley." in page
    assert (case.team, case.priority, case.referral.primary_need) == (hindley, "high", "N1")


def test_further_enquiries_keep_the_contact_open_with_a_task_and_the_clock_runs_on(
    manager, told, sam, dana
):
    """W5"""
    due_at = Clock.objects.running().get(rule="contact-decision").due_at
    words = {"what": "Ask the health visitor", "owner": dana.pk, "due_on": "tomorrow"}
    given = ruling(told, outcome="enquire", enquiry_kind="home-visit", **words)
    page = text(manager.post(url(told), given, follow=True))
    told.refresh_from_db()
    task = Task.objects.get()
    assert told.state == "enquiring" and not Referral.objects.exists()
    assert (task.owner, task.kind, task.due_on) == (
        dana,
        "home-visit",
        timezone.localdate() + timedelta(days=1),
    )
    assert Clock.objects.running().get(rule="contact-decision").due_at == due_at
    assert "A decision is still due by" in page and "Ask the health visitor" in page
    manager.post(url(told), ruling(told))
    told.refresh_from_db()
    assert told.state == "decided"


def test_further_enquiries_without_owner_or_date_are_refused_with_every_reason(manager, told):
    """W5"""
    page = text(manager.post(url(told), ruling(told, outcome="enquire", what="", enquiry_kind="x")))
    for sentence in (
        "Enter what is to be found out.",
        "Choose who does it.",
        "Enter the day it is due",
    ):
        assert sentence in page
    assert not Task.objects.exists()


def test_a_redirection_names_the_agency_and_makes_no_referral(manager, told):
    """W6"""
    page = text(manager.post(url(told), ruling(told, outcome="redirect")))
    assert "Enter the agency they were directed to." in page
    manager.post(url(told), ruling(told, outcome="redirect", redirected_to="Family Links"))
    told.refresh_from_db()
    assert (told.decision, told.redirected_to, told.decision_reason) == (
        "redirect",
        "Family Links",
        "The school can help.",
    )
    assert not Referral.objects.exists() and not Case.objects.exists()
    assert not Clock.objects.running().exists()


def test_the_level_is_the_managers_own_and_the_reason_is_asked_for(manager, told):
    """R17"""
    page = text(manager.post(url(told), ruling(told, why="", level="4")))
    assert "Enter why you decide this." in page
    manager.post(url(told), ruling(told, level="2"))
    told.refresh_from_db()
    assert (told.level, told.contact.level) == ("2", "3b")


def test_the_clock_is_amber_at_20_hours_and_red_at_24(child_told):
    """W7"""
    clock = child_told.decision_clock
    tones = [clock_line(clock, MONDAY + hours(n))["tone"] for n in (1, 19.9, 20.1, 23.9, 24.1)]
    assert tones == ["ok", "ok", "soon", "soon", "late"]
    assert "4 hours left" in clock_line(clock, MONDAY + hours(20))["sentence"]


def test_a_late_decision_asks_why_and_the_lateness_stays_on_the_record(manager, tell, now):
    """W7"""
    child = tell(at=now - timedelta(hours=26)).children.get()
    assert "Why is this decided late?" in text(manager.get(url(child)))
    assert "Enter why this is decided late." in text(manager.post(url(child), ruling(child)))
    manager.post(url(child), ruling(child, late_reason="Two officers were ill."))
    child.refresh_from_db()
    clock = Clock.objects.get(rule="contact-decision")
    assert child.decided_at is not None and clock.late_reason == "Two officers were ill."
    assert clock.breached_at == clock.due_at


def test_a_decision_in_time_is_not_asked_why(manager, told):
    """W7"""
    assert "Why is this decided late?" not in text(manager.get(url(told)))


def test_every_child_is_decided_or_none_and_each_refusal_names_its_child(
    manager, tell, now, hindley
):
    """L4: one entry, a destination for each child."""
    contact = tell(
        at=now,
        children=[
            ChildTold(forename="Ann", surname="Lee"),
            ChildTold(forename="Bo", surname="Lee"),
        ],
    )
    ann, bo = contact.children.order_by("pk")
    first = tell(at=now, children=[ChildTold(person=bo.person)]).children.get()
    manager.post(url(first), referral(first, hindley))
    page = text(manager.post(url(ann), referral(ann, hindley) | referral(bo, hindley)))
    assert "Bo Lee: Bo Lee has an open case already" in page
    ann.refresh_from_db()
    assert ann.state == "waiting" and "The school can help." in page
    manager.post(url(ann), referral(ann, hindley) | ruling(bo))
    assert sorted(contact.children.values_list("decision", flat=True)) == ["advice", "referral"]


def test_the_same_for_all_children_is_one_tick(manager, tell, now):
    contact = tell(
        at=now,
        children=[ChildTold(forename="Ann"), ChildTold(forename="Bo"), ChildTold(forename="Cy")],
    )
    first = contact.children.order_by("pk").first()
    page = text(manager.get(url(first)))
    assert page.count('data-group="children"') == 3 and 'data-same-for-all="children"' in page
    manager.post(url(first), ruling(first, tell_referrer="Thank you.") | {"same_for_all": "on"})
    decided = contact.children.values_list("decision", "tell_referrer")
    assert list(decided) == [("advice", "Thank you.")] * 3


def test_a_form_that_somebody_else_was_quicker_with_keeps_what_was_typed(manager, told, helen, now):
    decide(told, "early-help", by=helen, why="A family worker helps.", at=now)
    page = text(manager.post(url(told), ruling(told, why="My own long reasons.")))
    assert "is not possible now" in page and "My own long reasons." in page
    assert "Nothing is left to decide" in text(manager.get(url(told), follow=True))


def test_a_second_press_of_the_button_makes_one_referral(manager, told, hindley):
    given = referral(told, hindley)
    manager.post(url(told), given)
    manager.post(url(told), given)
    assert Referral.objects.count() == 1


def test_a_referral_within_twelve_months_of_the_last_is_flagged_with_how_that_ended(
    manager, tell, now, hindley
):
    """H4"""
    today = timezone.localdate()
    old = tell(at=now - timedelta(days=200)).children.get()
    Case.objects.create(
        person=old.person,
        state="closed",
        team=hindley,
        rule_set="framework-2000",
        referred_on=today - timedelta(days=200),
        level="3b",
        closed_on=today - timedelta(days=100),
        closure_reason="RC7",
        closure_summary="The school keeps an eye on her.",
    )
    child = tell(at=now, children=[ChildTold(person=old.person)]).children.get()
    page = text(manager.get(url(child)))
    assert "Referred again" in page and "within 12 months" in page
    assert (
        "The school keeps an eye on her." in page and "Referred within the last 12 months" in page
    )


BAD = [
    {"outcome": "burn"},
    {"outcome": ""},
    {"level": "7"},
    {"why": "x" * 20_001},
    {"outcome": "refer", "team": "0", "primary_need": "N1", "priority": "high"},
    {"outcome": "refer", "team": "x", "primary_need": "N99", "priority": "soonish"},
    {"outcome": "redirect", "redirected_to": "x" * 121},
    {
        "outcome": "enquire",
        "owner": "999999999999999999999",
        "due_on": "31/2/2027",
        "what": "x" * 201,
    },
    {"outcome": "enquire", "owner": "1", "due_on": "yesterday", "what": "Ask"},
]


@pytest.mark.parametrize("wrong", BAD, ids=lambda wrong: str(wrong)[:40])
def test_bad_input_gets_a_sentence_and_decides_nothing(manager, told, wrong):
    answer = manager.post(url(told), ruling(told, **wrong))
    assert answer.status_code == 200 and "There is a problem" in text(answer)
    told.refresh_from_db()
    assert told.state == "waiting"


def test_the_decision_page_costs_the_same_for_a_long_history(
    manager, tell, now, django_assert_max_num_queries
):
    child = tell(at=now - timedelta(days=60)).children.get()
    with django_assert_max_num_queries(30) as before:
        manager.get(url(child))
    for days in range(1, 12):
        tell(at=now - timedelta(days=days), children=[ChildTold(person=child.person)])
    with django_assert_max_num_queries(len(before.captured_queries)):
        manager.get(url(child))


def test_a_referral_counts_from_the_day_the_contact_was_received(tell, sam, hindley):
    """W7, W8: the first example of the rule book, Monday and seven working days."""
    case = refer(tell().children.get(), by=sam, why="x", team=hindley, at=MONDAY + hours(5))
    assert Clock.objects.get(case=case, rule="initial-assessment").due_on == date(2026, 3, 11)


def test_a_contact_overtaken_by_the_childs_case_is_sent_to_the_worker(
    manager, told, tell, sam, maya, priya, hindley, now
):
    """W2, W8: the police rang before the school's contact became a referral. It is new information
    for the worker, on the clock of its own receipt, and no second referral."""
    assert "Send it to the child" not in text(manager.get(url(told)))
    rang = now - timedelta(hours=3)
    police = tell(at=rang, children=[ChildTold(person=told.person)]).children.get()
    case = refer(told, by=sam, why="Neglect is likely.", team=hindley)
    allocate(case, by=maya, worker=priya)
    page = text(manager.post(url(police), referral(police, hindley)))
    assert "has an open case already" in page and "choose «Send it to the child's worker»" in page
    page = text(manager.post(url(police), ruling(police, outcome="send-on"), follow=True))
    assert "Sent to Priya Raman, who is in today." in page
    police.refresh_from_db()
    assert (police.state, police.owner, police.case) == ("with-worker", priya, case)
    assert priya.alerts.filter(key=f"contact:{police.pk}:passed-on").exists()
    (clock,) = Clock.objects.running().filter(occasion=police.occasion)
    assert (clock.rule, clock.owner) == ("new-information-decision", priya)
    assert clock.due_at == rang + timedelta(hours=24)
    assert Referral.objects.count() == 1


def test_a_contact_is_not_sent_to_the_worker_of_a_child_who_has_none(told, sam):
    with pytest.raises(Refused, match="no open case"):
        send_on(told, by=sam, why="Known.")
    told.refresh_from_db()
    assert told.state == "waiting"
