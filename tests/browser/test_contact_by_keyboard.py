"""A contact recorded with the keyboard alone, as somebody with a telephone in one hand does it."""

import pytest

from cases.actions.contacts import ChildTold
from cases.models import Contact
from tests.browser.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENOUGH = 90
"""Tab presses for two children. More would be a form that grew."""


@pytest.mark.parametrize("width", [360, 1280])
def test_a_contact_is_recorded_by_keyboard_alone_and_a_known_child_is_found_on_the_way(
    browse, dana, case, barriers, school, width
):
    """W1, W2, W51"""
    page = browse(dana, width=width)
    page.goto("/duty/")
    keys = Keys(page)
    keys.go("Record a contact").press("Enter")
    page.wait_for_url("**/contacts/record/")
    assert barriers(page) == []
    keys.go("agency").type("St Bride's Primary School")
    keys.go("caller_name").type("Joan Ashby")
    keys.go("children-0-forename").type("Elie")
    keys.go("children-0-surname").type("Marsden")
    page.wait_for_selector("text=Open to Priya Raman, Hindley")
    keys.go("children-0-person").press("Space")
    assert page.is_checked(f"[name=children-0-person][value='{case.person_id}']")
    keys.go("Add another child").press("Enter")
    page.wait_for_selector("[name=children-1-forename]")
    page.wait_for_function("document.activeElement.name === 'children-1-forename'")
    keys.type("Jack").go("children-1-surname").type("Marsden").go("children-1-born").type("about 5")
    keys.go("siblings").press("Space")
    keys.go("concern").type("No coat three days running.")
    keys.go("immediate_danger").press("Space")
    assert page.is_visible("text=Ring the police on 999 now.")
    keys.press("ArrowDown")
    assert not page.is_visible("text=Ring the police on 999 now.")
    keys.go("level").press("Space", "ArrowDown", "ArrowDown", "ArrowDown")
    assert page.is_checked("[name=level][value='3b']")
    keys.go("level_reason").type("Basic needs are not met.")
    assert barriers(page) == []
    assert not page.is_visible("[name=advice]")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    keys.go("Save the contact").press("Enter")
    page.wait_for_url("**/receipt/")
    contact = Contact.objects.get(concern="No coat three days running.")
    assert page.is_visible(f"text={contact.reference}")
    assert page.is_visible("text=Sent to Priya Raman, who is in today.")
    assert sorted(child.state for child in contact.children.all()) == ["waiting", "with-worker"]
    assert keys.tabs <= ENOUGH
    assert barriers(page) == []


def test_a_contact_is_recorded_without_any_script(browse, dana, case, school):
    """W1: matches come with the answer to «save», and «add another child» is an ordinary button."""
    page = browse(dana, scripts=False)
    page.goto("/contacts/record/")
    page.fill("[name=agency]", "St Bride's Primary School")
    page.fill("[name=children-0-forename]", "Ellie")
    page.fill("[name=children-0-surname]", "Marsden")
    page.fill("[name=concern]", "No coat.")
    page.check("[name=immediate_danger][value=no]")
    page.check("[name=level][value='3b']")
    page.fill("[name=level_reason]", "Basic needs.")
    page.locator("[name=level_reason]").press("Tab")
    page.get_by_role("button", name="Save the contact").last.click()
    page.wait_for_selector("text=Is it one of these?")
    page.check(f"[name=children-0-person][value='{case.person_id}']")
    page.get_by_role("button", name="Save the contact").last.click()
    page.wait_for_url("**/receipt/")
    assert Contact.objects.get(concern="No coat.").children.get().person == case.person


def test_the_same_for_all_children_is_one_key(browse, sam, tell, barriers):
    """L4, W5"""
    from django.utils import timezone

    contact = tell(
        at=timezone.now(), children=[ChildTold(forename="Ann"), ChildTold(forename="Bo")]
    )
    page = browse(sam)
    page.goto(f"/contacts/{contact.reference}/decide/")
    assert barriers(page) == []
    first, second = contact.children.order_by("pk")
    page.check(f"[name=child-{first.pk}-outcome][value=early-help]")
    page.fill(f"[name=child-{first.pk}-why]", "A family worker helps.")
    page.locator("[data-same-for-all=children]").focus()
    page.keyboard.press("Enter")
    assert page.input_value(f"[name=child-{second.pk}-why]") == "A family worker helps."
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_selector("text=Passed to early help for Bo.")
    assert set(contact.children.values_list("decision", flat=True)) == {"early-help"}
    assert barriers(page) == []
