"""A child's way through, walked by the people who walk it: a contact about a brother and sister,
decided, allocated, assessed twice and authorised. What each page says happens next is what the
next person finds."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.models import Assessment
from cases.models import Case, Contact
from clocks.models import Clock, LineKind, Standing
from rules.assessment_types import type_for
from rules.triangle import Domain
from tests.browser.keys import Keys
from ui.moments import day_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANALYSIS = "The home was cold on both visits, and the cupboards were empty by the weekend. " * 10
OF_PARENTING = [part.key for part in type_for("core").parts_of(Domain.PARENTING)]
SHARED = OF_PARENTING[0]


def test_a_contact_about_two_children_ends_in_a_core_assessment_of_both(enter, school, said):
    """W1, W4, W5, W7, W9, L4: nobody types anything twice, and every clock stops in time."""
    contact = record(enter("dana"), said)
    decide(enter("sam"), contact, said)
    cases = list(Case.objects.order_by("pk"))
    tom = enter("tom")
    for case in cases:
        assert tom.request.get(f"/cases/{case.reference}/").status == 404
    maya = enter("maya")
    allocate(maya, cases, said)
    priya = enter("priya")
    assess(priya, "initial", cases, said, outcome="core-assessment", why="Months of neglect.")
    authorise(maya, "initial", said, tom=tom, priya=priya, follows="core assessment")
    assess(priya, "core", cases, said, outcome="child-in-need-plan")
    authorise(maya, "core", said, tom=tom, priya=priya, follows="child in need plan")
    for kind in ("initial", "core"):
        states = Assessment.objects.filter(kind=kind).values_list("state", flat=True)
        assert list(states) == ["authorised", "authorised"]
    the_ledger_is_whole(cases)


# --- The people, in the order of the walk --------------------------------------------------------


def record(page, said):
    """Dana, with the telephone in one hand: not a touch of the mouse."""
    assert "Nothing" in said(page) or "Duty desk" in page.title()
    keys = Keys(page)
    keys.go("Record a contact").press("Enter")
    page.wait_for_url("**/contacts/record/")
    said(page)
    keys.go("agency").type("St Bride's Primary School")
    keys.go("caller_name").type("Joan Ashby")
    keys.go("children-0-forename").type("Ellie").go("children-0-surname").type("Marsden")
    keys.go("children-0-born").type("about 9")
    keys.go("Add another child").press("Enter")
    page.wait_for_function("document.activeElement.name === 'children-1-forename'")
    keys.type("Jack").go("children-1-surname").type("Marsden").go("children-1-born").type("about 6")
    keys.go("siblings").press("Space")
    keys.go("concern").type("No coat three days running, and no food at home.")
    keys.go("immediate_danger").press("Space", "ArrowDown")
    keys.go("level").press("Space", "ArrowDown", "ArrowDown", "ArrowDown")
    keys.go("level_reason").type("Basic needs are not met.")
    keys.go("Save the contact").press("Enter")
    page.wait_for_url("**/receipt/")
    contact = Contact.objects.get()
    text = said(page)
    assert f"Reference to read out {contact.reference}" in text
    assert "Decide by tomorrow" in text
    assert text.count("Waiting to be decided by a manager at Front Door.") == 2
    assert page.request.get(f"/contacts/{contact.reference}/decide/").status == 404
    return contact


def decide(page, contact, said):
    """Sam: a referral of both to Hindley, answered once."""
    assert "1 contact to decide" in said(page)
    page.locator(".app-card a.govuk-button").click()
    assert "No coat three days running" in said(page)
    first, _ = contact.children.order_by("pk")
    answers = f"[name=child-{first.pk}-"
    page.check(f"{answers}outcome][value=refer]")
    page.select_option(f"{answers}team]", label="Hindley")
    page.select_option(f"{answers}primary_need]", index=1)
    page.fill(f"{answers}why]", "Neglect is likely, and has gone on for months.")
    page.check("[name=same_for_all]")
    said(page)
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_url(f"**/contacts/{contact.reference}/")
    text = said(page)
    due = day_words(Clock.objects.filter(rule="initial-assessment").first().due_on, timezone.now())
    for name in ("Ellie", "Jack"):
        assert (
            f"Referral made for {name}. The initial assessment is due on {due}. "
            "It is waiting to be allocated in Hindley."
        ) in text


def allocate(page, cases, said):
    """Maya: both children to Priya, her load shown before and after."""
    assert "to allocate" in said(page)
    for before, case in enumerate(cases):
        page.goto("/waiting/")
        assert case.person.name in said(page)
        page.goto(f"/cases/{case.reference}/allocate/")
        text = said(page)
        assert f"{before or 'No'} open case{'' if before == 1 else 's'} now, {before + 1}" in text
        page.get_by_label("Priya Raman").check()
        page.get_by_role("button", name="Allocate").click()
        page.wait_for_url("**/waiting/")
        text = said(page)
        assert f"{case.person.name} is allocated to Priya Raman, who has been told." in text
        assert "Initial assessment: due" in text


def assess(page, kind, cases, said, *, outcome, why=""):
    """Priya: one assessment of both children, what they share written once, saved as she types."""
    page.goto("/my-work/")
    assert all(case.person.name in said(page) for case in cases)
    first, second = cases
    page.goto(f"/cases/{first.reference}/assessments/")
    said(page)
    page.get_by_label(second.person.name).check()
    page.get_by_role("button", name=f"Start the {kind} assessment").click()
    page.wait_for_url("**/parts/analysis/")
    assert "2 assessments started together. It is due on" in said(page)
    ellie, jack = Assessment.objects.filter(kind=kind).order_by("case_id")
    assert page.request.get(f"/assessments/{ellie.pk}/authorise/").status == 404
    for assessment in (ellie, jack):
        name = assessment.case.person.forename
        hungry = f"{name} comes to school hungry. {ANALYSIS}"
        write(page, assessment, "analysis", hungry, and_wait=kind == "initial")
        page.goto(f"/assessments/{assessment.pk}/parts/analysis/")
        assert f"{name} Marsden's alone" in said(page)
        write(page, assessment, "childs-own-words", "I like it when Gran comes.", and_wait=False)
    for key in OF_PARENTING if kind == "core" else [SHARED]:
        write(
            page,
            ellie,
            key,
            "There is food, most days.",
            and_wait=key == SHARED and kind == "initial",
        )
    page.goto(f"/assessments/{jack.pk}/parts/{SHARED}/")
    assert page.input_value("[name=text]") == "There is food, most days."
    assert "Shared. Written once for Ellie Marsden and Jack Marsden" in said(page)
    for assessment in (ellie, jack):
        facts(page, assessment, said, outcome=outcome, why=why)
    page.goto(f"/assessments/{ellie.pk}/send/")
    assert "They are sent, and authorised, at once." in said(page)
    page.get_by_label("Maya Lindqvist").check()
    page.get_by_role("button", name="Send to be authorised").click()
    page.wait_for_url(f"**/assessments/{ellie.pk}/")
    assert "Sent to Maya Lindqvist, who has been told." in said(page)


def write(page, assessment, key, text, *, and_wait=True):
    """One part: typed and left to save itself, or sent with the button."""
    page.goto(f"/assessments/{assessment.pk}/parts/{key}/")
    page.fill("[name=text]", text)
    if and_wait:
        page.wait_for_selector("[data-autosave-status]:has-text('Saved')")
        page.reload()
        assert page.input_value("[name=text]").strip() == text.strip()
    else:
        with page.expect_navigation():
            page.get_by_role("button", name="Save and go on").click()


def facts(page, assessment, said, *, outcome, why):
    page.goto(f"/assessments/{assessment.pk}/agencies/")
    assert "At least one has to be before this is sent." in said(page)
    page.select_option("[name=agency]", label="St Bride's Primary School")
    page.fill("[name=asked_on]", "today")
    page.get_by_role("button", name="Record it").click()
    page.wait_for_selector("text=Agency recorded.")
    page.goto(f"/assessments/{assessment.pk}/facts/")
    page.check("[name=seen][value=alone]")
    page.fill("[name=child_seen_on]", "today")
    page.check("[name=factors][value='16A']")
    page.check(f"[name=outcome][value={outcome}]")
    page.fill("[name=outcome_why]", why)
    said(page)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/send/")
    assert "Needed" not in page.inner_text(f"[aria-labelledby=child-{assessment.pk}]")


def authorise(page, kind, said, *, tom, priya, follows):
    """Maya reads it as a document and signs; the author and a stranger cannot."""
    first = Assessment.objects.filter(kind=kind).order_by("case_id").first()
    address = f"/assessments/{first.pk}/authorise/"
    assert tom.request.get(address).status == priya.request.get(address).status == 404
    page.goto("/my-team/")
    assert "to authorise" in said(page)
    page.goto(address)
    text = said(page)
    assert "Sent by Priya Raman" in text
    assert f"Authorising makes the next thing: {follows}." in text
    page.get_by_role("button", name="Authorise for all 2 children").click()
    page.wait_for_url(f"**/assessments/{first.pk}/")
    text = said(page)
    assert f"authorised. Priya Raman has been told. Next: {follows}." in text


def the_ledger_is_whole(cases):
    """Every clock of the walk started, was in time, and stopped on its evidence."""
    limits = ("contact-decision", "initial-assessment", "core-assessment", "allocation-review")
    for rule in limits:
        clocks = Clock.objects.filter(rule=rule)
        assert len(clocks) == len(cases), rule
        for clock in clocks:
            kinds = list(clock.lines.values_list("kind", flat=True))
            assert kinds == [LineKind.STARTED, LineKind.STOPPED], rule
            assert clock.standing == Standing.STOPPED
            assert clock.stopped_at <= clock.due_at
            assert clock.breached_at is None
    assert set(Clock.objects.running().values_list("rule", flat=True)) == {"task"}
    answer = StringIO()
    call_command("clocks", "verify", stdout=answer)
    assert answer.getvalue().endswith(" 0 mismatches.\n")
