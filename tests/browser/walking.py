"""What a person does on any page of a walk."""

import re


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


def press_with_errors(page, button, words, said):
    """What is missing is said, and what was typed stays."""
    typed = page.locator("textarea").first.input_value()
    page.get_by_role("button", name=button).click()
    page.wait_for_selector(".govuk-error-summary")
    assert words in said(page)
    assert page.locator("textarea").first.input_value() == typed


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
