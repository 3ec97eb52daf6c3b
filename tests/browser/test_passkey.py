"""Passkeys in a real browser, with an authenticator that the browser makes up: added, used as the
second factor, and used alone. And a session that is about to end says so."""

import pytest
from django.core.cache import cache

from accounts.models import AccountEvent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a long enough password"


@pytest.fixture
def with_key(browse, priya, settings):
    """A page of a browser whose machine has a fingerprint reader, outside the demo."""
    settings.DEMO = False
    cache.clear()
    priya.set_password(PASSWORD)
    priya.save(update_fields=["password"])
    page = browse(None)
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in(page):
    page.goto("/sign-in/?next=/account/")
    page.get_by_label("User name").fill("priya")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_then_is_the_second_factor_then_signs_in_alone(
    with_key, axe_clean, browse
):
    page = with_key
    sign_in(page)
    assert page.url.endswith("/account/second-factor/")
    axe_clean(page)
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_label("Name of the passkey").fill("Work laptop")
    axe_clean(page)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/account/recovery-codes/")
    axe_clean(page)
    page.goto("/account/")
    assert "Passkey “Work laptop”" in page.inner_text("main")
    axe_clean(page)

    page.get_by_role("button", name="Sign out").click()
    sign_in(page)
    assert page.url.endswith("/sign-in/second-factor/")
    axe_clean(page)
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url("**/account/")

    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/my-work/")
    last = AccountEvent.objects.filter(key="sign-in").first()
    assert last.sentence == "Priya Raman signed in with a passkey"


def test_an_idle_session_asks_goes_on_with_a_press_and_keeps_what_was_typed_when_it_ends(
    enter, browse, axe_clean
):
    page = enter("maya")
    page.clock.install()
    page.goto("/absences/record/")
    page.get_by_label("Reason").fill("leave")
    page.clock.fast_forward("28:30")
    asked = page.get_by_role("heading", name="Are you still there?")
    asked.wait_for()
    axe_clean(page)
    page.get_by_role("button", name="Stay signed in").click()
    asked.wait_for(state="hidden")
    # the session ends elsewhere, as it does when nobody comes back
    page.context.clear_cookies(name="sessionid")
    page.clock.fast_forward("31:00")
    page.get_by_role("heading", name="You have been signed out").wait_for()
    page.get_by_role("button", name="Back to the page").click()
    assert page.get_by_label("Reason").input_value() == "leave"
    page.get_by_label("Last day away").fill("tomorrow")
    page.get_by_role("button", name="Record the absence").click()
    assert "What you typed is kept on this page" in page.inner_text("main")
    page.get_by_role("button", name="Maya Lindqvist").click()
    page.get_by_role("button", name="Carry on").click()
    assert "You are away from" in page.inner_text("main")
    browse.said.clear()  # the browser tells of each answer that was no page: 401 here
