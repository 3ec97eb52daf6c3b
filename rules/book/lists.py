"""Levels of need, the lists to choose from, and the index of guidance."""

from collections.abc import Iterable, Sequence

from rules.book.text import spaced, table
from rules.codes import CODE_SETS, LevelOfNeed
from rules.documents import FORMATS, LARGEST, MB, MOST_PARTS, MOST_UNPACKED, WHY
from rules.domestic_abuse import QUESTIONS, SOURCE
from rules.guidance import PAGES
from rules.training import NEEDS
from rules.words import Grouped


def levels() -> list[str]:
    return [
        "## Levels of need",
        "",
        "A person chooses the level and says why; nothing is added up from ticks.",
        "",
        *table(
            ("Level", "What it means", "Who decides"),
            (
                (
                    row.label,
                    row.description,
                    "A manager or senior practitioner"
                    if row.needs_manager
                    else "May be closed as advice at the duty desk",
                )
                for row in LevelOfNeed
            ),
        ),
    ]


def code_sets() -> list[str]:
    lines = ["## Lists to choose from"]
    for words, source in CODE_SETS.items():
        lines += ["", f"### {spaced(words.__name__)}", "", f"Source: {source}.", ""]
        if issubclass(words, Grouped):
            rows: Iterable[Sequence[str]] = (
                (code, label, heading)
                for heading, pairs in words.grouped()
                for code, label in pairs
            )
            lines += table(("Code", "Label", "Heading"), rows)
        else:
            lines += table(("Code", "Label"), words.choices())
    return lines


def documents() -> list[str]:
    return [
        "## Files that may be filed on a record",
        "",
        WHY,
        "",
        *table(
            ("Format", "Handed out as", "Type"),
            ((row.label, row.ending, row.media_type) for row in FORMATS),
        ),
        "",
        (
            f"One file has at most {LARGEST // MB} MB. An Office file has at most {MOST_PARTS:,} "
            f"parts and unpacks to at most {MOST_UNPACKED // MB} MB."
        ),
    ]


def training() -> list[str]:
    return [
        "## Training",
        "",
        "What whoever works with children has to have learned. A gap is shown to the manager and stops nobody.",
        "",
        *table(
            ("Course", "Every", "Who", "Source"),
            (
                (
                    need.course.label,
                    f"{need.months} months",
                    ", ".join(role.label for role in need.by),
                    need.source,
                )
                for need in NEEDS
            ),
        ),
    ]


def domestic_abuse() -> list[str]:
    return [
        "## Risk of domestic abuse",
        "",
        "Asked on every child where domestic abuse is part of what we were told.",
        "",
        f"Source: {SOURCE}.",
        "",
        *table(("Question", "Prompt"), ((row.label, row.help) for row in QUESTIONS)),
    ]


def guidance() -> list[str]:
    return [
        "## Guidance",
        "",
        "Pages shown beside the forms. The council edits its own copies.",
        "",
        *table(
            ("Page", "Kept as", "Sources"),
            ((page.title, page.slug, "; ".join(page.sources)) for page in PAGES),
        ),
    ]
