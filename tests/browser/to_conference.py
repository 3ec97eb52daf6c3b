"""From the call to the conference: who does what, each on the pages that are theirs."""

import re

from cases.models import Contact
from protection.models import Conference, Section47Enquiry, StrategyDiscussion
from tests.browser.keys import Keys
from tests.browser.walking import answer, follow, opened, press
from tests.protection.conftest import finish_enquiry
from tests.protection.test_ledger import assessed, at

NAMES = ("Ellie", "Jake", "Noor")


def record_and_refer(enter, comes, said):
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
    sam = comes("sam")
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


def enquire(comes, cases, cast, said):
    """Priya sees the children and writes; she cannot authorise, Maya does."""
    ellie, jake, noor = cases
    priya = comes("priya")
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
    maya = comes("maya")
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
