"""One conference: before it, what is not ready; during it, each child; after it, what is left."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from audit.models import Event
from cases.showing import badges_of, clock_shown, local_now
from clocks.calendar import Calendar, calendar
from clocks.models import Clock
from protection.actions.conferences import report_due
from protection.actions.waiting import CLOCKS
from protection.conference_pages import conference_page
from protection.models import Conference, ConferenceChild, Invitee
from protection.pages import Request
from protection.readiness import letters_of, unfinished, unprepared
from protection.views.conference_during import quorum
from rules.codes import HeardHow, MeetingMethod
from rules.lifecycles import Hat


@conference_page("GET", "HEAD")
def conference_detail(request: Request, conference: Conference) -> HttpResponse:
    now, known = local_now(), calendar()
    children = conference.shown_children
    hats = set().union(*(child.hats(request.user) for child in children))
    arranges = request.user.may("arrange-conference")
    conference.letters_to_send = letters_of(conference)
    invitees = conference.people()
    context: dict[str, Any] = {
        "conference": conference,
        "columns": [_column(child, now, known) for child in children],
        "others": conference.children.count() - len(children),  # type: ignore[attr-defined]
        "groups": _groups(invitees),
        "lacks": unprepared(conference, now, known)
        if conference.is_ahead
        else unfinished(conference, now),
        "quorum": quorum(conference),
        "report_due": report_due(conference, known.days) if conference.is_ahead else None,
        "today": conference.is_ahead and conference.on <= now.date(),
        "arranges": arranges,
        "chairs": Hat.CHAIR in hats and request.user.may("chair-conference"),
        "shares": conference.is_ahead
        and request.user.may("share-conference-report")
        and bool(hats & {Hat.WORKER, Hat.COVER, Hat.MANAGER, Hat.CHAIR, Hat.ADMINISTRATOR}),
        "method": MeetingMethod.label_of(conference.method),
        "history": _history(children[0]),
        "to_send": len(conference.letters_to_send),
        "next": _next(conference, invitees),
    }
    return render(request, "protection/conference_detail.html", context)


def _next(conference: Conference, invitees: list[Invitee]) -> str:
    """What the administrator does next, before it is held: the one button that stands out."""
    if not invitees:
        return "people"
    if conference.letters_to_send:
        return "letters"
    silent = any(
        i.invited_on and (not i.answer or (i.sector and not i.report_received_on)) for i in invitees
    )
    return "answers" if silent else ""


def _column(child: ConferenceChild, now: Any, known: Calendar) -> dict[str, Any]:
    clock = Clock.objects.running().filter(case=child.case, rule__in=CLOCKS).soonest().first()
    return {
        "place": child,
        "person": child.case.person,
        "badges": badges_of(child.case),
        "clock": clock_shown(clock, now, known) if clock else None,
        "heard_how": HeardHow.label_of(child.heard_how) if child.heard_how else "",
        "dissents": child.dissents.select_related("who"),  # type: ignore[attr-defined]
        "wishes": child.recommendations.select_related("task", "supervisor", "worker"),  # type: ignore[attr-defined]
    }


def _groups(invitees: list[Any]) -> list[dict[str, Any]]:
    """Family, then professionals, then our own."""
    groups = [
        {"label": "Family", "rows": [i for i in invitees if i.is_family]},
        {"label": "Professionals", "rows": [i for i in invitees if i.kind == "professional"]},
        {
            "label": "Children's social care",
            "rows": [i for i in invitees if i.kind == "social-care"],
        },
    ]
    return [group for group in groups if group["rows"]]


def _history(child: ConferenceChild) -> Any:
    """What was done with it, the newest first."""
    lines = Event.objects.filter(
        case=child.case_id, thing_id=child.pk, key__startswith="conference."
    ).exclude(key="conference.discuss")
    return lines.select_related("by")
