"""The cases that somebody is on, and the restricted people they may read, as short lists of keys.

Lists are filtered by the keys, so that a page finds its cases by their index: with a subquery beside
the reach of a team, the database reads every case on every page."""

from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import Q

from rules.access import Reach, Role
from rules.lifecycles import STANDING
from rules.reading import RESTRICTED

SHORT_LISTS = "short-lists"


class ShortLists(NamedTuple):
    allocated: tuple[int, ...]
    """The open cases that this person, or somebody they cover, leads or stands beside."""
    led: tuple[int, ...]
    """The closed ones that they led."""
    conferred: tuple[int, ...]
    """The cases of the conferences they chair or arrange, where that is what their role reads."""
    restricted: tuple[int, ...]
    """The restricted people among them, and in the teams whose restricted records they read."""
    told: tuple[tuple[int, int], ...]
    """What was said about restricted people and is with somebody else to answer: contact, person."""

    beyond: tuple[int, ...]
    """Of all these, those that a list of the whole team would not have: another team's, and the
    restricted ones."""

    @property
    def cases(self) -> tuple[int, ...]:
        return (*self.allocated, *self.led, *self.conferred)


def short_lists(user: Any) -> ShortLists:
    """One query, once for a page."""
    if user.page is None:
        return _read(user)
    if SHORT_LISTS not in user.page:
        user.page[SHORT_LISTS] = _read(user)
    found: ShortLists = user.page[SHORT_LISTS]
    return found


# from the few that are restricted, by either index: asked with OR, each page would read every case
_LISTS = """
WITH mine AS (
    SELECT id, state, team_id = ANY(%(teams)s) AND NOT restricted AS near
    FROM cases_case WHERE worker_id = ANY(%(them)s)
    UNION
    SELECT c.id, c.state, c.team_id = ANY(%(teams)s) AND NOT c.restricted
    FROM cases_allocation a JOIN cases_case c ON c.id = a.case_id
    WHERE a.worker_id = ANY(%(them)s) AND a.until IS NULL
), few AS (
    SELECT id, person_id, team_id FROM cases_case WHERE restricted
    UNION
    SELECT c.id, c.person_id, c.team_id FROM cases_case c JOIN people_person p ON p.id = c.person_id
    WHERE p.restricted
)
SELECT CASE state WHEN 'closed' THEN 'led' ELSE 'allocated' END, id, near::int FROM mine
UNION ALL
SELECT 'restricted', person_id, NULL FROM few
WHERE id IN (SELECT id FROM mine) OR id = ANY(%(conferred)s::bigint[])
    OR team_id = ANY(%(closed_teams)s)
UNION ALL
SELECT 'told', told.contact_id, p.id FROM cases_contactchild told
JOIN people_person p ON p.id = told.person_id
WHERE p.restricted AND NOT coalesce(told.owner_id = ANY(%(them)s), false)
"""


def _read(user: Any) -> ShortLists:
    conferred = _of_conferences(user) if user.access.cases is Reach.CONFERENCES else []
    theirs = RESTRICTED.get(Role(user.role)) is Reach.TEAM
    asked = {
        "them": user.covers_ids,
        "teams": user.team_ids,
        "closed_teams": user.team_ids if theirs else [],
        "conferred": conferred,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LISTS, asked)
        rows = cursor.fetchall()
    return ShortLists(
        allocated=tuple(key for kind, key, _ in rows if kind == "allocated"),
        led=tuple(key for kind, key, _ in rows if kind == "led"),
        conferred=tuple(conferred),
        restricted=tuple({key for kind, key, _ in rows if kind == "restricted"}),
        told=tuple((key, person) for kind, key, person in rows if kind == "told"),
        beyond=tuple(key for kind, key, near in rows if kind in _MINE and not near),
    )


_MINE = ("allocated", "led")


def _of_conferences(user: Any) -> list[int]:
    """The cases of the conferences this person, or somebody they cover, chairs or arranges. They hang
    on a case from above: read by their reverse name."""
    leads = Q(conferences__conference__chair__in=user.covers_ids)
    leads |= Q(conferences__conference__administrator__in=user.covers_ids)
    standing = Q(conferences__state__in=[word.value for word in STANDING])
    cases = apps.get_model("cases", "Case")._base_manager
    return list(cases.filter(leads, standing).values_list("pk", flat=True))
