"""What pages of child protection say in words of their own."""

from datetime import timedelta
from typing import Any

from django import template

from cases.models import Case
from cases.showing import CaseClocks, clock_shown, local_now
from clocks.calendar import calendar
from clocks.models import Clock
from protection.actions.plans import live_plan
from protection.models import InNeedPlan
from protection.models.emergency import CLOCKS
from protection.plan_page import next_of
from rules.access import Reach

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


@register.inclusion_tag("protection/_emergencies_tonight.html", takes_context=True)
def emergencies_tonight(context: Any) -> dict[str, Any]:
    """{% emergencies_tonight %}: what runs out to the hour, for whoever answers for every child at
    night; nothing for anybody else, whose own page has it. One query, and one for the calendar."""
    user = context["request"].user
    if user.access.cases is not Reach.TONIGHT:
        return {}
    now, known = local_now(), calendar()
    clocks = (
        Clock.objects.running()
        .filter(rule__in=CLOCKS, case__in=Case.objects.visible_to(user))
        .select_related("case__person", "case__worker", "case__team")
        .soonest()
    )
    rows = [{"case": each.case, "clock": clock_shown(each, now, known)} for each in clocks]
    return {"tonight": True, "rows": rows}


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
