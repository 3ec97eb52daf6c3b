"""Whose own views are blank, for whoever answers for teams."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import ability
from reports.childs_views import kinds
from reports.teams import chosen
from ui.pages import paginate


@require_safe
@ability("lead-team")
def childs_views(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    teams = chosen(request)
    every = {each.key: each for each in kinds(request.user, teams.ids, now)}  # type: ignore[arg-type]
    counted = [
        {"kind": each, "blank": each.blank.count(), "of": each.all.count()}
        for each in every.values()
    ]
    first = next((each["kind"] for each in counted if each["blank"]), counted[0]["kind"])
    kind = every.get(request.GET["kind"]) if request.GET.get("kind") else first
    if kind is None:
        raise Http404
    page = paginate(kind.blank, request)
    return render(
        request,
        "reports/childs_views.html",
        {
            "teams": teams,
            "counted": counted,
            "kind": kind,
            "page": page,
            "rows": [kind.line(row, now) for row in page],
        },
    )
