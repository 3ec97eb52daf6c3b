"""Three children's way through child protection, walked by the people who walk it: from a contact to
a conference that decides differently for one of them, to the first review and the step down. Whoever
has no business there is refused on the way."""

import re

import pytest
from django.utils import timezone

from cases.actions.allocation import allocate
from cases.models import Case, Contact
from clocks.models import Clock
from protection.actions.plans import live_plan
from protection.models import (
    ChildProtectionPlan,
    Conference,
    InNeedPlan,
    Section47Enquiry,
    StrategyDiscussion,
)
from socialcare import navigation
from tests.browser.keys import Keys
from tests.protection.conftest import finish_enquiry
from tests.protection.test_ledger import assessed, at, core_group, seen_at_home

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("Ellie", "Jake", "Noor")


@pytest.fixture
def it_is(monkeypatch):
    """`it_is(moment)`: what the pages take for now."""
    # the watch asks the database, whose clock the pages do not share
    monkeypatch.setattr(navigation, "banner", lambda: "")
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def test_three_children_from_a_contact_to_two_decisions_a_review_and_a_step_down(
    enter, cast, school, said, it_is
):
    """W12–W18, W24, W42, W45, W47, H6, H11"""
    it_is(at(23, 3, 9))
    record_and_refer(enter, said)
    cases = list(Case.objects.order_by("pk"))
    for case in cases:
        allocate(case, by=cast["maya"], worker=cast["priya"], at=at(23, 3, 12))
    assessed(cases, cast, "initial", at(24, 3), at(27, 3), "strategy-discussion")

    it_is(at(27, 3, 15))
    discuss(enter("maya"), cases, said)
    it_is(at(8, 4))
    enquire(enter, cases, cast, said)

    it_is(at(9, 4))
    conference = arrange(enter("abi"), cases, said)
    strangers_are_refused(enter("tom"), cases, conference)
    share_the_report(enter("priya", width=360), conference, said)
    it_is(at(21, 4))
    tick_who_is_there(enter("abi", width=360), conference, said)
    decide_for_each(enter("ines"), conference, said)
    ellie, jake, noor = cases
    assert live_plan(ellie).category == "NEG"
    assert live_plan(jake).category == "EMO"
    assert live_plan(noor) is None

    it_is(at(5, 5, 16))
    carry_out(enter("priya"), [ellie, jake], said)
    seen_at_home([ellie, jake], cast["priya"], at(1, 6))
    core_group([ellie, jake], cast["priya"], at(15, 6), at(20, 7))

    it_is(at(29, 6))
    review = arrange_the_review(enter("abi"), [ellie, jake], said)
    seen_at_home([ellie, jake], cast["priya"], at(29, 6))
    it_is(at(9, 7))
    tick_who_is_there(enter("abi"), review, said)
    review_each(enter("ines", width=360), review, said)
    step_down(enter("priya", width=360), ellie, said)
    look_from_above(enter("helen"), said)

    ended = ChildProtectionPlan.objects.get(case=ellie)
    assert (ended.state, ended.ended_on) == ("ended", at(9, 7).date())
    assert InNeedPlan.objects.get(case=ellie).steps_down_from == ended
    assert live_plan(jake) is not None
    for case in cases:
        case.refresh_from_db()
    assert [case.status for case in cases] == ["in-need", "on-plan", "in-need"]
    assert not Clock.objects.exclude(breached_at=None).exists()


# --- What a person does on any page --------------------------------------------------------------


def answer(page, answers, prefix=""):
    """Fill in what is named, in order, as a person would."""
    for name, value in answers.items():
        selector = f"[name='{prefix}{name}']"
        kind = page.locator(selector).first.evaluate("field => field.type")
        if kind in ("radio", "checkbox"):
            page.check(f"{selector}[value='{value}']")
        elif kind == "select-one":
            page.select_option(selector, value)
        else:
            page.fill(selector, value)


def press(page, button, then):
    """Press a button and be on another page; what is wrong with a form stands in the failure."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    summary = page.locator(".govuk-error-summary")
    assert not summary.count(), summary.first.inner_text()
    assert re.search(then, page.url), page.url


def follow(page, link, said):
    """Click what it says, whether it looks like a link or like a button."""
    named = page.get_by_role("link", name=link).or_(page.get_by_role("button", name=link))
    named.first.click()
    page.wait_for_load_state()
    return said(page)


def opened(page, case, tab, said):
    """The tab of a child's record, by its name as it is read on the page."""
    page.goto(f"/cases/{case.reference}/")
    said(page)
    return follow(page, re.compile(f"^{tab}$"), said)


# --- The people, in the order of the walk --------------------------------------------------------


def record_and_refer(enter, said):
    """Dana takes the call; Sam refers all three to Hindley with one answer."""
    dana = enter("dana")
    dana.goto("/contacts/record/")
    keys = Keys(dana)
    keys.go("agency").type("St Bride's Primary School")
    for number, name in enumerate(NAMES):
        if number:
            dana.get_by_role("button", name="Add another child").click()
            dana.wait_for_selector(f"[name='children-{number}-forename']:focus")
        answer(dana, {"forename": name, "surname": "Marsden"}, f"children-{number}-")
    dana.check("[name=siblings]")
    answer(
        dana,
        {
            "caller_name": "Joan Ashby",
            "concern": "A burn on Ellie's arm that nobody explains.",
            "immediate_danger": "no",
            "level": "4",
            "level_reason": "She may have been hurt on purpose.",
        },
    )
    press(dana, "Save the contact", "/receipt/")
    assert said(dana).count("Waiting to be decided") == 3
    contact = Contact.objects.get()
    sam = enter("sam")
    sam.goto(f"/contacts/{contact.reference}/decide/")
    child = f"child-{contact.children.order_by('pk').first().pk}-"
    answer(
        sam, {"outcome": "refer", "team": "Hindley", "why": "Significant harm is likely."}, child
    )
    sam.select_option(f"[name={child}primary_need]", index=1)
    sam.check("[name=same_for_all]")
    press(sam, "Record the decision", f"/contacts/{contact.reference}/")
    assert said(sam).count("waiting to be allocated in Hindley") == 3


def discuss(maya, cases, said):
    """Maya: found on My team, decided for all three on one page."""
    ellie, jake, noor = cases
    said(maya)
    text = opened(maya, ellie, "Protection", said)
    assert "A strategy discussion is needed" in text
    follow(maya, "Hold the strategy discussion", said)
    answer(
        maya,
        {
            "held_at_day": "27/3/2026",
            "held_at_time": "14:00",
            "method": "video",
            "people-1-name": "DS Imran Shah",
            "people-1-kind": "police",
            "people-1-shared": "One call-out in January.",
            "people-2-name": "Dr Ann Lowe",
            "people-2-kind": "hospital",
            "people-2-shared": "The burn is a week old.",
            "offence_suspected": "yes",
            "offence_why": "Assault.",
            "agreed-0-what": "Ask the school for the attendance record",
            "agreed-0-owner": "Priya Raman",
            "agreed-0-due_on": "30/3/2026",
            "agreed-0-case": ellie.person.name,
        },
    )
    answer(
        maya,
        {
            "section_47": "yes",
            "section_47_on": "27/3/2026",
            "basis": "joint",
            "lead": "Priya Raman",
            "reason": "A burn that nobody explains.",
            "safety": "All three are with their grandmother; their mother agrees.",
        },
        f"child-{ellie.pk}-",
    )
    for case in (jake, noor):
        answer(maya, {"included": "same"}, f"child-{case.pk}-")
    said(maya)
    press(maya, "Record the discussion", "/protection/")
    assert "A conference, if one is needed, is due by Tuesday 21 April" in said(maya)
    assert Section47Enquiry.objects.count() == 3
    assert StrategyDiscussion.objects.count() == 1
    follow(maya, re.compile("^Today 14:00"), said)


def enquire(enter, cases, cast, said):
    """Priya sees the children and writes; she cannot authorise, Maya does."""
    ellie, jake, noor = cases
    priya = enter("priya")
    text = opened(priya, ellie, "Protection", said)
    assert "Initial child protection conference" in text or "conference" in text
    follow(priya, re.compile("^Section 47 enquiry$"), said)
    enquiry = Section47Enquiry.objects.get(case=ellie)
    follow(priya, "Write the enquiry", said)
    follow(priya, "Record a visit", said)
    answer(priya, {"on": "today", "seen": "alone", "place": "Home"})
    for case in (jake, noor):
        answer(priya, {"seen": "alone"}, f"child-{case.pk}-")
    said(priya)
    press(priya, "Record the visit", "/cases/")
    said(priya)
    priya.goto(f"/enquiries/{enquiry.pk}/")
    follow(priya, "Write the enquiry", said)
    visit = ellie.visits.first()
    answer(
        priya,
        {
            "home_visit": str(visit.pk),
            "parents_seen_on": "today",
            "parents_seen": "Her mother, at home.",
            "childs_words": "I want to stay at Gran's.",
            "findings": "The burn does not fit what was said about it.",
            "substantiated": "yes",
            "continuing_risk": "yes",
            "outcome": "conference",
            "outcome_why": "Nobody can say how she would be safe at home.",
        },
    )
    press(priya, "Save and go on", "/send/")
    said(priya)
    assessed(cases, cast, "core", at(30, 3), at(8, 4, 8), "advice")
    priya.goto(f"/enquiries/{enquiry.pk}/send/")
    answer(priya, {"to": str(cast["maya"].pk)})
    press(priya, "Send to be authorised", f"/enquiries/{enquiry.pk}/")
    assert "Sent to Maya Lindqvist" in said(priya)
    authorise = f"/enquiries/{enquiry.pk}/authorise/"
    assert priya.request.get(authorise).status == 404
    for case in (jake, noor):
        theirs = Section47Enquiry.objects.get(case=case)
        finish_enquiry(theirs, priya=cast["priya"], maya=cast["maya"], at=at(8, 4))
    maya = enter("maya")
    said(maya)
    maya.goto(authorise)
    assert "Authorising asks for an initial conference" in said(maya)
    press(maya, "Authorise", f"/enquiries/{enquiry.pk}/")
    assert "The conference is to be arranged: the administrator sees it now." in said(maya)


def arrange(abi, cases, said):
    """Abi finds the three waiting, arranges one conference, asks people and sends the letters."""
    assert "3 children waiting for one" in said(abi)
    follow(abi, re.compile("Arrange the conference of"), said)
    answer(
        abi,
        {
            "kind": "initial",
            "planned_at_day": "19/4/2026",
            "planned_at_time": "10:00",
            "place": "Civic Centre, room 4",
            "method": "in-person",
            "chair": "Ines Carvalho",
            "administrator": "Abi Thornton",
        },
    )
    abi.get_by_role("button", name="Arrange it").click()
    abi.wait_for_selector(".govuk-error-summary")
    assert "Sunday 19 April 2026 is at a weekend" in said(abi)
    answer(abi, {"planned_at_day": "21/4/2026"})
    press(abi, "Arrange it", "/people/")
    assert "Arranged for" in said(abi)
    conference = Conference.objects.get()
    assert set(conference.children.values_list("case", flat=True)) == {c.pk for c in cases}
    ask(
        abi,
        {"name": "Gemma Marsden", "kind": "parent", "role": "mother"},
        {"name": "Jo Ward", "kind": "professional", "role": "health visitor", "sector": "health"},
        {"name": "DS Imran Shah", "kind": "professional", "agency": "Police", "sector": "police"},
    )
    said(abi)
    follow(abi, re.compile("^Letters"), said)
    answer(abi, {"how": "post"})
    press(abi, "Record them as sent", f"/conferences/{conference.pk}/")
    said(abi)
    return conference


def ask(abi, *people):
    for number, person in enumerate(people):
        if not abi.locator(f"[name='more-{number}-name']").count():
            abi.get_by_role("button", name="Add another person").click()
            abi.wait_for_selector(f"[name='more-{number}-name']")
        answer(abi, person, f"more-{number}-")
    press(abi, "Put them on the list", r"/conferences/\d+/$")


def strangers_are_refused(tom, cases, conference):
    """Tom works in another team: none of it exists for him."""
    enquiry = Section47Enquiry.objects.first()
    discussion = StrategyDiscussion.objects.get()
    for address in (
        *(f"/cases/{case.reference}/{tab}/" for case in cases for tab in ("protection", "plan")),
        f"/cases/{cases[0].reference}/strategy/",
        f"/strategy/{discussion.pk}/",
        f"/enquiries/{enquiry.pk}/",
        *(
            f"/conferences/{conference.pk}/{page}"
            for page in ("", "people/", "attendance/", "record/", "letters/", "minutes/paper/")
        ),
    ):
        assert tom.request.get(address).status == 404, address


def share_the_report(priya, conference, said):
    """On a telephone, at the family's home."""
    priya.goto(f"/conferences/{conference.pk}/")
    said(priya)
    follow(priya, re.compile("The family has the report"), said)
    answer(priya, {"on": "today", "how": "Read through at home with their mother."})
    press(priya, "Record it", f"/conferences/{conference.pk}/")
    said(priya)
    assert priya.request.get(f"/conferences/{conference.pk}/record/").status == 404


def tick_who_is_there(abi, conference, said):
    """Abi at the door; what was decided is not hers to record."""
    abi.goto(f"/conferences/{conference.pk}/")
    said(abi)
    follow(abi, "Tick who is there", said)
    for person in conference.invitees.exclude(kind="child"):
        abi.check(f"[name='there-{person.pk}']")
    press(abi, "Save who is there", f"/conferences/{conference.pk}/")
    assert "The conference is quorate." in said(abi)
    assert abi.request.get(f"/conferences/{conference.pk}/record/").status == 404


VIEWS = {
    "views": "I want Mum to get up in the morning.",
    "heard_how": "told",
    "heard_on": "today",
}


def decide_for_each(ines, conference, said):
    """Ines: a column for each child; two on plans, one not."""
    said(ines)
    ines.goto(f"/conferences/{conference.pk}/")
    follow(ines, "Record what was decided", said)
    ellie, jake, noor = conference.children.order_by("pk")
    for place, category in ((ellie, "NEG"), (jake, "EMO")):
        decided = {
            "decision": "plan",
            "category": category,
            "visit_every_days": "28",
            "core_group_every_days": "42",
            "why": "Nobody can say how they would be safe.",
        }
        answer(ines, {**decided, **VIEWS}, f"child-{place.pk}-")
    answer(
        ines,
        {"decision": "no-plan", "why": "Her father takes her in.", "why_no_views": "A baby."},
        f"child-{noor.pk}-",
    )
    press_with_errors(ines, "Record the conference", "Set the date of the first core group", said)
    answer(ines, {"first_core_group_on": "5/5/2026"})
    press(ines, "Record the conference", f"/conferences/{conference.pk}/")
    text = said(ines)
    assert text.count("A child protection plan is needed") >= 2
    assert "No child protection plan" in text


def press_with_errors(page, button, words, said):
    """What is missing is said, and what was typed stays."""
    typed = page.locator("textarea").first.input_value()
    page.get_by_role("button", name=button).click()
    page.wait_for_selector(".govuk-error-summary")
    assert words in said(page)
    assert page.locator("textarea").first.input_value() == typed


def carry_out(priya, cases, said):
    """Priya: the plan's actions, a visit to both, and the first core group about both."""
    ellie, jake = cases
    opened(priya, ellie, "Plan and visits", said)
    follow(priya, "Write actions", said)
    priya.get_by_role("button", name="Write them into the plan").click()
    priya.wait_for_selector(".govuk-error-summary")
    assert "who does it" in said(priya)
    answer(
        priya,
        {
            "outcome": "Ellie is fed and at school each day",
            "action": "Breakfast club, five days a week",
            "owner": "Jo Ward",
            "measure": "There five days of five",
            "due_on": "1/6/2026",
        },
        "actions-0-",
    )
    press(priya, "Write them into the plan", "/plan/")
    assert "Breakfast club" in said(priya)
    follow(priya, "Record a visit", said)
    answer(priya, {"on": "today", "seen": "alone", "bedroom_seen": "yes", "place": "Home"})
    answer(priya, {"seen": "alone", "bedroom_seen": "yes"}, f"child-{jake.pk}-")
    press(priya, "Record the visit", "/cases/")
    opened(priya, ellie, "Plan and visits", said)
    follow(priya, "Record a core group", said)
    hers, his = live_plan(ellie), live_plan(jake)
    answer(priya, {"parents": "yes", "child": "yes"}, f"plan-{hers.pk}-")
    action = hers.actions.get()
    answer(
        priya,
        {f"standing_{action.pk}": "open", f"words_{action.pk}": "Three days of five."},
        f"plan-{hers.pk}-",
    )
    answer(priya, {"about": "yes", "parents": "yes", "child": "young"}, f"plan-{his.pk}-")
    answer(priya, {"notes": "Mornings are calmer.", "next_on": "15/6/2026"})
    said(priya)
    press(priya, "Record the core group", "/plan/")
    text = said(priya)
    assert "Core group recorded. The next one is on" in text
    assert "Three days of five." in text
    follow(priya, re.compile("5 May|Today", re.IGNORECASE), said)


def arrange_the_review(abi, cases, said):
    """Abi: the review of both, found where it waits."""
    assert "2 children waiting for one" in said(abi)
    follow(abi, re.compile("Arrange the conference of"), said)
    answer(
        abi,
        {
            "kind": "review",
            "planned_at_day": "9/7/2026",
            "planned_at_time": "09:30",
            "place": "Civic Centre, room 4",
            "method": "in-person",
            "chair": "Ines Carvalho",
            "administrator": "Abi Thornton",
        },
    )
    press(abi, "Arrange it", "/people/")
    review = Conference.objects.latest("pk")
    assert {child.case for child in review.children.all()} == set(cases)
    ask(
        abi,
        {"name": "Gemma Marsden", "kind": "parent", "role": "mother"},
        {"name": "Jo Ward", "kind": "professional", "role": "health visitor", "sector": "health"},
        {"name": "DS Imran Shah", "kind": "professional", "agency": "Police", "sector": "police"},
    )
    return review


def review_each(ines, review, said):
    """Ines: one plan ends, the other goes on."""
    ines.goto(f"/conferences/{review.pk}/")
    said(ines)
    follow(ines, "Record what was decided", said)
    ellie, jake = review.children.order_by("pk")
    answer(
        ines, {"decision": "ends", "why": "Ellie is safe at home.", **VIEWS}, f"child-{ellie.pk}-"
    )
    answer(
        ines,
        {"decision": "continues", "why": "Jake is still shouted at.", **VIEWS},
        f"child-{jake.pk}-",
    )
    press(ines, "Record the conference", f"/conferences/{review.pk}/")
    text = said(ines)
    assert "The plan ends" in text
    assert "The plan continues" in text


def step_down(priya, ellie, said):
    """Priya is offered the child in need plan, from the same day."""
    said(priya)
    priya.goto(f"/cases/{ellie.reference}/plan/")
    assert "A child in need plan can begin on that same day" in said(priya)
    follow(priya, "Begin the child in need plan", said)
    answer(priya, {"aim": "Ellie is at school every day."})
    press(priya, "Begin the plan", "/plan/")
    assert "The child in need plan is in force." in said(priya)


def look_from_above(helen, said):
    """Helen: one child left on a plan, and nobody unsafe because of us."""
    helen.goto("/service/")
    said(helen)
