"""Which people a user may find: the reach of the role, from `rules.access`, and what is closed or
opened to them alone, from `rules.reading`.

People are reached through cases, which point at a person from above: this module reads them by
their reverse name, `Person.cases`, and never imports them. So the one rule of who may open which
case (`Case.objects.visible_to`) is also the rule of whose people are found.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models.people import CARRIED
from rules.access import EVERYTHING, NO_RECORD, Reach, Role
from rules.codes import RelationshipKind
from rules.reading import RESTRICTED

if TYPE_CHECKING:
    from accounts.models import User

People = TypeVar("People", bound=QuerySet)

PARENTS = [kind.value for kind in RelationshipKind if kind.group == "Parents"]
SIBLINGS = [kind.value for kind in RelationshipKind if kind.is_sibling]
READING, RESTRICTED_OPEN = "_reading", "_restricted_open"
"""Where what was read is kept on a user; `audit.story.looked` reads the first."""


@dataclass(frozen=True)
class Reading:
    """What is opened to, or closed for, one user alone: short lists of people's keys, so that a list
    of records is filtered by them and not by a subquery for each row."""

    listed: tuple[int, ...]
    """People whose restricted record this user was chosen to read."""
    barred: tuple[int, ...]
    """Family of this user, and their households: never seen, whatever the reach."""
    glass: dict[int, int]
    """People whose record is open to them for a while → the key of the broken glass."""

    @property
    def opened(self) -> tuple[int, ...]:
        return (*self.listed, *self.glass)


def reading_of(user: "User") -> Reading:
    """One query for a user, and one more for whoever has family on record. Kept on the user, who is
    fetched anew with each page."""
    known: Reading | None = getattr(user, READING, None)
    if known is None:
        known = _read(user)
        setattr(user, READING, known)
    return known


def forget(*users: "User") -> None:
    """Look again the next time: a list, a tie or a glass has changed."""
    for user in users:
        setattr(user, READING, None)
        setattr(user, RESTRICTED_OPEN, None)
        if user.page is not None:  # what was read for the page stands on them too
            user.page.clear()


_READING = f"""
WITH {CARRIED}
SELECT 'listed', person_id, id FROM people_listedreader WHERE user_id = %(user)s AND removed_at IS NULL
UNION ALL
SELECT 'tie', person_id, id FROM people_tietostaff WHERE user_id = %(user)s AND ended_at IS NULL
  AND person_id IS NOT NULL
UNION ALL
SELECT 'glass', person_id, id FROM people_brokenglass
WHERE user_id = %(user)s AND until > %(now)s AND at <= %(now)s
UNION ALL
SELECT 'cover', id, id FROM carried
"""  # noqa: S608 - a piece of our own


def _read(user: "User") -> Reading:
    found: dict[str, dict[int, int]] = {"listed": {}, "tie": {}, "glass": {}, "cover": {}}
    with connection.cursor() as cursor:
        now = timezone.now()
        today = timezone.localdate(now)
        cursor.execute(_READING, {"user": user.pk, "now": now, "today": today})
        for kind, key, row in cursor.fetchall():
            found[kind][key] = row
    if user.page is not None:  # whom they cover is asked for next on every page
        user.covers_ids = list(found["cover"])
    barred = households_of(found["tie"]) if found["tie"] else set()
    return Reading(
        tuple(found["listed"]),
        tuple(sorted(barred)),
        {person: row for person, row in found["glass"].items() if person not in barred},
    )


# Whoever lives with them, their parents and children, brothers and sisters, and those these live with.
_AROUND = """
SELECT CASE WHEN person_id = ANY(%(them)s) THEN other_id ELSE person_id END FROM people_relationship
WHERE (person_id = ANY(%(them)s) OR other_id = ANY(%(them)s))
  AND (lives_with OR kind = ANY(%(close)s))
"""


def households_of(people: Any) -> set[int]:
    """These people with their households: the keys of all, two steps out. A tie that has ended counts
    too: somebody's family stays their family."""
    found = set(people)
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(_AROUND, {"them": list(found), "close": [*PARENTS, *SIBLINGS]})
            found |= {key for (key,) in cursor.fetchall()}
    return found


def restricted_open(user: "User") -> tuple[int, ...] | None:
    """The keys of the restricted people whose record this user may read; None for all of them."""
    reach = RESTRICTED.get(Role(user.role), Reach.OWN)
    if reach is Reach.ALL:
        return None
    known: tuple[int, ...] | None = getattr(user, RESTRICTED_OPEN, None)
    if known is None:
        cases = apps.get_model("cases", "Case").objects
        keys = {*cases.restricted_people(user), *reading_of(user).opened}
        known = tuple(sorted(keys))
        setattr(user, RESTRICTED_OPEN, known)
    return known


def either(one: Q, other: Q) -> Q:
    """One or the other; an empty condition leaves nothing out, and stays empty. (`Q() | q` is `q`.)"""
    return one | other if one and other else Q()


def unhidden(user: "User", person: str = "person") -> Q:
    """What is not restricted, or is open to this user all the same. `person` is the way to it."""
    keys = restricted_open(user)
    if keys is None:
        return Q()
    hidden = "restricted" if person == "pk" else f"{person}__restricted"
    return Q(**{hidden: False}) | Q(**{f"{person}__in": keys}) if keys else Q(**{hidden: False})


def open_to(user: "User", person: str = "person") -> Q:
    """What is neither restricted to others nor about the user's own family, whatever the reach."""
    barred = reading_of(user).barred
    return (
        unhidden(user, person) & ~Q(**{f"{person}__in": barred})
        if barred
        else unhidden(user, person)
    )


def visible_to(people: People, user: "User") -> People:
    """`people`, less those outside the user's reach. A user who is not active reaches nobody; a
    restricted person is found by those who may read their record, and by nobody else; a user's own
    family is not found by them at all."""
    if not user.is_active or user.access.people in NO_RECORD:
        return people.none()
    people = people.filter(open_to(user, "pk"))
    if user.access.people in EVERYTHING:
        return people
    return through_cases(people, user)


def through_cases(people: People, user: "User") -> People:
    """The children whose cases the user may open, those related to them, and the other children of
    their parents.

    Their keys are fetched first, in two queries. A list of keys costs a search less than the same
    as subqueries, which the database works out anew for each way of searching, and misjudges."""
    children = list(_cases(people).visible_to(user).order_by().values_list("person", flat=True))
    if not children:
        return people.none()
    relations = people.model._meta.get_field("relationships").related_model.objects.order_by()
    parents = relations.filter(other__in=children, kind__in=PARENTS).values("person")
    family = (
        relations.filter(person__in=children)
        .values_list("other")
        .union(
            relations.filter(other__in=children).values_list("person"),
            relations.filter(person__in=parents, kind__in=PARENTS).values_list("other"),
        )
    )
    return people.filter(pk__in={*children, *(key for (key,) in family)})


def _cases(people: Any) -> Any:
    return people.model._meta.get_field("cases").related_model.objects
