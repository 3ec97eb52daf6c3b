"""After signing out the browser has nothing left to show."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_going_back_after_signing_out_shows_no_child(case, enter):
    page = enter("priya")
    page.goto(f"/cases/{case.reference}/")
    assert "Marsden" in page.inner_text("body")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    page.go_back()
    page.wait_for_load_state()
    assert "/sign-in/" in page.url
    assert "Marsden" not in page.inner_text("body")
