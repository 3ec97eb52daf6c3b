"""What happens to a contact that nobody decided in time: everybody who should hear has heard, and
nothing that is done afterwards takes the lateness off the record."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from clocks.models import Clock, LineKind, Standing
from clocks.sweep import sweep

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS_AGO = timedelta(days=14)
"""Far enough back for the whole ladder: five working days, whatever holidays are among them."""
WHY = "The desk had one worker that week, and the family was thought to be known elsewhere."


@pytest.fixture
def late_contact(tell, database_says):
    """Received and recorded a fortnight ago, and swept at each of its rungs as time went by."""
    then = timezone.now() - DAYS_AGO
    contact = tell(at=then, received_at=then)
    clock = Clock.objects.get(rule="contact-decision", contact=contact)
    for look in clock.looks:
        database_says(look + timedelta(minutes=1))
        assert sweep().noticed >= 1
    return contact


def test_a_late_contact_is_seen_told_of_explained_and_stays_late(late_contact, enter, said):
    """W3, W5, W7, K4, K5"""
    clock = Clock.objects.get(rule="contact-decision", contact=late_contact)
    sam = enter("sam")
    it_is_late_in_words(sam, said)
    those_who_should_know_do(enter, said)
    the_clock_tells_its_ladder(sam, clock, said)
    it_is_decided_only_with_a_reason(sam, late_contact, said)
    clock.refresh_from_db()
    assert clock.standing == Standing.STOPPED
    assert clock.breached_at == clock.due_at
    assert clock.late_reason == WHY
    sam.goto(f"/clocks/{clock.pk}/")
    text = said(sam)
    assert re.search(r"Done .*, \d+ working days late; reason recorded", text)
    assert f"Reason for lateness: {WHY}" in text
    assert "The time limit passed" in text
    assert "Done, late" in text
    answer = StringIO()
    call_command("clocks", "verify", stdout=answer)
    assert answer.getvalue().endswith(" 0 mismatches.\n")


def it_is_late_in_words(sam, said):
    text = said(sam)
    assert "1 contact to decide, 1 late" in text
    assert re.search(r"Late \d+ working days late — due", text)
    assert sam.locator(".app-card--late .govuk-tag--red", has_text="Late").count() == 1


def those_who_should_know_do(enter, said):
    """The manager hears from the day it is due; the group manager and the head further up."""
    heard = {
        "sam": ("overdue. It was due by", "1 working day overdue", "3 working days overdue"),
        "grace": ("3 working days overdue", "5 working days overdue"),
        "helen": ("5 working days overdue",),
    }
    for key, words in heard.items():
        page = enter(key)
        page.goto("/alerts/")
        text = said(page)
        for each in words:
            assert f"Decision on a contact: {each}" in text, key


def the_clock_tells_its_ladder(sam, clock, said):
    sam.goto("/queue/")
    sam.locator(".app-clock a").first.click()
    sam.wait_for_url(f"**/clocks/{clock.pk}/")
    text = said(sam)
    assert "24 hours from" in text
    assert "Reminder: due soon" in text
    assert "The time limit passed" in text
    for rung in ("1 working day", "3 working days", "5 working days"):
        assert f"Told further up: {rung} overdue" in text
    kinds = list(clock.lines.values_list("kind", flat=True))
    assert kinds == [LineKind.STARTED, LineKind.WARNED, LineKind.BREACHED, *[LineKind.CLIMBED] * 3]


def it_is_decided_only_with_a_reason(sam, contact, said):
    sam.goto(f"/contacts/{contact.reference}/decide/")
    assert "Why is this decided late?" in said(sam)
    answers = f"[name=child-{contact.children.get().pk}-"
    sam.check(f"{answers}outcome][value=advise]")
    sam.fill(f"{answers}why]", "The school gave her a coat, and food is back in the house.")
    sam.get_by_role("button", name="Record the decision").click()
    sam.wait_for_selector(".govuk-error-summary")
    assert "Enter why this is decided late" in said(sam)
    assert sam.input_value(f"{answers}why]").startswith("The school gave her a coat")
    contact.refresh_from_db()
    assert contact.children.get().decided_at is None
    sam.fill(f"{answers}late_reason]", WHY)
    sam.get_by_role("button", name="Record the decision").click()
    sam.wait_for_url(f"**/contacts/{contact.reference}/")
    assert "Advice recorded for Ellie. The contact is closed." in said(sam)
