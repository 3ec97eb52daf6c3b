"""How often a page may be asked for. To change a limit, change its row.

Counted by person, so that nobody empties the index of names by asking it quickly; and, far above
that, by address: a whole council may sit behind one, and must never be shut out together.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Throttle:
    key: str
    label: str
    pages: tuple[str, ...]
    """URL names."""
    a_person: int
    an_address: int
    seconds: int
    """The length of the window in which they are counted."""
    why: str


THROTTLES: tuple[Throttle, ...] = (
    Throttle(
        "search",
        "Searching for a person",
        ("search", "case-family-add"),
        60,
        6_000,
        60,
        "One search a second for a minute is more than anybody reads.",
    ),
    Throttle(
        "look-up",
        "Names offered while one types",
        ("contact-matches", "contact-agencies"),
        240,
        20_000,
        60,
        "They are asked for at every pause in typing: four a second is quicker than anybody types.",
    ),
    Throttle(
        "document",
        "Saving documents",
        ("document-file",),
        120,
        6_000,
        600,
        "Preparing for court may take a whole record; taking many records away is something else.",
    ),
)


def throttles_of(page: str) -> list[Throttle]:
    """The limits that a page counts towards."""
    return [row for row in THROTTLES if page in row.pages]
