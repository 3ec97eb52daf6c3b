"""What pages of child protection say in words of their own."""

from datetime import timedelta
from typing import Any

from django import template

from cases.models import Case
from cases.showing import local_now
from protection.actions.plans import live_plan
from protection.models import InNeedPlan
from protection.plan_page import next_of

register = template.Library()


@register.inclusion_tag("protection/_plan_in_force.html")
def plan_in_force(case: Case) -> dict[str, Any]:
    """{% plan_in_force case %}: which plan, since when and what is due next; nothing without one.
    At most four queries."""
    if not case.is_open:
        return {}
    plan = live_plan(case) or InNeedPlan.objects.live().filter(case=case).first()
    return {"case": case, "plan": plan, "next": next_of(case, local_now()) if plan else []}


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
