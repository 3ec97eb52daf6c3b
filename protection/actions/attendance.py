"""Who is at a conference, by role and agency, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from clocks.plan import local_date
from protection.actions.conferences import (
    CHANGED_MEANWHILE,
    as_it_stood,
    lock_all,
    move_all,
)
from protection.actions.invitations import Asked, add, wrong_with
from protection.models import Conference, Invitee
from rules.conferences import quorum_lacks
from rules.workdays import in_full
from workflow.engine import Refused

TICKED = ("attended", "why_absent")
"""What a tick says of an invitee."""


@dataclass(frozen=True)
class Attended:
    invitee: Invitee
    there: bool
    why_absent: str = ""


@transaction.atomic
def record_attendance(
    conference: Conference,
    attended: Sequence[Attended],
    *,
    more: Sequence[Asked] = (),
    opened: str = "",
    by: User,
    at: datetime | None = None,
) -> None:
    """Tick who is there. Whoever came unasked is added, once. May be put right until the decisions
    are recorded. `opened`: the list as the form showed it; where it is another by now, nothing is
    written over it."""
    at = at or timezone.now()
    children = lock_all(conference)
    listed = {row.pk: row for row in conference.invitees.all()}  # type: ignore[attr-defined]
    there = {Asked(row.kind, row.name, row.role, row.agency).key for row in listed.values()}
    more = list({asked.key: asked for asked in more if asked.key not in there}.values())
    changed = [each for each in attended if _as_ticked(each) != _as_stands(listed[each.invitee.pk])]
    reasons = wrong_with(more)
    if opened and (changed or more) and opened != as_it_stood(listed.values(), *TICKED):
        reasons.append(CHANGED_MEANWHILE)
    if local_date(at) < conference.on:
        reasons.append(
            f"The conference is arranged for {in_full(conference.on)}: attendance is ticked then."
        )
    if reasons:
        raise Refused(reasons)
    move_all(children, "attend", by=by, at=at)
    for each in changed:
        row = listed[each.invitee.pk]
        row.attended, row.why_absent = _as_ticked(each)
        row.sign(by, "attendance", at)
        row.save(update_fields=["attended", "why_absent"])
    for asked in more:
        row = add(conference, asked, by=by, at=at)
        row.attended = True
        row.sign(by, "came unasked", at)
        row.save(update_fields=["attended"])


def _as_ticked(each: Attended) -> tuple[bool, str]:
    return each.there, "" if each.there else each.why_absent.strip()


def _as_stands(row: Invitee) -> tuple[bool | None, str]:
    return row.attended, row.why_absent


def quorum_missing(conference: Conference) -> list[str]:
    """What is missing to be quorate, from those ticked as there."""
    there = [i for i in conference.invitees.all() if i.attended and i.sector]  # type: ignore[attr-defined]
    return quorum_lacks(conference.kind, [(i.sector, i.agency or i.name) for i in there])


def family_was_there(conference: Conference) -> bool:
    return any(i.attended and i.is_family for i in conference.invitees.all())  # type: ignore[attr-defined]
