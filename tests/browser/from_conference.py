"""From the conference to the step down: who does what, each on the pages that are theirs."""

import re

from protection.actions.plans import live_plan
from protection.models import Conference
from tests.browser.to_conference import ask
from tests.browser.walking import answer, follow, opened, press, press_with_errors

VIEWS = {
    "views": "I want Mum to get up in the morning.",
    "heard_how": "told",
    "heard_on": "today",
}


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
            "contingency": "Their grandmother takes them in.",
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


def carry_out(priya, cases, said):
    """Priya: the plan's actions, a visit to both, and the first core group about both."""
    ellie, jake = cases
    text = opened(priya, ellie, "Plan and visits", said)
    assert "Their grandmother takes them in." in text  # said at the conference, typed by nobody
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
