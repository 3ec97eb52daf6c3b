"""The words that the table of access is written in, and the rules by which its columns follow.

A row says who has a page. For a page about a child's record that is who has it for a record of
Priya's in Hindley; the other kinds of record follow by rule, so that nobody types them page by page.
"""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from accounts.cast import CAST

EVERYBODY = tuple(member.key for member in CAST)
FRONT_DOOR = ("dana", "sam", "maya", "grace", "helen", "omar")
DECIDE = ("sam", "maya", "grace", "helen", "omar")
MANAGE = ("maya", "grace", "helen")
ON_THE_CASE = ("priya", "maya", "grace", "helen", "omar")
"""Who reaches a case of Priya's in Hindley: her, her manager and those above, and whoever is on
duty at night. Tom, in Leigh, does not, nor does the front door once the case is Hindley's."""
CARRY = ("priya", "tom", "sam")

KINDS = {
    "own": "of one's own team",
    "other": "of another team",
    "restricted": "restricted, in one's own team",
    "family": "of the reader's own family",
}
"""The kinds of record. `own` is a case of Priya's in Hindley, `other` one of Tom's in Leigh;
`restricted` is like `own`, and closed; `family` is like `own`, and everybody of the cast has declared
that the child is family of theirs."""
MAY_KNOW = {"priya", "maya", "helen"}
"""Who reads a restricted record of Priya's: she, her manager, and the Head of Service."""
LOGS_ONLY = {"dev"}
"""Who sees who looked at a record, restricted or not, and nothing of what they read."""


@dataclass(frozen=True)
class Page:
    """One named page. `of` makes its address from a child's record; `at` from anything else."""

    name: str
    who: tuple[str, ...]
    of: Callable[[Any], dict[str, Any]] | None = None
    says: str = ""
    """What the page is, in words for somebody who does not read code."""
    at: Callable[[Any], dict[str, Any]] | None = None
    other: tuple[str, ...] | None = None
    """Who has it for a record of another team, where that does not follow by the rule."""
    restricted: tuple[str, ...] | None = None
    """The same for a restricted record. A row that gives it says why."""
    walked: bool = True
    """False for a page that would end the session of whoever walks on."""

    @property
    def words(self) -> str:
        return self.says or self.name.replace("-", " ").capitalize()

    def who_for(self, kind: str) -> set[str]:
        """Who has this page for a kind of record."""
        own = set(self.who)
        match kind:
            case "own":
                return own
            case "other":
                return set(self.other) if self.other is not None else _in_leigh(own)
            case "restricted":
                if self.restricted is not None:
                    return set(self.restricted)
                return own & (MAY_KNOW | LOGS_ONLY)
            case "family":
                return set()
        raise KeyError(kind)


def _in_leigh(own: set[str]) -> set[str]:
    """Tom is in Leigh what Priya is in Hindley; of Maya's kind there is nobody in the cast."""
    return own - {"priya", "maya"} | ({"tom"} if "priya" in own else set())


@dataclass(frozen=True)
class Area:
    """The pages of one module `pages_….py`. `build` puts what they are about on a child's record."""

    title: str
    place: int
    pages: tuple[Page, ...]
    build: Callable[[Any, Any], None] | None


def areas() -> list[Area]:
    """Every module `pages_….py` of this folder, in the order they ask for."""
    found = []
    for module in pkgutil.iter_modules(import_module("tests.access").__path__):
        if module.name.startswith("pages_"):
            named = import_module(f"tests.access.{module.name}")
            build = getattr(named, "build", None)
            found.append(Area(named.TITLE, named.PLACE, tuple(named.PAGES), build))
    return sorted(found, key=lambda area: area.place)


def pages() -> list[Page]:
    return [page for area in areas() for page in area.pages]
