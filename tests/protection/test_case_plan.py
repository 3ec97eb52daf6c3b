"""The tab «Plan and visits» and what is written from it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions.visits import record_visit
from cases.models import Visit
from protection.actions.actions_of_plan import Smart, add_actions
from protection.actions.plans import begin_plan
from protection.models import AdultServiceInvolvement, CoreGroup, InNeedPlan
from tests.conftest import MONDAY

TODAY = timezone.localdate


@pytest.fixture
def recent(case, decided, ines):
    """A plan that a conference made five days ago."""
    return begin_plan(
        decided(case, TODAY() - timedelta(days=5)), by=ines, category="NEG", at=timezone.now()
    )


@pytest.fixture
def send(client, priya, case):
    client.force_login(priya)

    def post(name, /, *args, **form):
        return client.post(reverse(name, args=[case.reference, *args]), form, follow=True)

    return post


def text_of(page):
    return " ".join(page.content.decode().split())


def test_the_page_says_what_is_in_force_and_what_is_next(client, priya, case, recent):
    """W24, W45; and it costs no more queries with a long history."""
    client.force_login(priya)
    address = reverse("case-plan", args=[case.reference])
    page = text_of(client.get(address))
    for words in ("Child protection plan", "neglect", "first plan here", "Next visit", "Next core group",
                  "Next review", "No action is written into this plan yet", "Jo Ward"):  # fmt: skip
        assert words in page, words
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    smart = Smart(
        "She is fed", "Breakfast club", "Jo Ward", "Five of five", TODAY() + timedelta(days=200)
    )
    assert not recent.has_actions  # W45: among the plans without
    add_actions(recent, [smart] * 9, by=priya, at=timezone.now())
    recent.refresh_from_db()
    assert recent.has_actions
    for day in range(4):
        record_visit(
            case,
            by=priya,
            on=TODAY() - timedelta(days=day),
            kind="statutory",
            seen=True,
            seen_alone=True,
        )
    with CaptureQueriesContext(connection) as many:
        page = text_of(client.get(address))
    assert len(many) <= len(few) + 1  # the progress of the actions
    assert "We will know by: Five of five" in page
    assert client.get(f"{address}?print=1").status_code == 200


def test_actions_are_written_in_rows_and_what_is_missing_is_said(send, recent):
    """W45"""
    whole = {"outcome": "She is fed", "action": "Breakfast club", "owner": "Jo Ward",
             "measure": "Five of five", "due_on": f"{TODAY() + timedelta(days=200):%d/%m/%Y}"}  # fmt: skip
    form = {f"actions-0-{name}": value for name, value in whole.items()}
    form |= {"actions-TOTAL_FORMS": "1", "actions-INITIAL_FORMS": "0"}
    page = text_of(
        send("plan-actions-add", **{**form, "actions-0-owner": "", "actions-0-measure": ""})
    )
    assert "Enter who does it" in page
    assert "Enter how we will know that it worked" in page
    assert "Breakfast club" in page
    form["token"] = "0b39d2f4-6d35-4b5a-9f0e-222222222222"
    for _ in range(2):  # a double click
        assert "Written into the plan" in text_of(send("plan-actions-add", **form))
    action = recent.actions.get()
    recent.refresh_from_db()
    change = {**whole, "measure": "Every day", "why": "Clearer.", "version": str(recent.version)}
    assert "Changed" in text_of(send("plan-action-change", action.pk, **change))
    assert "since you opened the page" in text_of(send("plan-action-change", action.pk, **change))


def test_a_core_group_is_recorded_once_with_the_next_date(client, send, case, recent, priya):
    """W24: parents and child, how far each action is, the next date before it closes."""
    smart = Smart(
        "She is fed", "Breakfast club", "Jo Ward", "Five of five", TODAY() + timedelta(days=200)
    )
    action = add_actions(recent, [smart], by=priya, at=timezone.now())[0]
    mine = f"plan-{recent.pk}"
    form = {
        "token": "0b39d2f4-6d35-4b5a-9f0e-111111111111",
        "held_on": "today",
        f"{mine}-parents": "yes",
        f"{mine}-child": "young",
        f"{mine}-attended": [str(member.pk) for member in recent.members.all()],
        f"{mine}-standing_{action.pk}": "open",
        f"{mine}-words_{action.pk}": "From Monday.",
    }
    page = text_of(send("core-group-hold", **form))
    assert "Enter the date of the next core group" in page
    assert "From Monday." in page
    following = (TODAY() + timedelta(days=30)).strftime("%d/%m/%Y")
    for _ in range(2):  # a double click
        page = text_of(send("core-group-hold", **form, next_on=following))
        assert "Core group recorded" in page
    meeting = CoreGroup.objects.get()
    row = meeting.children.get()
    assert row.why_no_child == "Too young to take part."
    address = reverse("core-group-detail", args=[case.reference, row.pk])
    page = text_of(client.get(address))
    assert "Breakfast club" in page
    assert "Jo Ward, health visitor" in page


def test_members_join_and_leave(send, recent):
    assert "belongs to the core group" in text_of(
        send("core-group-members", name="Mr Bell", kind="professional")
    )
    member = recent.members.get(name="Mr Bell")
    for _ in range(2):
        send("core-group-members", leaves=str(member.pk))
    member.refresh_from_db()
    assert member.until == TODAY()


def test_one_visit_page_serves_brothers_and_sisters(send, case, recent, family):
    """Nobody types twice."""
    jake, noor = family[1:]
    page = text_of(
        send("case-visit", on="today", kind="statutory", seen="alone", bedroom_seen="yes",
             note="Warm.", **{f"child-{jake.pk}-seen": "not-alone", f"child-{noor.pk}-seen": "absent"})
    )  # fmt: skip
    assert "why the child was not seen alone" in page
    send("case-visit", on="today", kind="statutory", seen="alone", bedroom_seen="yes", note="Warm.",
         **{f"child-{jake.pk}-seen": "not-alone", f"child-{jake.pk}-why_not_alone": "Clung to her.",
            f"child-{noor.pk}-seen": "absent"})  # fmt: skip
    assert {(v.case.pk, v.seen_alone, v.bedroom_seen) for v in Visit.objects.all()} == {
        (case.pk, True, True),
        (jake.pk, False, None),
    }


def test_the_step_down_is_offered_on_the_page(
    client, send, case, recent, decided, ines, priya, maya
):
    """H11"""
    from protection.actions.plans import review_plan

    assert client.get(reverse("protection-plan-end", args=[case.reference])).status_code == 404
    review_plan(recent, conference_child=decided(case, TODAY(), "review"), continues=False,
                category="NEG", by=ines, at=timezone.now(), why="Safe.")  # fmt: skip
    page = text_of(client.get(reverse("case-plan", args=[case.reference])))
    assert "Begin the child in need plan" in page
    assert "1 earlier child protection plan" in page
    assert "is in force" in text_of(send("in-need-plan-begin", on="today", aim="Calm mornings."))
    plan = InNeedPlan.objects.get()
    assert plan.started_on == TODAY() == plan.steps_down_from.ended_on
    page = text_of(send("in-need-plan-end", on="today", reason="met", why="All is well."))
    assert "offer the family early help" in page


def test_a_parents_need_asks_for_the_service_that_answers_it(client, send, case, recent):
    """H7: what an assessment found stands with the case from the day it is authorised."""
    case.parents_needs = ["2B"]
    case.save(update_fields=["parents_needs"])
    address = reverse("case-plan", args=[case.reference])
    assert "no service is recorded" in text_of(client.get(address))
    page = text_of(send("adult-service-record", need="2B", standing="involved"))
    assert "Name the service" in page
    send("adult-service-record", need="2B", standing="involved", service="Recovery, Leigh")
    row = AdultServiceInvolvement.objects.get()
    assert (row.need, row.service) == ("2B", "Recovery, Leigh")
    assert "no service is recorded" not in text_of(client.get(address))


def test_frequencies_and_the_end_of_a_plan_have_their_pages(client, send, case, recent, maya):
    recent.refresh_from_db()
    form = {"visit_every_days": "7", "core_group_every_days": "28", "contingency": "Her grandmother.",
            "version": str(recent.version)}  # fmt: skip
    assert "Say why the frequency changes" in text_of(send("plan-revise", **form))
    assert "planned again" in text_of(send("plan-revise", **form, why="Risk is up."))
    client.force_login(maya)
    page = client.post(
        reverse("protection-plan-end", args=[case.reference]),
        {"on": "today", "reason": "transferred", "why": "Moved to Bolton."},
        follow=True,
    )
    assert "The plan has ended" in text_of(page)


def test_a_birth_has_its_page(client, priya, tell, sam, maya, hindley):
    """W43"""
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer

    due = TODAY() + timedelta(days=20)
    told = tell(children=[ChildTold(surname="Marsden", expected_on=due)], at=MONDAY).children.get()
    case = refer(told, by=sam, why="Risk.", team=hindley, at=MONDAY)
    allocate(case, by=maya, worker=priya, at=MONDAY)
    client.force_login(priya)
    page = text_of(client.get(reverse("case-plan", args=[case.reference])))
    assert "Record the birth" in page
    page = client.post(
        reverse("case-visit", args=[case.reference]),
        {"on": "today", "kind": "before-birth", "seen": "parents"},
        follow=True,
    )
    assert "Visit recorded" in text_of(page)
    address = reverse("birth-record", args=[case.reference])
    form = {"born_on": "yesterday", "forename": "Rose", "surname": "Marsden", "sex": "F"}
    page = text_of(client.post(address, form, follow=True))
    assert "A visit before the birth is recorded on" in page
    page = text_of(client.post(address, {**form, "born_on": "today"}, follow=True))
    assert "The birth is recorded" in page
    assert "Rose Marsden" in page
