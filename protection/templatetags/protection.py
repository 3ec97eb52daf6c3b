"""What pages of child protection say in words of their own."""

from datetime import timedelta
from typing import Any

from django import template

from cases.models import Case
from cases.showing import CaseClocks, local_now
from protection.actions.plans import live_plan
from protection.models import InNeedPlan
from protection.plan_page import next_of

register = template.Library()


@register.inclusion_tag("protection/_plan_in_force.html", takes_context=True)
def plan_in_force(context: Any, case: Case) -> dict[str, Any]:
    """{% plan_in_force case %}: which plan, since when and what is due next; nothing without one.
    At most two queries, where the page has read the clocks of the case."""
    if not case.is_open:
        return {}
    plan = live_plan(case) or InNeedPlan.objects.live().filter(case=case).first()
    if plan is None:
        return {}
    clocks = context.get("case_clocks") or CaseClocks(case, local_now())
    return {"case": case, "plan": plan, "next": next_of(case, clocks)}


@register.filter
def interval(span: timedelta) -> str:
    """{{ median|interval }} → 1 day 3 hours; 5 hours"""
    hours = int(span.total_seconds() // 3600)
    days, hours = divmod(hours, 24)
    words = [
        f"{number} {noun}{'' if number == 1 else 's'}"
        for number, noun in ((days, "day"), (hours, "hour"))
        if number
    ]
    return " ".join(words) or "less than an hour"
