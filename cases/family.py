"""The people around a child, as somebody may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.showing import badges_of
from people.access import reading_of
from people.families import Relation, relations_of, siblings
from people.models import Involvement, Person, Relationship

SIBLING = "Brother or sister: same parent or same home"


@dataclass(frozen=True)
class Relative:
    """Somebody around the child. `case` is theirs, where the reader may open it; `relationship` is
    None for a brother or sister who is one by way of others."""

    person: Person
    is_to_child: str
    child_is: str
    relationship: Relationship | None = None
    parental_responsibility: bool = False
    lives_with: bool = False
    case: Case | None = None

    @property
    def url(self) -> str:
        """Their case, or else the page of the person."""
        if self.case:
            return reverse("case-detail", args=[self.case.reference])
        return reverse("person-detail", args=[self.person.reference])

    @property
    def badges(self) -> list[dict[str, str]]:
        return badges_of(self.case) if self.case else []


def relatives(
    person: Person, user: Any, day: date, *, on_their_case: bool = False
) -> list[Relative]:
    """Everybody related to `person` on a day whom `user` may see: those of the same home first.

    As many queries for a large family as for a small one. `on_their_case`: the user has opened a case
    of this person, which is to find those related to them too."""
    relations = relations_of(person, day)
    related = {each.person.pk: each.person for each in relations}
    everybody = siblings(person, day, known=related.values())
    others = [each for each in everybody if each.pk not in related]
    seen = set(related)
    asked_about = {each.pk for each in others}
    if on_their_case:
        barred = reading_of(user).barred
        asked_about |= {pk for pk, each in related.items() if each.restricted or pk in barred}
    else:
        asked_about |= seen
    if asked_about:
        visible = Person.objects.visible_to(user).filter(pk__in=asked_about)
        seen = (seen - asked_about) | set(visible.values_list("pk", flat=True))
    cases = open_cases_of(seen, user)
    found = [_relative(each, cases) for each in relations if each.person.pk in seen]
    found += [
        Relative(each, SIBLING, SIBLING, case=cases.get(each.pk))
        for each in others
        if each.pk in seen
    ]
    return sorted(found, key=lambda each: (not each.lives_with, _age_order(each.person)))


def _relative(relation: Relation, cases: dict[int, Case]) -> Relative:
    return Relative(
        person=relation.person,
        is_to_child=relation.kind.label,
        child_is=relation.kind.reciprocal.label,
        relationship=relation.relationship,
        parental_responsibility=relation.parental_responsibility,
        lives_with=relation.relationship.lives_with,
        case=cases.get(relation.person.pk),
    )


def open_cases_of(people: Collection[int], user: Any) -> dict[int, Case]:
    """The open cases of some people that `user` may open, by person."""
    cases = Case.objects.visible_to(user).open().filter(person__in=people)
    return {case.person_id: case for case in cases.select_related("worker", "team", "person")}


def professionals(person: Person, day: date) -> list[Involvement]:
    """Who works with this person on a day."""
    return list(person.involvements.on(day).select_related("agency"))


def _age_order(person: Person) -> tuple[date, int]:
    return person.birth_date or person.expected_on or date.max, person.pk


def open_cases_beside(case: Case, user: Any) -> list[Case]:
    """The open cases of the child's brothers and sisters that this person may open."""
    others = [person.pk for person in siblings(case.person, timezone.localdate())]
    cases = Case.objects.visible_to(user).open().filter(person__in=others)
    return list(cases.select_related("person", "worker", "team").order_by("pk"))
