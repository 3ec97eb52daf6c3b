"""Significant events that no act of this service tells of: written by hand, kept with their author."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from audit.models import Event
from cases.models import Case
from cases.moments import moment_of
from rules.access import may
from workflow.engine import Refused, lock


@transaction.atomic
def add_entry(case: Case, *, by: User, on: date, what: str, at: datetime | None = None) -> Event:
    """Enter something that happened on a day, however long ago, into the chronology."""
    at = at or timezone.now()
    lock(case)
    reasons = _objections(case, by, what)
    if on > timezone.localtime(at).date():
        reasons.append("An event cannot be entered before it happens.")
    if reasons:
        raise Refused(reasons)
    return story.record(
        "chronology.entry",
        by=by,
        at=moment_of(on, at),
        recorded_at=at,
        why=what.strip(),
        **case.story(),
    )


@transaction.atomic
def correct_entry(
    case: Case, entry: Event, *, by: User, what: str, at: datetime | None = None
) -> Event:
    """Put an entry right. Its author or a manager may; what it said before stays readable."""
    at = at or timezone.now()
    lock(case)
    reasons = _objections(case, by, what)
    if not may_correct(case, entry, by):
        reasons.append("Only whoever wrote an entry, or a manager of the team, may correct it.")
    if reasons:
        raise Refused(reasons)
    return story.record(
        "chronology.correct", by=by, at=at, why=what.strip(), thing_id=entry.pk, **case.story()
    )


def may_correct(case: Case, entry: Event, user: User) -> bool:
    return entry.by_id == user.pk or "manager" in case.hats(user)


def _objections(case: Case, by: User, what: str) -> list[str]:
    reasons = []
    if not may(by.role, "write-record"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if not what.strip():
        reasons.append("Say what happened.")
    return reasons
