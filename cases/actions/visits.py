"""Seeing the child."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.models import Case, Visit
from cases.moments import moment_of
from rules.access import may
from workflow.engine import Refused, lock


@transaction.atomic
def record_visit(
    case: Case,
    *,
    by: User,
    on: date,
    seen: bool,
    seen_alone: bool = False,
    why_not: str = "",
    place: str = "",
    note: str = "",
    minutes_with_family: int | None = None,
    at: datetime | None = None,
) -> Visit:
    """Record that the child was seen, or was not and why. The case's «last seen» follows."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    reasons = []
    if not may(by.role, "write-record"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if not case.is_open:
        reasons.append("The case is closed: a visit is recorded on an open case.")
    if on > timezone.localtime(at).date():
        reasons.append("A visit cannot be recorded before it takes place.")
    born = case.person.birth_date
    if born and on < born:
        reasons.append("The visit was before the child was born. Check the date.")
    if not (seen and seen_alone) and not why_not.strip():
        reasons.append("Say why the child was not seen, or not seen alone.")
    if seen_alone and not seen:
        reasons.append("A child who was not seen cannot have been seen alone.")
    if reasons:
        raise Refused(reasons)
    visit = Visit(
        case=case,
        by=by,
        on=on,
        seen=seen,
        seen_alone=seen_alone,
        why_not=why_not.strip(),
        place=place.strip(),
        note=note.strip(),
        minutes_with_family=minutes_with_family,
        recorded_at=at,
    )
    visit.sign(by)
    visit.save(force_insert=True)
    changed = []
    if seen and (case.last_seen_on is None or on > case.last_seen_on):
        case.last_seen_on = on
        changed.append("last_seen_on")
    if seen_alone and (case.last_seen_alone_on is None or on > case.last_seen_alone_on):
        case.last_seen_alone_on = on
        changed.append("last_seen_alone_on")
    if changed:
        case.sign(by)
        case.save(update_fields=changed)
    story.record(
        "visit.record" if seen else "visit.missed",
        by=by,
        at=moment_of(on, at),
        recorded_at=at,
        why=visit.why_not,
        thing_id=visit.pk,
        **case.story(),
    )
    return visit
