"""A parent's own needs, and the services for adults that answer them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import story
from cases.models import Case
from protection.actions.in_need import not_theirs
from protection.models import AdultServiceInvolvement
from rules.codes import AdultNeed, AdultServiceStanding
from workflow.engine import Refused, lock

ANSWERED = (AdultServiceStanding.INVOLVED, AdultServiceStanding.REFERRED)


def needs_of(case: Case) -> list[AdultNeed]:
    """The needs of a parent that the newest authorised assessment of this case found."""
    return [need for need in AdultNeed if need in case.parents_needs]


def unanswered(case: Case, recorded: Iterable[AdultServiceInvolvement]) -> list[AdultNeed]:
    """Those of them for which nobody has recorded a service, or why there is none."""
    answered = {row.need for row in recorded}
    return [need for need in needs_of(case) if need not in answered]


@transaction.atomic
def record_adult_service(
    case: Case,
    *,
    need: str,
    standing: str,
    service: str = "",
    worker: str = "",
    telephone: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> AdultServiceInvolvement:
    """Say which service works with the parent, or why none does; said again, it takes the place of
    what was said before."""
    lock(case)
    case.refresh_from_db()
    reasons = not_theirs(case, by)
    if need not in AdultNeed.values():
        reasons.append("Choose the need from the list.")
    if standing not in AdultServiceStanding.values():
        reasons.append("Choose where it stands from the list.")
    if standing in ANSWERED and not service.strip():
        reasons.append("Name the service.")
    if standing and standing not in ANSWERED and not note.strip():
        reasons.append("Say why no service works with the parent.")
    if reasons:
        raise Refused(reasons)
    row = AdultServiceInvolvement.objects.filter(case=case, need=need).first()
    row = row or AdultServiceInvolvement(case=case, need=need)
    row.standing, row.service, row.worker = standing, service.strip(), worker.strip()
    row.telephone, row.note = telephone.strip(), note.strip()
    row.recorded_by, row.recorded_at = by, at
    row.sign(by, AdultServiceStanding.label_of(standing), at)
    row.save()
    story.record(
        "family.adult-service",
        by=by,
        at=at,
        why=row.note,
        data={"need": AdultNeed.label_of(need).lower(), "standing": row.standing_label.lower()},
        **case.story(),
    )
    return row
