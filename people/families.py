"""Who belongs to whom: relationships read from both ends, households, brothers and sisters.

Each function asks the database once or twice, however large the family is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from people.models import Person, Relationship
from rules.codes import RelationshipKind
from rules.codes.family import CARED_FOR, CHILDREN, PARENTS

_TURNED_ROUND = (
    RelationshipKind.GRANDCHILD,
    RelationshipKind.NIECE_OR_NEPHEW,
    RelationshipKind.CHILD_AT_RISK,
)
_PARENT_KINDS = [kind.value for kind in RelationshipKind if kind.group == PARENTS]
_SIBLING_KINDS = [kind.value for kind in RelationshipKind if kind.is_sibling]


@dataclass(frozen=True)
class Relation:
    """A relationship as one person sees it: `person` is the `kind` of the one who was asked about."""

    person: Person
    kind: RelationshipKind
    relationship: Relationship

    @property
    def parental_responsibility(self) -> bool:
        """The relation has parental responsibility for the one who was asked about."""
        return (
            self.relationship.parental_responsibility
            and self.relationship.person_id == self.person.pk
        )


def relate(
    person: Person,
    other: Person,
    kind: str,
    since: date | None = None,
    by: Any = None,
    **fields: object,
) -> Relationship:
    """Record that `person` is the `kind` of `other`, unless that is on record; not for a kind
    that has ended. Written from the older end (a child's relationship becomes its parent's), so that
    one fact is one row; `by` signs it. ValueError for a kind that does not exist."""
    kind = RelationshipKind(kind)
    if kind.group in (CHILDREN, CARED_FOR) or kind in _TURNED_ROUND:
        person, other, kind = other, person, kind.reciprocal
    ends = Q(person=person, other=other)
    if kind.reciprocal is kind:
        ends |= Q(person=other, other=person)
    found = Relationship.objects.filter(ends, kind=kind, until=None).first()
    if found is not None:
        return found
    tie = Relationship(person=person, other=other, kind=kind, since=since, **fields)
    tie.full_clean()
    if by is not None:
        tie.sign(by)
    tie.save()
    return tie


def relations_of(person: Person, day: date | None = None) -> list[Relation]:
    """Everybody related to a person, each as what they are to that person. On a day, only what
    was in force then; otherwise all, also what has ended. One query."""
    ties = Relationship.objects.of(person).select_related("person", "other")
    if day is not None:
        ties = ties.on(day)
    relations = []
    for tie in ties:
        kind = RelationshipKind(tie.kind)
        if tie.person_id == person.pk:
            relations.append(Relation(tie.other, kind.reciprocal, tie))
        else:
            relations.append(Relation(tie.person, kind, tie))
    return relations


# Everybody reached from somebody by way of "lives with", however long the chain; UNION ends it.
_HOUSEHOLD = """
WITH RECURSIVE home (id) AS (
    SELECT %s::bigint
    UNION
    SELECT CASE WHEN tie.person_id = home.id THEN tie.other_id ELSE tie.person_id END
    FROM home JOIN people_relationship AS tie ON home.id IN (tie.person_id, tie.other_id)
    WHERE tie.lives_with
        AND coalesce(tie.since, '-infinity') <= %s AND coalesce(tie.until, 'infinity') >= %s
)
SELECT id FROM home
"""


def household(person: Person, day: date, among: QuerySet[Person] | None = None) -> list[Person]:
    """Those who live with a person on a day, by the relationships that say so, without the person.
    The eldest first. `among` narrows to whom the user may see. One query."""
    people = Person.objects.all() if among is None else among
    members = people.filter(pk__in=RawSQL(_HOUSEHOLD, (person.pk, day, day)))  # noqa: S611
    return _eldest_first(members.exclude(pk=person.pk))


def siblings(person: Person, day: date, among: QuerySet[Person] | None = None) -> list[Person]:
    """Brothers and sisters of a child on a day, the eldest first: those recorded as such, those
    who share a parent, and the children of the same household. Two queries at the most."""
    people = Person.objects.all() if among is None else among
    ties = Relationship.objects.on(day).order_by()
    parents = ties.filter(other=person, kind__in=_PARENT_KINDS).values("person")
    # one list of keys from three: three conditions joined by OR would read every person there is
    keys = ties.filter(person=person, kind__in=_SIBLING_KINDS).values("other")
    keys = keys.union(
        ties.filter(other=person, kind__in=_SIBLING_KINDS).values("person"),
        ties.filter(person__in=parents, kind__in=_PARENT_KINDS).values("other"),
    )
    related = people.filter(pk__in=keys).exclude(pk=person.pk)
    at_home = [member for member in household(person, day, people) if member.is_child_on(day)]
    everybody = {member.pk: member for member in [*related, *at_home]}
    return _eldest_first(list(everybody.values()))


def _eldest_first(people: Sequence[Person] | QuerySet[Person]) -> list[Person]:
    """By birth date, the unborn last, and those of unknown age after them."""
    return sorted(people, key=lambda p: (p.birth_date or p.expected_on or date.max, p.pk))
