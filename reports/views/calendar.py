"""What clocks count by: the bank holidays, and the rule sets in force."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages import ability
from clocks import calendar_actions as act
from clocks.calendar import calendar_runs_out, rule_set_on
from clocks.models import BankHoliday, CalendarVersion, RuleSetInForce
from reports.forms import HolidayAdd, RuleSetBringIn
from rules.rule_sets import RULE_SETS, STARTS_WITH
from rules.timescales import TIMESCALES
from rules.workdays import in_full
from ui import forms
from ui.pages import page_number


@require_safe
@ability("keep-calendar")
def calendar(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    ends = BankHoliday.objects.aggregate(first=Min("day"), last=Max("day"))
    years = range((ends["first"] or today).year, max((ends["last"] or today).year, today.year) + 1)
    year = page_number(request.GET.get("year") or str(today.year))
    if year not in years:
        year = today.year
    return render(
        request,
        "reports/calendar.html",
        {
            "year": year,
            "before": year - 1 if year - 1 in years else None,
            "after": year + 1 if year + 1 in years else None,
            "days": BankHoliday.objects.filter(day__year=year),
            "runs_out": calendar_runs_out(today),
            "changes": CalendarVersion.objects.select_related("by")[:10],
        },
    )


@require_http_methods(["GET", "POST"])
@ability("keep-calendar")
def holiday_add(request: HttpRequest) -> HttpResponse:
    form = HolidayAdd(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day, name = form.cleaned_data["day"], form.cleaned_data["name"]
        moved = _possible(form, lambda: act.add_bank_holiday(day, name, by=request.user))
        if moved is not None:
            messages.success(request, f"{in_full(day)} does not count: {name}. {_moved(moved)}")
            return redirect("calendar")
    return render(request, "reports/holiday_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@ability("keep-calendar")
def holiday_remove(request: HttpRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(BankHoliday, pk=pk, one_off=True)
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        form.is_bound = True
        moved = _possible(form, lambda: act.remove_one_off(holiday.day, by=request.user))
        if moved is not None:
            messages.success(request, f"{in_full(holiday.day)} counts again. {_moved(moved)}")
            return redirect("calendar")
    return render(request, "reports/holiday_remove.html", {"form": form, "holiday": holiday})


@require_safe
@ability("bring-in-rule-set")
def rule_sets(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(RuleSetInForce.objects.select_related("brought_in_by"))
    now_in_force = rule_set_on(today)
    since = next((row.since for row in rows if row.since <= today), None)
    return render(
        request,
        "reports/rule_sets.html",
        {
            "in_force": RULE_SETS[now_in_force],
            "since": since,
            "rows": rows,
            "today": today,
            "starts_with": RULE_SETS[STARTS_WITH],
            "sets": [
                {"set": each, "clocks": [row for row in TIMESCALES if each.key in row.sets],
                 "current": each.key == now_in_force}
                for each in RULE_SETS.values()
            ],
        },
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@ability("bring-in-rule-set")
def rule_set_bring_in(request: HttpRequest) -> HttpResponse:
    """In two steps: what it will touch is read before it is done."""
    form = RuleSetBringIn(request.POST or None)
    touches = ""
    if request.method == "POST" and form.is_valid():
        key, since = form.cleaned_data["key"], form.cleaned_data["since"]
        if "confirm" in request.POST:
            row = _possible(form, lambda: act.bring_in_rule_set(key, since, by=request.user))
            if row is not None:
                messages.success(
                    request, f"«{RULE_SETS[key].label}» is in force from {in_full(since)}."
                )
                return redirect("rule-sets")
        else:
            touches = act.what_it_touches(key, since)
    return render(
        request,
        "reports/rule_set_bring_in.html",
        {
            "form": form,
            "touches": touches,
            "chosen": RULE_SETS.get(form.cleaned_data.get("key", "")) if touches else None,
            "since": form.cleaned_data.get("since") if touches else None,
        },
    )


def _possible(form: Any, change: Callable[[], Any]) -> Any:
    """What the change gave; None where it may not be made, with the reasons on the form."""
    try:
        return change()
    except act.NotPossible as refusal:
        form.refuse(refusal.reasons)
        return None


def _moved(number: int) -> str:
    if not number:
        return "No running clock was touched."
    return "1 clock was planned again." if number == 1 else f"{number:,} clocks were planned again."
