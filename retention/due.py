"""Which records are due for review, and why: the rows of `rules.retention` as one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from rules.codes import ClosureReason
from rules.lifecycles import CaseState, CaseStatus, ContactState
from rules.retention import PERIODS, Kept, Period

KINDS = f"""
    CASE WHEN EXISTS (SELECT FROM cases_case c WHERE c.person_id = p.id
            AND c.closure_reason = '{ClosureReason.ADOPTED}') THEN '{Kept.ADOPTED}'
        WHEN EXISTS (SELECT FROM cases_historicalcase c WHERE c.person_id = p.id
            AND c.status = '{CaseStatus.LOOKED_AFTER}') THEN '{Kept.LOOKED_AFTER}'
        WHEN EXISTS (SELECT FROM cases_historicalcase c WHERE c.person_id = p.id
            AND c.status = '{CaseStatus.ON_PLAN}') THEN '{Kept.PROTECTED}'
        WHEN e.has_case THEN '{Kept.IN_NEED}'
        ELSE '{Kept.CONTACT_ONLY}' END
"""  # noqa: S608
"""The gravest that a child ever was: the row history of the case knows, whatever it says now."""


def _due(period: Period) -> str:
    legs = []
    if period.birthday:
        legs.append(f"(born + interval '{period.birthday} years')::date")
    if period.after:
        legs.append(f"(ended + interval '{period.after} years')::date")
    due = f"GREATEST({', '.join(legs)})"
    if period.after_death:
        due = (
            "CASE WHEN died < (born + interval '18 years')::date"
            f" THEN (died + interval '{period.after_death} years')::date ELSE {due} END"
        )
    return f"WHEN '{period.kind}' THEN {due}"


SHORTEST = min(period.after or period.after_death or 0 for period in PERIODS.values())
QUERY = f"""
WITH told AS (
    SELECT person_id, bool_or(state <> '{ContactState.DECIDED}') AS is_open,
        max((COALESCE(decided_at, received_at) AT TIME ZONE 'Europe/London')::date) AS ended
    FROM cases_contactchild {{whom}} GROUP BY 1
), held AS (
    SELECT person_id, bool_or(state <> '{CaseState.CLOSED}') AS is_open, max(closed_on) AS ended
    FROM cases_case {{whom}} GROUP BY 1
), ends AS (
    SELECT COALESCE(told.person_id, held.person_id) AS person_id, held.person_id IS NOT NULL AS has_case,
        COALESCE(told.is_open, false) OR COALESCE(held.is_open, false) AS is_open,
        GREATEST(told.ended, held.ended) AS ended
    FROM told FULL JOIN held ON held.person_id = told.person_id
), kinds AS (
    SELECT p.id, p.reference, e.ended, e.is_open, p.died_on AS died, {KINDS} AS kind,
        COALESCE(p.birth_date, p.expected_on, e.ended) AS born
    FROM ends e JOIN people_person p ON p.id = e.person_id
    WHERE {{early}} NOT EXISTS (
        SELECT FROM retention_disposal d WHERE d.person_id = p.id AND d.done_at IS NOT NULL)
), dues AS (
    SELECT *, CASE kind {" ".join(_due(period) for period in PERIODS.values())} END AS due
    FROM kinds
)
SELECT id, reference, kind, born, ended, died, due, is_open,
    EXISTS (SELECT FROM retention_hold h WHERE h.person_id = dues.id AND h.lifted_at IS NULL),
    EXISTS (SELECT FROM retention_disposal d WHERE d.person_id = dues.id AND d.refused_at IS NULL)
FROM dues
"""  # noqa: S608


@dataclass(frozen=True)
class Record:
    """A child's whole record, and when it may be reviewed."""

    person_id: int
    reference: str
    kind: str
    born: date
    ended: date | None
    died: date | None
    due_on: date | None
    is_open: bool
    held: bool
    proposed: bool

    @property
    def period(self) -> Period:
        return PERIODS[Kept(self.kind)]

    @property
    def kind_label(self) -> str:
        return Kept.label_of(self.kind)


class Due:
    """The records due on a day, oldest first. Sliced like a queryset, so that it can be paged."""

    def __init__(self, today: date):
        self.today = today

    def __getitem__(self, some: slice) -> list[Record]:
        early = f"NOT e.is_open AND e.ended <= %(today)s - interval '{SHORTEST} years' AND"
        query = QUERY.format(whom="", early=early) + (
            " WHERE due <= %(today)s ORDER BY due, id LIMIT %(limit)s OFFSET %(offset)s"
        )
        offset = some.start or 0
        return list(
            _ask(query, {"today": self.today, "limit": some.stop - offset, "offset": offset})
        )


def record_of(person_id: int) -> Record | None:
    """One child's record; None for somebody who is nobody's record, or whose record is gone."""
    query = QUERY.format(whom="WHERE person_id = %(person)s", early="")
    return next(_ask(query, {"person": person_id}), None)


def _ask(query: str, values: dict[str, Any]) -> Iterator[Record]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        for row in cursor.fetchall():
            yield Record(*row)
