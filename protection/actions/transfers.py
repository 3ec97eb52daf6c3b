"""A child on another council's plan has moved here for good."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from cases.moments import moment_of
from clocks.plan import local_date
from protection.actions.plans import live_plan
from protection.models import TransferIn
from rules.codes import AbuseCategory
from rules.lifecycles import Hat
from rules.workdays import in_full
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def notify(
    case: Case,
    *,
    council: str,
    notified_on: date,
    category: str,
    by: User,
    at: datetime | None = None,
) -> TransferIn:
    """Record the formal notification in writing. The conference is due 15 working days from it."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    reasons = []
    if not case.hats(by) & {Hat.WORKER, Hat.COVER, Hat.MANAGER}:
        reasons.append("Only the child's worker or a manager of the team may do this.")
    if not case.is_open:
        reasons.append("The case is closed.")
    if not council.strip():
        reasons.append("Name the council that the child moved from.")
    if notified_on > local_date(at):
        reasons.append("The notification is recorded once it is here.")
    if notified_on < case.referred_on:
        reasons.append(
            f"The case was referred on {in_full(case.referred_on)}: the date of the notification "
            "is the date of the referral, or comes after it."
        )
    if category not in AbuseCategory.values():
        reasons.append("Choose the category of the other council's plan.")
    if live_plan(case):
        reasons.append("The child is on a protection plan of ours already.")
    if TransferIn.objects.waiting().filter(case=case).exists():
        reasons.append("A transfer in is recorded already, and waits for its conference.")
    if reasons:
        raise Refused(reasons)
    transfer = TransferIn(
        case=case, council=council.strip(), notified_on=notified_on, category=category
    )
    return begin(
        transfer,
        "notify",
        by=by,
        at=moment_of(notified_on, at),
        recorded_at=at,
        data={"council": council.strip()},
    )


@transaction.atomic
def withdraw(transfer: TransferIn, *, by: User, why: str, at: datetime | None = None) -> None:
    """It was recorded by mistake, or the move came to nothing."""
    move(transfer, "withdraw", by=by, why=why, at=at)
