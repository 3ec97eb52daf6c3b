"""Which people a user may find: the reach of the role, from `rules.access`.

People reached through cases wait for the case to exist: it points at a person from above, so
this module reads it by its reverse name, `Person.cases`, and never imports it.
"""

from typing import TYPE_CHECKING, TypeVar

from django.db.models import QuerySet

from rules.access import Reach

if TYPE_CHECKING:
    from accounts.models import User

People = TypeVar("People", bound=QuerySet)


def visible_to(people: People, user: "User") -> People:
    """`people`, less those outside the user's reach. A user who is not active reaches nobody."""
    if not user.is_active:
        return people.none()
    reach = user.access.people
    if reach is Reach.ALL:
        return people
    return through_cases(people, user, reach)


def through_cases(people: People, user: "User", reach: Reach) -> People:
    """The people of the cases in reach. Nobody, until cases say whose they are: what is not
    decided is not shown."""
    return people.none()
