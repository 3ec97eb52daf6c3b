"""Medicals that an enquiry asks for: asked, held, or given up."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from protection.models import Medical, Section47Enquiry
from rules.codes import MedicalKind
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def ask(
    enquiry: Section47Enquiry,
    *,
    by: User,
    kind: str,
    asked_at: datetime,
    asked_of: str,
    at: datetime | None = None,
) -> Medical:
    """Record that a medical was asked for: its clock runs from then."""
    at = at or timezone.now()
    lock(enquiry.case)
    enquiry.refresh_from_db()
    reasons = []
    if not enquiry.is_being_made:
        reasons.append(
            f"This enquiry is «{enquiry.state_label.lower()}»: no medical is asked for now."
        )
    if kind not in MedicalKind.values():
        reasons.append("Choose what the child is examined for.")
    if asked_at > at:
        reasons.append("A medical cannot have been asked for at a time that is still to come.")
    if timezone.localtime(asked_at).date() < enquiry.started_on:
        reasons.append("The medical was asked for before the enquiry began. Check the date.")
    if not asked_of.strip():
        reasons.append("Say who was asked for the medical.")
    if reasons:
        raise Refused(reasons)
    medical = Medical(
        enquiry=enquiry, kind=kind, asked_at=asked_at, asked_of=asked_of.strip(), asked_by=by
    )
    return begin(
        medical,
        "ask",
        by=by,
        at=asked_at,
        recorded_at=at,
        data={"what": medical.kind_label.lower()},
    )


@transaction.atomic
def attend(
    medical: Medical,
    *,
    by: User,
    attended_at: datetime,
    examined_by: str,
    result: str,
    late_reason: str = "",
    at: datetime | None = None,
) -> None:
    """Record that the child was examined: when, by whom, and what was found."""
    at = at or timezone.now()
    reasons = []
    if attended_at > at:
        reasons.append("The child cannot have been examined at a time that is still to come.")
    if attended_at < medical.asked_at:
        reasons.append("The child cannot have been examined before the medical was asked for.")
    if not result.strip():
        reasons.append("Say what the medical found.")
    if reasons:
        raise Refused(reasons)
    move(
        medical,
        "attend",
        by=by,
        at=attended_at,
        recorded_at=at,
        late_reason=late_reason,
        data={"what": medical.kind_label.lower()},
        attended_at=attended_at,
        examined_by=examined_by.strip(),
        result=result.strip(),
    )


@transaction.atomic
def drop(medical: Medical, *, by: User, why: str, at: datetime | None = None) -> None:
    """Record that the medical will not be held, and why."""
    move(
        medical,
        "drop",
        by=by,
        why=why.strip(),
        at=at,
        data={"what": medical.kind_label.lower()},
        why_dropped=why.strip(),
    )
