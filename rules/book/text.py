"""Words and tables for the printed rule book."""

import re
from collections.abc import Iterable, Sequence

from rules.access import Role
from rules.events import sentence
from rules.workdays import listed

SOMEBODY = {
    "source": "a caller",
    "owner": "somebody",
    "agency": "an agency",
    "team": "a team",
    "worker": "a worker",
    "before": "another worker",
    "to": "a manager",
    "role": "second",
    "expected": "a day",
    "n": "Several",
    "reader": "somebody",
}
"""Who stands in the sentence of an event when no event has happened."""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"

    return [line(heads), "|" + " --- |" * len(heads), *map(line, rows)]


def either(words: Sequence[str]) -> str:
    return listed(words).replace(" and ", " or ") if len(words) > 1 else "".join(words)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def spaced(name: str) -> str:
    """LevelOfNeed → Level of need."""
    return capital("".join(f" {c.lower()}" if c.isupper() else c for c in name).strip())


def roles(roles: Sequence[Role]) -> str:
    return capital(
        either([role.label.lower().replace("head of service", "Head of Service") for role in roles])
    )


def happening(key: str) -> str:
    """An event as something that may happen: "somebody closed the case"."""
    # what would follow a colon belongs to one event, not to the rule
    return re.sub(r": [^:]*…$", "", sentence(key, "somebody", SOMEBODY))
