"""The assessments of a case: what there is, and what is asked for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessments import forms
from assessments.actions.begin import asked_for, start
from assessments.models import Assessment
from assessments.pages import STATE_COLOURS, Request, address, clock_shown, typed
from assessments.siblings import open_cases_beside
from cases.models import Case
from cases.pages import case_for, done
from clocks.models import Clock
from rules.assessment_types import TYPES
from rules.lifecycles import Hat
from ui.moments import day_words


@require_http_methods(["GET", "HEAD", "POST"])
def case_assessments(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    now = timezone.now()
    beside = open_cases_beside(case, request.user) if case.is_open else []
    offers = _offers(case, beside, request.user)
    form = forms.Start(
        typed(request), beside=Case.objects.filter(pk__in=[each.pk for each in beside])
    )
    if request.method == "POST" and form.is_valid():
        cases, made = [case, *form.cleaned_data["cases"]], list[Assessment]()
        if done(
            form,
            lambda: made.extend(start(cases, form.cleaned_data["kind"], by=request.user, at=now)),
        ):
            mine = next(each for each in made if each.case_id == case.pk)
            messages.success(request, _started(mine, made))
            return redirect("assessment-part", mine.pk, mine.type.parts[0].key)
    rows = Assessment.objects.filter(case=case).select_related("author", "sent_to")
    return render(
        request,
        "assessments/case_assessments.html",
        {
            "case": case,
            "form": form,
            "rows_shown": _rows(list(rows), now),
            "offers": offers,
        },
    )


def _started(mine: Assessment, made: list[Assessment]) -> str:
    clock = Clock.objects.filter(rule=mine.type.clock, occasion=mine.occasion).first()
    due = f" It is due on {day_words(clock.due_on, timezone.localtime())}." if clock else ""
    if len(made) == 1:
        return f"{mine.type.label} started.{due} What you write saves itself."
    return f"{len(made)} assessments started together.{due} What is shared is written once for all."


def _offers(case: Case, beside: list[Case], user: Any) -> list[dict[str, Any]]:
    """What may be started here, and with which brothers and sisters."""
    if not user.may("write-assessment") or not case.hats(user) & {Hat.WORKER, Hat.COVER}:
        return []
    clocks = asked_for([case, *beside])
    called = {
        (row.case_id, row.kind)
        for row in Assessment.objects.filter(case__in=[case, *beside], state="called-for")
    }
    offers = []
    for kind in TYPES:
        if (case.pk, kind) in called or (case.pk, kind) in clocks:
            with_them = [
                each
                for each in beside
                if ((each.pk, kind) in clocks or (each.pk, kind) in called)
                and each.hats(user) & {Hat.WORKER, Hat.COVER}
            ]
            clock = clocks.get((case.pk, kind))
            offers.append({"kind": kind, "type": TYPES[kind], "clock": clock, "beside": with_them})
    return offers


def _rows(assessments: list[Assessment], now: Any) -> list[dict[str, Any]]:
    """Each assessment with its clock: one query for all the clocks."""
    occasions = [each.occasion for each in assessments]
    clocks: dict[tuple[str, str], Clock] = {}
    for clock in Clock.objects.filter(occasion__in=occasions).order_by("pk"):
        clocks[clock.rule, clock.occasion] = clock
    return [
        {
            "assessment": each,
            "url": address("assessment-detail", each),
            "colour": STATE_COLOURS[each.state],
            "clock": clock_shown(clocks.get((each.type.clock, each.occasion)), now)
            if each.state != "withdrawn"
            else None,
        }
        for each in assessments
    ]
