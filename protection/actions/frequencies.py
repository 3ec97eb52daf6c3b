"""How often the child of a plan is seen and the core group meets, and what happens if it fails."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from clocks.ledger import replan
from clocks.models import Clock
from protection.models import ChildProtectionPlan
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from workflow.engine import Refused, lock, move


@transaction.atomic
def set_frequencies(
    plan: ChildProtectionPlan,
    *,
    visit_every_days: int,
    core_group_every_days: int,
    contingency: str,
    why: str,
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Change how often the child is seen and the core group meets, and the contingency. Clocks that
    run are planned again from where they count; their ledger keeps what they said before."""
    lock(plan.case)
    plan.refresh_from_db()
    reasons = [
        each
        for each in (
            VISIT_EVERY.objection(visit_every_days),
            CORE_GROUP_EVERY.objection(core_group_every_days),
        )
        if each
    ]
    if plan.version != version:
        reasons.append(
            "Somebody changed this plan since you opened the page. Look at it as it is now, then save again."
        )
    often = (visit_every_days, core_group_every_days)
    if often != (plan.visit_every_days, plan.core_group_every_days) and not why.strip():
        reasons.append("Say why the frequency changes.")
    if reasons:
        raise Refused(reasons)
    what = "how often, and what happens if it does not work"
    move(
        plan,
        "revise",
        by=by,
        why=why.strip(),
        at=at,
        data={"what": what},
        visit_every_days=visit_every_days,
        core_group_every_days=core_group_every_days,
        contingency=contingency.strip(),
        version=version + 1,
    )
    every = {"statutory-visit": visit_every_days, "core-group": core_group_every_days}
    for clock in Clock.objects.running().filter(occasion=plan.occasion, rule__in=every):
        replan(
            clock,
            by=by,
            why=why.strip() or "The plan's frequency changed",
            at=at,
            given=clock.started_on + timedelta(days=every[clock.rule]),
        )
