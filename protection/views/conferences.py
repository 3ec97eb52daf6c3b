"""The chair's and the administrator's first page, and the report of views that are missing."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages import ability
from cases.showing import clock_shown, local_now
from cases.tabs import address
from clocks.calendar import calendar
from people.access import open_to
from protection.actions.waiting import places, shown
from protection.models import Conference, ConferenceChild, Letter, Recommendation
from protection.pages import Request
from protection.readiness import unfinished, unprepared
from ui.pages import CountlessPage, page_number, paginate

AHEAD = timedelta(days=30)
MOST = 50
"""Rows of one block; a page that is longer is not read."""
PER_PAGE, COUNTED = 25, 100
"""Of the children to be arranged for: rows shown, and how far they are counted."""


def fetched(conferences: Any) -> Any:
    """With what a list says of each: as many queries for many as for few."""
    children = ConferenceChild.objects.select_related("case__person")
    letters = Letter.objects.to_send().select_related("to")
    return conferences.select_related("chair", "administrator").prefetch_related(
        Prefetch("children", children.order_by("pk")),
        "invitees",
        Prefetch("letters", letters, to_attr="letters_to_send"),
    )


@require_safe
@ability("arrange-conference")
def conferences(request: Request) -> HttpResponse:
    now = local_now()
    waiting, number = _waiting(request, now)
    mine = Conference.objects.led_by(request.user)
    ahead = fetched(mine.ahead().filter(planned_at__lt=now + AHEAD).order_by("planned_at", "pk"))
    page = paginate(ahead, request)
    held = mine.filter(held_on__isnull=False).filter(
        Q(minutes_agreed_at=None) | Q(pk__in=Letter.objects.to_send().values("conference"))
    )
    wishes = Recommendation.objects.visible_to(request.user).awaiting()
    wishes = wishes.select_related(
        "child__case__person", "child__case__worker", "child__conference"
    )
    rows, known = list(page), calendar()
    return render(
        request,
        "protection/conferences.html",
        {
            "page": page,
            "ahead": [_row(each, now, unprepared(each, now, known)) for each in rows],
            "unrecorded": sum(each.planned_at < now for each in rows),
            "held": [
                _row(each, now, unfinished(each, now))
                for each in fetched(held.order_by("held_on", "pk"))[:MOST]
            ],
            "waiting": [
                {
                    "case": row.case,
                    "kind": row.kind.label,
                    "url": address("conference-arrange", row.case.reference),
                    "clock": clock_shown(row.clock, now, known, named=False) if row.clock else None,
                }
                for row in shown(waiting.rows)
            ],
            "waiting_page": waiting,
            "waiting_number": number,
            "wishes": [{"wish": each, "days": each.age_in_days(now)} for each in wishes[:MOST]],
        },
    )


def _waiting(request: Request, now: datetime) -> tuple[CountlessPage, str]:
    """A page of the children to be arranged for, and how many they are, in words. Counted to a hundred:
    what comes after them is weeks away."""
    number = page_number(request.GET.get("waiting"))
    enough = max(COUNTED, number * PER_PAGE) + 1
    waiting = places(now.date(), open_to(request.user, "case__person"), enough)
    said = f"more than {COUNTED}" if len(waiting) > COUNTED else str(len(waiting) or "no")
    noun = "child" if len(waiting) == 1 else "children"
    return paginate(waiting, request, PER_PAGE, key="waiting"), f"{said} {noun}"


def _row(conference: Conference, now: datetime, lacks: list[dict[str, str]]) -> dict[str, Any]:
    people = [child.case.person for child in conference.children.all()]  # type: ignore[attr-defined]
    return {
        "conference": conference,
        "url": address("conference-detail", conference.pk),
        "people": people,
        "lacks": [
            {**each, "url": address(each["page"], conference.pk) if each["page"] else ""}
            for each in lacks
        ],
        "late": conference.is_ahead and conference.planned_at < now,
    }


@require_safe
@ability("see-conference-views")
def conference_views(request: Request) -> HttpResponse:
    """H6: whose views a conference heard, how and when; first those it did not hear."""
    rows = (
        ConferenceChild.objects.visible_to(request.user)
        .filter(conference__held_on__isnull=False)
        .select_related("case__person", "case__worker", "conference__chair")
    )
    only = request.GET.get("show") != "all"
    if only:
        rows = rows.filter(views="")
    page = paginate(rows.order_by("-conference__held_on", "pk"), request)
    context = {
        "page": page,
        "only": only,
        "arranges": request.user.may("arrange-conference"),
        "oversees": request.user.may("see-service"),
    }
    return render(request, "protection/conference_views.html", context)
