"""The rule book as Markdown, for somebody who runs a team and does not read code.

`python -m rules` prints it; `docs/rules.md` is a printed copy, and a test holds them together.
Nothing here knows a rule: each section walks over a table.
"""

from rules.book.assessments import assessment_types, triangle
from rules.book.clocks import counting, frequencies, rule_sets, timescales
from rules.book.conferences import conferences
from rules.book.lists import (
    code_sets,
    documents,
    domestic_abuse,
    guidance,
    levels,
    training,
)
from rules.book.records import access, events, lifecycles, throttles
from rules.book.retention import retention


def book() -> str:
    """The whole rule book, the same to the letter each time."""
    sections = (
        opening,
        rule_sets,
        counting,
        timescales,
        frequencies,
        conferences,
        lifecycles,
        access,
        throttles,
        assessment_types,
        triangle,
        domestic_abuse,
        levels,
        code_sets,
        documents,
        events,
        retention,
        training,
        guidance,
    )
    return "\n\n".join("\n".join(section()) for section in sections) + "\n"


def opening() -> list[str]:
    return [
        "# The rule book",
        "",
        (
            "What the service does, and why: every time limit, every step a record may take and who "
            "may take it, who may see what, what each assessment asks, and every list to choose from. "
            "This page is printed from the tables that the service itself runs on, by "
            "`python -m rules`. To change a rule, change its row in `rules/` and print it again."
        ),
    ]
