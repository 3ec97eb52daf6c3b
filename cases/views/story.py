"""The story of a child: every event in a sentence, and the chronology printed from it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.models import Event
from cases.actions.chronology import add_entry, correct_entry, may_correct
from cases.forms.case import ChronologyCorrect, ChronologyEntry, StoryFilter
from cases.models import Case
from cases.pages import ability, case_for
from cases.tabs import address
from clocks.plan import end_of, start_of
from rules.events import EVENTS
from ui.pages import paginate

SIGNIFICANT = [row.key for row in EVENTS.values() if row.significant]
KINDS = {
    "contact": ("contact.", "case.refer"),
    "case": ("case.",),
    "assessment": ("initial-assessment.", "core-assessment.", "single-assessment."),
    "visit": ("visit.",),
    "protection": (
        "strategy.",
        "section-47.",
        "medical.",
        "police-protection.",
        "epo.",
        "conference.",
        "transfer-in.",
    ),
    "plan": ("protection-plan.", "in-need-plan.", "core-group.", "birth."),
    "task": ("task.",),
    "family": ("family.", "person."),
    "document": ("document.",),
    "chronology": ("chronology.",),
}
MOST_PRINTED = 3000
"""Lines: more than any chronology; beyond it the page says that it was cut."""


@require_safe
def case_story(request: HttpRequest, reference: str) -> HttpResponse:
    printed = request.GET.get("print") == "1"
    case = case_for(request, reference, "print" if printed else "view")
    form = StoryFilter(request.GET if StoryFilter.asked(request.GET) else None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    events = filtered(events_of(case, request.user), chosen)
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "may_write": request.user.may("write-record"),
        "as_of_url": address("case-as-of", case.reference),
    }
    if printed:
        found = list(events.filter(key__in=SIGNIFICANT).order_by("at", "id")[:MOST_PRINTED])
        context |= {
            "lines": lines_of(case, found, request.user),
            "cut": len(found) == MOST_PRINTED,
            "now": timezone.localtime(),
        }
        return render(request, "cases/case_story_print.html", context)
    page = paginate(events.order_by("-at", "-id"), request, 40)
    context |= {"page": page, "lines": lines_of(case, page.rows, request.user)}
    return render(request, "cases/case_story.html", context)


def events_of(case: Case, user: Any) -> "QuerySet[Event]":
    """Everything that happened to this child: on this case, in contacts, and on other cases that
    the reader may open. Corrections stand with what they correct."""
    cases = list(
        Case.objects.visible_to(user).filter(person=case.person_id).values_list("pk", flat=True)
    )
    of_child = Event.objects.filter(person=case.person_id)
    # a referral is told by the contact it ended and by the case it opened: here once
    told_by_case = of_child.filter(key="case.refer", case__in=cases).order_by().values("at")
    return (
        of_child.filter(Q(case=None) | Q(case__in=cases))
        .exclude(key="chronology.correct")
        .exclude(key="contact.refer", at__in=told_by_case)
        .select_related("by")
    )


def filtered(events: "QuerySet[Event]", chosen: dict[str, Any]) -> "QuerySet[Event]":
    """What is left of the events after the reader's choices."""
    if chosen.get("significant"):
        events = events.filter(key__in=SIGNIFICANT)
    if chosen.get("kind"):
        some = Q()
        for start in KINDS[chosen["kind"]]:
            some |= Q(key__startswith=start)
        events = events.filter(some)
    if chosen.get("since"):
        events = events.filter(at__gte=start_of(chosen["since"]))
    if chosen.get("until"):
        events = events.filter(at__lt=end_of(chosen["until"]))
    return events


def lines_of(
    case: Case, events: Iterable[Event], user: Any, *, known_by: datetime | None = None
) -> list[dict[str, Any]]:
    """Events as the page shows them, each with the child's age then. `known_by`: without what was
    corrected later, and with nothing to change."""
    events = list(events)
    entries = [event.pk for event in events if event.key == "chronology.entry"]
    corrections: dict[int, list[Event]] = {}
    for event in (
        Event.objects.filter(key="chronology.correct", case=case, thing_id__in=entries)
        .select_related("by")
        .order_by("id")
        if entries
        else ()
    ):
        if known_by is None or event.recorded_at <= known_by:
            corrections.setdefault(event.thing_id or 0, []).append(event)
    lines = [_line(case, event, corrections.get(event.pk, []), user) for event in events]
    return lines if known_by is None else [{**line, "correct_url": ""} for line in lines]


def _line(case: Case, event: Event, corrections: list[Event], user: Any) -> dict[str, Any]:
    day = timezone.localtime(event.at).date()
    entry = event.key == "chronology.entry"
    written_later = abs(event.recorded_at - event.at) > timedelta(hours=12)
    own = entry and event.case_id == case.pk and case.is_open and may_correct(case, event, user)
    return {
        "sentence": event.sentence,
        "at": event.at,
        "day": day,
        "whole_day": written_later and timezone.localtime(event.at).hour == 12,
        "recorded_at": event.recorded_at if written_later else None,
        "by": event.by.name if event.by else "",
        "detail": corrections[-1].why if corrections else event.why,
        "significant": event.significant,
        "age": _age_then(case, day),
        "entry": entry,
        "before": [event.why, *(each.why for each in corrections[:-1])] if corrections else [],
        "corrected": corrections[-1] if corrections else None,
        "correct_url": reverse("chronology-correct", args=[case.reference, event.pk])
        if own
        else "",
    }


def _age_then(case: Case, day: date) -> str:
    return case.person.age_on(day)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def chronology_add(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    now: datetime = timezone.localtime()
    form = ChronologyEntry(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: add_entry(case, by=request.user, on=data["on"], what=data["what"], at=now)
        ):
            messages.success(request, "Entered. It stands in the chronology with your name.")
            return redirect("case-story", case.reference)
    return render(request, "cases/chronology_add.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@ability("write-record")
def chronology_correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    entry = get_object_or_404(Event, pk=pk, case=case, key="chronology.entry")
    if not may_correct(case, entry, request.user):
        return redirect("case-story", case.reference)
    line = lines_of(case, [entry], request.user)[0]
    form = ChronologyCorrect(request.POST or None, initial={"what": line["detail"]})
    if request.method == "POST" and form.is_valid():
        what = form.cleaned_data["what"]
        if form.act(lambda: correct_entry(case, entry, by=request.user, what=what)):
            messages.success(request, "Corrected. What it said before can still be read.")
            return redirect("case-story", case.reference)
    context = {"case": case, "form": form, "line": line}
    return render(request, "cases/chronology_correct.html", context)
