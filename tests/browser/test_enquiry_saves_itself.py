"""A Section 47 enquiry keeps what is typed, by itself, and two tabs of it do not destroy each other."""

import pytest
from django.urls import reverse

from protection.actions.strategy import hold
from protection.models import Section47Enquiry
from tests.conftest import hours
from tests.protection.conftest import MEETING, THURSDAY, ruled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "[data-autosave-status]:has-text('Saved')"


def test_what_is_typed_into_an_enquiry_is_kept_and_a_second_tab_writes_nothing_over_it(
    case, enter, maya
):
    """W15"""
    hold(MEETING, [ruled(case)], by=maya, at=THURSDAY + hours(1))
    enquiry = Section47Enquiry.objects.get(case=case)
    address = reverse("enquiry-write", args=[enquiry.pk])
    first = enter("priya")
    first.goto(address)
    second = first.context.new_page()
    second.goto(address)

    first.locator("[name='findings']").press_sequentially("The burn is a week old.")
    first.wait_for_selector(SAVED)
    enquiry.refresh_from_db()
    assert enquiry.findings == "The burn is a week old."

    # the second tab shows the page as it was: what it says otherwise is not written over
    second.locator("[name='findings']").press_sequentially("Nothing was found.")
    second.wait_for_selector("[data-autosave-status]:has-text('changed')")
    enquiry.refresh_from_db()
    assert enquiry.findings == "The burn is a week old."
    second.get_by_role("button", name="Save and go on").click()
    second.wait_for_selector(".govuk-inset-text:has-text('Saved meanwhile by somebody else')")
    assert "The burn is a week old." in second.inner_text("main")
    assert second.locator("[name='findings']").input_value() == "Nothing was found."

    first.reload()
    assert first.locator("[name='findings']").input_value() == "The burn is a week old."
