"""Which people a user may find: the reach of the role, from `rules.access`.

People are reached through cases, which point at a person from above: this module reads them by
their reverse name, `Person.cases`, and never imports them. So the one rule of who may open which
case (`Case.objects.visible_to`) is also the rule of whose people are found.
"""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q, QuerySet

from rules.access import Reach
from rules.codes import RelationshipKind

if TYPE_CHECKING:
    from accounts.models import User

People = TypeVar("People", bound=QuerySet)

PARENTS = [kind.value for kind in RelationshipKind if kind.group == "Parents"]


def visible_to(people: People, user: "User") -> People:
    """`people`, less those outside the user's reach. A user who is not active reaches nobody; a
    restricted person is found by those who are on their case, and by nobody else."""
    if not user.is_active or user.access.people is Reach.NONE:
        return people.none()
    held = _cases(people).held_by(user)
    people = people.filter(Q(restricted=False) | Q(pk__in=held.values("person")))
    if user.access.people is Reach.ALL:
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
