"""Parts of pages about an assessment."""

from typing import Any

from django import template

from cases.models import GuidanceVersion
from rules.guidance import GUIDANCE

register = template.Library()


@register.inclusion_tag("assessments/_guidance.html")
def guidance_beside(slug: str) -> dict[str, Any]:
    """{% guidance_beside "analysis" %}: the council's newest page on it, in a panel that opens
    beside the form; the first version of the rule book where the council has none."""
    newest = GuidanceVersion.objects.filter(slug=slug).order_by("-version").first()
    page = newest or GUIDANCE.get(slug)
    return {"guidance": page, "slug": slug, "blocks": _blocks(page.body) if page else []}


def _blocks(body: str) -> list[dict[str, Any]]:
    """Paragraphs, lists («- ») and headings («## »), in order."""
    blocks: list[dict[str, Any]] = []
    fresh = True
    for line in body.replace("\r\n", "\n").split("\n"):
        text = line.strip()
        if not text:
            fresh = True
        elif text.startswith("## "):
            blocks.append({"kind": "heading", "text": text[3:]})
            fresh = True
        elif text.startswith("- "):
            if not blocks or blocks[-1]["kind"] != "list":
                blocks.append({"kind": "list", "items": []})
            blocks[-1]["items"].append(text[2:])
            fresh = False
        elif fresh or not blocks:
            blocks.append({"kind": "paragraph", "text": text})
            fresh = False
        elif blocks[-1]["kind"] == "list":
            blocks[-1]["items"][-1] += f" {text}"
        else:
            blocks[-1]["text"] += f" {text}"
    return blocks
