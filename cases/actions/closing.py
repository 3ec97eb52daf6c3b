"""Closing a case."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.allocation import end_allocations
from cases.models import Case
from clocks.plan import local_date
from rules.codes import ClosureReason
from workflow.engine import move


@transaction.atomic
def close(case: Case, *, by: User, reason: str, summary: str, at: datetime | None = None) -> None:
    """End the child's episode of need. Refused while anything on it is unfinished, and for a child
    on a plan or looked after. Whoever led it stays named, and can go on reading it."""
    at = at or timezone.now()
    move(
        case,
        "close",
        by=by,
        why=summary.strip(),
        at=at,
        data={"reason": ClosureReason.label_of(reason).lower()},
        closed_on=local_date(at),
        closure_reason=reason,
        closure_summary=summary.strip(),
        waiting_since=None,
    )
    end_allocations(case, why="The case closed", by=by, at=at)
