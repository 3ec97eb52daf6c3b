"""Saying why something is late, while it is still being done."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from clocks.ledger import explain
from clocks.models import Clock, Standing
from rules.lifecycles import Hat
from workflow.engine import Refused, lock


@transaction.atomic
def explain_lateness(
    clock: Clock, thing: Any, *, by: User, why: str, at: datetime | None = None
) -> None:
    """Write the reason into the clock's ledger. `thing` is the case, contact or task it runs for;
    its root is locked first. An earlier reason stays in the ledger."""
    at = at or timezone.now()
    lock(thing.root)
    clock.refresh_from_db()
    reasons = []
    if not thing.hats(by) & {Hat.WORKER, Hat.COVER, Hat.MANAGER, Hat.OWNER}:
        reasons.append(
            "Only the child's worker, whoever covers them, or a manager may explain lateness."
        )
    if clock.standing != Standing.RUNNING:
        reasons.append("This clock has ended already.")
    elif not clock.is_late(at):
        reasons.append("This is not late.")
    if not why.strip():
        reasons.append("Say why it is late.")
    if reasons:
        raise Refused(reasons)
    if why.strip() != clock.late_reason:
        explain(clock, by=by, why=why.strip(), at=at)
