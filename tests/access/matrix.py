"""The table of access as a page for somebody who does not read code."""

from collections.abc import Iterable

from accounts.cast import CAST
from tests.access.table import EVERYBODY, KINDS, Page, areas

ROLES = {member.key: member.role.label for member in CAST}
COLUMNS = {
    "own": "Own team's record",
    "other": "Another team's",
    "restricted": "Restricted, own team",
    "family": "Own family",
}


def printed() -> str:
    return "\n".join([*_opening(), *_by_page(), *_by_role()]) + "\n"


def _opening() -> list[str]:
    return [
        "# Who may see what",
        "",
        (
            "Every page of the service, and who has it. The tests ask for each page as each of the people "
            "below, for each kind of record, and fail where the answer is another than the one written "
            "here, or where a page is missing. Whoever does not have a page is told that it does not "
            "exist. This file is printed by `python3 dev.py python -m tests.access`."
        ),
        "",
        "The people stand for their roles:",
        "",
        "| who | role | team |",
        "| --- | --- | --- |",
        *(
            f"| {member.name.split()[0]} | {member.role.label} | {member.team or '–'} |"
            for member in CAST
        ),
        "",
        "A page about a child is asked for with four records:",
        "",
        "- **own team's**: a case of Priya's in Hindley, where Maya manages;",
        "- **another team's**: a case of Tom's in Leigh;",
        "- **restricted**: a case of Priya's that is closed to all but those who answer for it;",
        "- **own family**: a case of Priya's, and everybody has declared that the child is their family.",
        "",
    ]


def _by_page() -> list[str]:
    lines = ["## By page", ""]
    for area in areas():
        about = [page for page in area.pages if page.of]
        rest = [page for page in area.pages if not page.of]
        lines += [f"### {area.title}", ""]
        if about:
            heads = ["Page", *COLUMNS.values()]
            lines += [f"| {' | '.join(heads)} |", "|" + " --- |" * len(heads)]
            lines += [
                _row([page.words, *(_names(page.who_for(kind)) for kind in KINDS)])
                for page in about
            ]
            lines.append("")
        if rest:
            lines += ["| Page, not about one child | Who |", "| --- | --- |"]
            lines += [_row([page.words, _names(page.who)]) for page in rest]
            lines.append("")
    return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _names(keys: Iterable[str]) -> str:
    """ "Priya, Maya"; everybody; nobody. In the order of the cast."""
    found = set(keys)
    if found == set(EVERYBODY):
        return "everybody"
    return ", ".join(key.capitalize() for key in EVERYBODY if key in found) or "nobody"


def _by_role() -> list[str]:
    lines = ["## By role", ""]
    for key, role in ROLES.items():
        lines += [f"### {role} ({key.capitalize()})", ""]
        for kind, column in COLUMNS.items():
            have = [_of(area.title, area.pages, key, kind) for area in areas()]
            have = [each for each in have if each]
            lines.append(f"- **{column}**: {'; '.join(have) if have else 'no page'}.")
        others = [
            page.words.lower()
            for area in areas()
            for page in area.pages
            if not page.of and key in page.who
        ]
        lines += [f"- **Not about one child**: {'; '.join(others)}.", ""]
    return lines


def _of(title: str, pages: tuple[Page, ...], key: str, kind: str) -> str:
    """ "A child's case: all 22 pages", or those that the role has."""
    about = [page for page in pages if page.of]
    mine = [page for page in about if key in page.who_for(kind)]
    if not mine:
        return ""
    if len(mine) == len(about):
        return f"{title.lower()}: all of it"
    return f"{title.lower()}: {', '.join(page.words.lower() for page in mine)}"
