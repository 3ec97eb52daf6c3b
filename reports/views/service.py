"""The first page of the Head of Service."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import ability
from cases.tabs import address
from reports.service import service as figures
from reports.service_lists import listed
from reports.teams import chosen
from rules.codes import AbuseCategory
from ui.pages import paginate

SHOWN = 50
ALSO = (
    ("Closed records that wait for your look", "closed-records", "review-glass"),
    (
        "Records whose time has come, and certificates of disposal",
        "retention-due",
        "dispose-records",
    ),
    ("The watch over time limits and e-mail", "watch", "watch"),
)
"""What is not for every day, and stands in no menu: words, page, and the ability that it needs."""


@require_safe
@ability("see-service")
def service(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    now = timezone.localtime()
    teams = chosen(request)
    numbers = figures(request.user, teams, now)
    key, category = request.GET.get("list", ""), request.GET.get("category", "")
    context = {
        "teams": teams,
        "now": now,
        "service": numbers,
        "also": [(label, address(page)) for label, page, key in ALSO if user.may(key)],
        "open_list": key,
        "category": AbuseCategory.label_of(category) if category in AbuseCategory.values() else "",
    }
    if key:
        found = listed(key, request.user, teams, now, category)
        if found is None:
            raise Http404
        rows, lines = found
        page = paginate(rows, request, SHOWN)
        context |= {"page": page, "lines": lines(page.rows, now), "heading": _heading(key, numbers)}
    return render(request, "reports/service.html", context)


def _heading(key: str, numbers: object) -> str:
    every = [*numbers.unsafe, *numbers.quality]  # type: ignore[attr-defined]
    label = next((each.label for each in every if each.key == key), "on a child protection plan")
    return (
        f"Children {label}" if not label.startswith(("actions", "reviews")) else label.capitalize()
    )
