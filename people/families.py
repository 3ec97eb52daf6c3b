"""Who belongs to whom: relationships read from both ends, households, brothers and sisters.

Each function asks the database once or twice, however large the family is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

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


# Whoever is recorded as a brother or sister, or shares a parent; and whoever is of the same household.
_SIBLINGS = """
WITH RECURSIVE ties AS NOT MATERIALIZED (
    SELECT * FROM people_relationship
    WHERE coalesce(since, '-infinity') <= %(day)s AND coalesce(until, 'infinity') >= %(day)s
), home (id) AS (
    SELECT %(person)s::bigint
    UNION
    SELECT CASE WHEN tie.person_id = home.id THEN tie.other_id ELSE tie.person_id END
    FROM home JOIN ties AS tie ON home.id IN (tie.person_id, tie.other_id) WHERE tie.lives_with
), found (id, is_sibling) AS (
    SELECT id, false FROM home
    UNION ALL
    SELECT other_id, true FROM ties WHERE person_id = %(person)s AND kind = ANY(%(siblings)s)
    UNION ALL
    SELECT person_id, true FROM ties WHERE other_id = %(person)s AND kind = ANY(%(siblings)s)
    UNION ALL
    SELECT child.other_id, true FROM ties AS parent JOIN ties AS child USING (person_id)
    WHERE parent.other_id = %(person)s
        AND parent.kind = ANY(%(parents)s) AND child.kind = ANY(%(parents)s)
)
SELECT id, bool_or(is_sibling) FROM found WHERE id <> %(person)s GROUP BY id
"""


def siblings(person: Person, day: date, known: Iterable[Person] = ()) -> list[Person]:
    """Brothers and sisters of a child on a day, the eldest first: those recorded as such, those
    who share a parent, and the children of the same household. Two queries at the most; `known`
    people are not fetched again."""
    with connection.cursor() as cursor:
        kinds = {"siblings": _SIBLING_KINDS, "parents": _PARENT_KINDS}
        cursor.execute(_SIBLINGS, {"person": person.pk, "day": day, **kinds})
        is_sibling = dict(cursor.fetchall())
    everybody = {each.pk: each for each in known if each.pk in is_sibling}
    if missing := [pk for pk in is_sibling if pk not in everybody]:
        everybody |= {each.pk: each for each in Person.objects.filter(pk__in=missing)}
    found = [each for pk, each in everybody.items() if is_sibling[pk] or each.is_child_on(day)]
    return _eldest_first(found)


def _eldest_first(people: Sequence[Person] | QuerySet[Person]) -> list[Person]:
    """By birth date, the unborn last, and those of unknown age after them."""
    return sorted(people, key=lambda p: (p.birth_date or p.expected_on or date.max, p.pk))
