"""Reading that looks unusual, by the rows of `rules.reading.UNUSUAL`: listed for data protection, who
asks and writes down what came of it. Ids, never names of children."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import User
from people.models import SettledLook
from rules.reading import UNUSUAL

BACK = timedelta(days=30)
"""How far the list looks back."""


@dataclass(frozen=True)
class Look:
    """One thing to ask about. `key` is the same each time it is listed."""

    key: str
    kind: str
    who: User
    at: datetime
    reference: str
    number: int

    @property
    def label(self) -> str:
        return UNUSUAL[self.kind].label

    @property
    def sentence(self) -> str:
        times = "once" if self.number == 1 else f"{self.number} times"
        match self.kind:
            case "many-records":
                return f"{self.number} people's records within one hour"
            case "gone-or-away":
                return f"{self.number} page{'' if self.number == 1 else 's'} on that day"
            case _:
                return f"{self.reference}, {times}"


_SAME_SURNAME = """
SELECT 'same-surname:' || a.by_id || ':' || a.person_id, a.by_id, max(a.at), p.reference, count(*)
FROM audit_access a JOIN accounts_user u ON u.id = a.by_id JOIN people_person p ON p.id = a.person_id
WHERE a.at >= %(since)s AND p.surname <> ''
  AND lower(p.surname) = lower(regexp_replace(u.name, '^.*\\s', ''))
GROUP BY a.by_id, a.person_id, p.reference
"""
_MANY = """
SELECT 'many-records:' || by_id || ':' || extract(epoch FROM date_trunc('hour', at))::bigint, by_id,
    max(at), '', count(DISTINCT person_id)
FROM audit_access WHERE at >= %(since)s AND person_id IS NOT NULL
GROUP BY by_id, date_trunc('hour', at) HAVING count(DISTINCT person_id) > %(most)s
"""
_GLASS = """
SELECT 'after-glass:' || g.user_id || ':' || g.id, g.user_id, g.at, p.reference,
    (SELECT count(*) FROM audit_access a WHERE a.glass_id = g.id)
FROM people_brokenglass g JOIN people_person p ON p.id = g.person_id WHERE g.at >= %(since)s
"""
_AWAY = """
SELECT 'gone-or-away:' || a.by_id || ':' || (a.at AT TIME ZONE 'Europe/London')::date, a.by_id,
    max(a.at), '', count(*)
FROM audit_access a JOIN accounts_user u ON u.id = a.by_id
LEFT JOIN accounts_absence b ON b.user_id = a.by_id
    AND b.since <= (a.at AT TIME ZONE 'Europe/London')::date
    AND coalesce(b.until, 'infinity') >= (a.at AT TIME ZONE 'Europe/London')::date
WHERE a.at >= %(since)s AND (b.id IS NOT NULL OR NOT u.is_active)
GROUP BY a.by_id, (a.at AT TIME ZONE 'Europe/London')::date
"""


def unusual(now: datetime) -> list[Look]:
    """What nobody has settled yet, the newest first. Six queries, however much was read."""
    rows: list[tuple[Any, ...]] = []
    values: dict[str, Any] = {"since": now - BACK, "most": UNUSUAL["many-records"].most}
    with connection.cursor() as cursor:
        for query in (_SAME_SURNAME, _MANY, _GLASS, _AWAY):
            cursor.execute(query, values)
            rows += cursor.fetchall()
    settled = set(
        SettledLook.objects.filter(key__in=[row[0] for row in rows]).values_list("key", flat=True)
    )
    users = User.objects.select_related("team").in_bulk({row[1] for row in rows})
    found = [
        Look(key, key.partition(":")[0], users[who], at, reference, number)
        for key, who, at, reference, number in rows
        if key not in settled
    ]
    return sorted(found, key=lambda look: look.at, reverse=True)


def settle(look: Look, *, by: User, found: str, why: str, at: datetime) -> None:
    """Write down what came of it; a second time changes nothing."""
    settled = SettledLook(
        key=look.key, user=look.who, found=found, why=why.strip(), settled_by=by, settled_at=at
    )
    settled.sign(by)
    if not SettledLook.objects.filter(key=look.key).exists():
        settled.save(force_insert=True)
