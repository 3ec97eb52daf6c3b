"""The parts of pages: that each can be drawn, and draws what was given as text (W2)."""

import re
from pathlib import Path

from django.test import RequestFactory

from ui import templatetags
from ui.gallery import gallery
from ui.templatetags import ui as tags

ROOT = Path(templatetags.__file__).resolve().parent.parent.parent


def shown(path: str = "/") -> str:
    return gallery(RequestFactory().get(path)).content.decode()


def test_the_gallery_draws_every_part() -> None:
    html = shown("/?wrong=1")
    for part in ("app-identity", "app-card--late", "app-clock--soon", "app-tabs", "app-story__line",
                 "app-stat--late", "app-empty", "govuk-summary-list", "app-page-links"):  # fmt: skip
        assert part in html, part
    assert html.count("There is a problem") == 1


def test_no_page_has_two_boxes_of_what_is_wrong() -> None:
    """A screen reader is sent to the first; a list of forms goes into the same box."""
    for template in (ROOT / "templates").rglob("*.html"):
        for block in re.findall(r"{% block summary %}(.*?){% endblock", template.read_text(), re.S):
            assert "{% for" not in block, template
            assert block.count("error_summary") <= 1 or "{% if" in block, template


def test_no_page_carries_inline_style_or_script() -> None:
    """The content security policy would refuse them."""
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), template
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), template


def test_vendored_styles_carry_nothing_that_only_government_may_use() -> None:
    for css in (ROOT / "static" / "vendor").rglob("*.css"):
        text = css.read_text()
        assert "GDS Transport" not in text and "@font-face" not in text
        assert not re.search(r"url\([^)]*(crest|crown|logotype)", text)
        for name in re.findall(r"url\(\"?(images/[^)\"]+)", text):
            assert (css.parent / name).is_file(), name


def test_a_tag_escapes_its_text_and_ignores_an_unknown_colour() -> None:
    assert tags.tag("<b>", "red") == '<strong class="govuk-tag govuk-tag--red">&lt;b&gt;</strong>'
    assert 'govuk-tag"' in tags.tag("x", '"><script>')
    assert tags.tag("") == ""


def test_the_address_keeps_its_filter_when_the_page_turns() -> None:
    request = RequestFactory().get("/?team=3&team=4&page=2&q=o%27brien")
    context = {"request": request}
    assert tags.url_with(context, page=3) == "?team=3&team=4&page=3&q=o%27brien"
    assert tags.url_with(context, page="", team=5) == "?team=5&q=o%27brien"


def test_counts_read_as_words() -> None:
    assert [tags.count(n, "contact") for n in (0, 1, 1200)] == [
        "no contacts",
        "1 contact",
        "1,200 contacts",
    ]
    assert tags.count(2, "child,children") == "2 children"
