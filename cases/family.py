"""The people around a child, as somebody may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases.models import Case
from cases.showing import badges_of
from people.models import Involvement, Person, Relationship
from rules.codes import RelationshipKind


@dataclass(frozen=True)
class Relative:
    """Somebody around the child. `case` is theirs, where the reader may open it."""

    person: Person
    relationship: Relationship
    is_to_child: str
    child_is: str
    is_sibling: bool
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

    @property
    def lives_with(self) -> bool:
        return self.relationship.lives_with

    @property
    def parental_responsibility(self) -> bool:
        """Whether they have it for the child, never the other way round."""
        return (
            self.relationship.parental_responsibility
            and self.relationship.person_id == self.person.pk
        )


def relatives(person: Person, user: Any, day: date) -> list[Relative]:
    """Everybody related to `person` on a day whom `user` may see: those of the same home first.

    Three queries, however many there are."""
    relations = list(Relationship.objects.of(person).on(day).select_related("person", "other"))
    others = {
        relation.other_id if relation.person_id == person.pk else relation.person_id
        for relation in relations
    }
    seen = set(Person.objects.filter(pk__in=others).visible_to(user).values_list("pk", flat=True))
    cases = open_cases_of(seen, user)
    found = [
        _relative(person, relation, cases)
        for relation in relations
        if (relation.other_id if relation.person_id == person.pk else relation.person_id) in seen
    ]
    return sorted(found, key=lambda each: (not each.lives_with, _age_order(each.person)))


def open_cases_of(people: Collection[int], user: Any) -> dict[int, Case]:
    """The open cases of some people that `user` may open, by person."""
    cases = Case.objects.visible_to(user).open().filter(person__in=people)
    return {case.person_id: case for case in cases.select_related("worker", "team", "person")}


def professionals(person: Person, day: date) -> list[Involvement]:
    """Who works with this person on a day."""
    return list(person.involvements.on(day).select_related("agency"))


def _relative(person: Person, relation: Relationship, cases: dict[int, Case]) -> Relative:
    kind = relation.kind
    known = kind in RelationshipKind.values()
    label = RelationshipKind.label_of(kind)
    reverse = RelationshipKind(kind).reciprocal.label if known else label
    towards = relation.other_id == person.pk
    other = relation.person if towards else relation.other
    return Relative(
        person=other,
        relationship=relation,
        is_to_child=label if towards else reverse,
        child_is=reverse if towards else label,
        is_sibling=known and RelationshipKind(kind).is_sibling,
        case=cases.get(other.pk),
    )


def _age_order(person: Person) -> tuple[date, int]:
    return person.birth_date or person.expected_on or date.max, person.pk
