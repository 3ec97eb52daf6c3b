"""Guidance as it is shown: the text made safe, and the panel beside a form."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cases.actions.guidance import newest

register = template.Library()


@register.filter
def prose(text: str, level: int = 2) -> SafeString:
    """Paragraphs, lists («- ») and headings («## ») as HTML; all else is text and shown as such.
    `level` is the level of the headings."""
    blocks: list[str] = []
    for block in str(text).replace("\r\n", "\n").split("\n\n"):
        blocks += _block([line.rstrip() for line in block.split("\n") if line.strip()], level)
    return mark_safe("".join(blocks))  # noqa: S308 — every part is made by format_html


def _block(lines: list[str], level: int) -> list[str]:
    """The parts of some lines without an empty line between them."""
    made: list[str] = []
    words: list[str] = []
    items: list[str] = []

    def finish() -> None:
        if words:
            made.append(format_html('<p class="govuk-body">{}</p>', " ".join(words)))
        if items:
            rows = format_html_join("", "<li>{}</li>", ([item] for item in items))
            made.append(format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', rows))
        words.clear()
        items.clear()

    for line in lines:
        if line.startswith("## "):
            finish()
            heading = '<h{} class="govuk-heading-s">{}</h{}>'
            made.append(format_html(heading, level, line[3:].strip(), level))
        elif line.startswith("- "):
            if words:
                finish()
            items.append(line[2:].strip())
        elif items and line.startswith(" "):
            items[-1] += " " + line.strip()
        else:
            if items:
                finish()
            words.append(line.strip())
    finish()
    return made


@register.inclusion_tag("cases/_guidance.html", name="guidance")
def guidance_panel(slug: str, open_at_first: bool = False) -> dict[str, Any]:
    """{% guidance "levels-of-need" %}: the council's page in a panel that opens beside a form."""
    return {"page": newest(slug), "open": open_at_first}
