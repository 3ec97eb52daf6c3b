"""Brothers and sisters of a child: who can be assessed with them, and whose name does not belong
in their part."""

import re
from collections.abc import Iterable

from django.utils import timezone

from assessments.models import Assessment
from cases.family import open_cases_beside
from people.families import siblings
from people.models import Person

__all__ = [
    "named",
    "names_of",
    "open_cases_beside",
    "others_of",
    "siblings_of",
    "strange_names",
    "strange_names_in",
]


def siblings_of(person: Person) -> list[Person]:
    """The brothers and sisters on record today, by whatever half or step."""
    return siblings(person, timezone.localdate())


def names_of(person: Person) -> set[str]:
    """The forenames a person goes by; a single letter is not looked for."""
    words = [person.forename, *(name.split(" ")[0] for name in person.known_as)]
    return {word for word in words if len(word) > 1}


def others_of(assessment: Assessment) -> list[Person]:
    """The children whose names do not belong in this child's own parts: those assessed together
    with them, and their brothers and sisters on record."""
    others = {person.pk: person for person in siblings_of(assessment.case.person)}
    if assessment.narrative_id:
        together = Assessment.objects.filter(narrative=assessment.narrative_id)
        for each in together.exclude(pk=assessment.pk).select_related("case__person"):
            others[each.case.person_id] = each.case.person
    return list(others.values())


def strange_names(text: str, child: Person, others: Iterable[Person]) -> list[str]:
    """The names of `others` that stand in `text` and are not the child's own, each once.

    Looked for as whole words with their capital, so that «Will» is found and «will» is not."""
    own = {name.casefold() for name in names_of(child)}
    found = []
    for name in sorted({name for person in others for name in names_of(person)}):
        if name.casefold() in own:
            continue
        ways = "|".join(re.escape(way) for way in {name, name.upper(), name.capitalize()})
        if re.search(rf"(?<!\w)(?:{ways})(?!\w)", text):
            found.append(name)
    return found


def strange_names_in(assessment: Assessment) -> dict[str, list[str]]:
    """Names of other children in this child's own parts, by part, that nobody has accepted yet."""
    others = others_of(assessment)
    found = {}
    for key, row in (assessment.texts() if others else {}).items():
        if row.narrative_id is None:
            names = strange_names(row.text, assessment.case.person, others)
            if names := [name for name in names if name not in row.names_accepted]:
                found[key] = names
    return found


def named(names: list[str]) -> str:
    """ "Jake is named", "Jake and Noor are named"."""
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} named"
