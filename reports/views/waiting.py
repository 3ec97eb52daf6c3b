"""Those who wait for a worker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import ability
from reports.teams import chosen
from reports.waiting import counted, rows_of, waiting
from ui.pages import paginate


@require_safe
@ability("allocate")
def awaiting_allocation(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    teams = chosen(request)
    page = paginate(waiting(request.user, teams.ids), request)
    return render(
        request,
        "reports/awaiting_allocation.html",
        {
            "teams": teams,
            "page": page,
            "rows": rows_of(page.rows, now),
            "count": counted(request.user, teams.ids, now),
        },
    )
