"""Emergency action: recording it, its extension, and how it ended."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.pages import case_for, done
from cases.tabs import address
from protection.actions import emergency
from protection.forms import emergency as forms
from protection.models import EmergencyAction
from protection.models.emergency import longest_extension
from protection.pages import Request, record_page, typed
from rules.codes import EmergencyEnd, EmergencyKind
from ui.moments import moment_words


@require_http_methods(["GET", "POST"])
def emergency_begin(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    if not request.user.may("write-record"):
        raise Http404
    now = timezone.localtime()
    kind = request.GET.get("kind", "")
    initial = {"started_at": now, "kind": kind if kind in EmergencyKind.values() else ""}
    form = forms.EmergencyBegin(typed(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        made: list[EmergencyAction] = []
        if form.act(lambda: made.append(emergency.begin_action(case, by=request.user, **given))):
            messages.success(request, _said(made[0], now) if made else "This was recorded already.")
            return redirect("case-protection", case.reference)
    return render(request, "protection/emergency_begin.html", {"case": case, "form": form})


def _said(action: EmergencyAction, now: Any) -> str:
    said = f"{action.kind_label} recorded. It runs out {moment_words(action.ends_at, now)}."
    if emergency.needs_discussion(action):
        said += " A strategy discussion is needed: the team's managers have the task."
    return said


@record_page(EmergencyAction, "GET", "HEAD", "POST")
def emergency_extend(request: Request, action: EmergencyAction) -> HttpResponse:
    if not action.is_order or not request.user.may("write-record"):
        raise Http404
    now = timezone.localtime()
    latest = moment_words(longest_extension(action.ends_at), now)
    form = forms.EmergencyExtend(typed(request), latest=latest, initial={"extended_at": now})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: emergency.extend(action, by=request.user, **given)):
            ends = moment_words(action.ends_at, now)
            messages.success(request, f"Extension recorded. The order ends {ends}.")
            return redirect("case-protection", action.case.reference)
    return _asking(
        request, action, form, "Record that the court extended the order", "Record the extension"
    )


@record_page(EmergencyAction, "GET", "HEAD", "POST")
def emergency_end(request: Request, action: EmergencyAction) -> HttpResponse:
    if not request.user.may("write-record"):
        raise Http404
    form = forms.EmergencyEnded(typed(request), order=action.is_order)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: emergency.end(action, by=request.user, **given)):
            messages.success(request, f"{action.kind_label} ended: {action.end_label.lower()}.")
            if action.ended_how == EmergencyEnd.ORDER:
                page = address("emergency-begin", action.case.reference)
                return redirect(f"{page}?kind={EmergencyKind.ORDER}")
            return redirect("case-protection", action.case.reference)
    return _asking(
        request, action, form, f"How did the {action.kind_label.lower()} end?", "Record it"
    )


def _asking(
    request: Request, action: EmergencyAction, form: Any, heading: str, button: str
) -> HttpResponse:
    now = timezone.localtime()
    began, ends = (moment_words(each, now) for each in (action.started_at, action.ends_at))
    return render(
        request,
        "protection/emergency_asks.html",
        {
            "case": action.case,
            "action": action,
            "form": form,
            "heading": heading,
            "note": f"It began {began}, and runs out {ends}.",
            "button": button,
            "back": address("case-protection", action.case.reference),
        },
    )
