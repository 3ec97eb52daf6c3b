"""The tab «Protection» of a case: what was done to keep the child safe, each with its clock and
what can be done next."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.pages import case_for
from cases.showing import clock_shown
from clocks.calendar import calendar
from clocks.models import Clock
from protection.actions.emergency import needs_discussion
from protection.models import EmergencyAction, Medical, Section47Enquiry, StrategyChild
from protection.pages import Request
from protection.views.enquiries import COLOURS
from rules.codes import TaskKind
from rules.lifecycles import EnquiryState


@require_safe
def case_protection(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    now = timezone.localtime()
    clocks = _clocks(case, now)
    emergencies = list(EmergencyAction.objects.filter(case=case))
    for each in emergencies:
        each.case = case
    enquiries = list(Section47Enquiry.objects.filter(case=case).select_related("lead"))
    discussions = StrategyChild.objects.filter(case=case).select_related("discussion")
    asked = case.tasks.open().filter(kind=TaskKind.STRATEGY_DISCUSSION).first()  # type: ignore[attr-defined]
    context = {
        "case": case,
        "may_record": case.is_open and request.user.may("write-record"),
        "emergencies": [
            {"action": each, "clock": clocks.get((each.thing, each.occasion))}
            for each in emergencies
        ],
        "undiscussed": needs_discussion(*(each for each in emergencies if each.is_in_force)),
        "asked": asked,
        "asked_clock": clocks.get(("task", asked.occasion)) if asked else None,
        "enquiries": [
            {
                "enquiry": each,
                "colour": COLOURS[EnquiryState(each.state)],
                "clock": clocks.get(("initial-conference", each.occasion)),
            }
            for each in enquiries
        ],
        "discussions": discussions.order_by("-discussion__held_at", "-pk"),
        "medicals": _medicals(case, clocks, now),
    }
    return render(request, "protection/case_protection.html", context)


def _clocks(case: Case, now: datetime) -> dict[tuple[str, str], dict[str, str]]:
    """The clocks of this page, by rule and occasion. One query."""
    rules = ("initial-conference", "police-protection", "epo", "medical", "task")
    known = calendar()
    rows = Clock.objects.filter(case=case, rule__in=rules).order_by("pk")
    return {
        (clock.rule, clock.occasion): clock_shown(clock, now, known, named=False) for clock in rows
    }


def _medicals(case: Case, clocks: dict[Any, Any], now: datetime) -> dict[str, Any]:
    """W42: how many were asked for, which are overdue, and how long each took."""
    rows = list(Medical.objects.filter(enquiry__case=case).select_related("enquiry"))
    if not rows:
        return {}
    overdue = set(
        Medical.objects.overdue(now).filter(enquiry__case=case).values_list("pk", flat=True)
    )
    return {
        "rows": [
            {
                "medical": each,
                "clock": clocks.get(("medical", each.occasion)),
                "overdue": each.pk in overdue,
                "took": each.attended_at - each.asked_at if each.attended_at else None,
            }
            for each in rows
        ],
        "overdue": len(overdue),
    }
