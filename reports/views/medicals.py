"""How timely the medicals of Section 47 enquiries are, for whoever answers for teams."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import ability
from reports import medicals as found
from reports.teams import chosen
from rules.timescales import TIMESCALES
from ui.pages import paginate

LIMIT = next(str(row.allowed) for row in TIMESCALES if row.key == "medical")
MOST = 100
"""Of those not held yet: a list that is longer is not read."""


@require_safe
@ability("lead-team")
def medicals(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    teams = chosen(request)
    rows = found.of_teams(request.user, teams.ids)  # type: ignore[arg-type]
    together, by_team = found.timeliness(rows, now)
    page = paginate(found.held(rows, now), request)
    return render(
        request,
        "reports/medicals.html",
        {
            "teams": teams,
            "allowed": LIMIT,
            "together": together,
            "by_team": by_team,
            "outstanding": found.rows_of(list(found.outstanding(rows)[:MOST]), now),
            "page": page,
            "held": found.rows_of(page.rows, now),
        },
    )
