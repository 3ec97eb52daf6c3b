"""A manager's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.pages import ability
from reports import performance, team
from reports.teams import chosen


@require_safe
@ability("lead-team")
def my_team(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    teams = chosen(request)
    cases = Case.objects.visible_to(request.user).filter(team__in=teams.ids)
    people = team.people(request.user, teams.ids, now)
    query = f"?team={teams.team.pk}" if teams.team else ""
    return render(
        request,
        "reports/my_team.html",
        {
            "teams": teams,
            "now": now,
            "needs": team.needs_me(
                request.user, teams.ids, now, query, request.GET.get("every", "")
            ),
            "protected": team.protected(cases, now),
            "people": people,
            "on_time": performance.on_time(teams.ids, now),
            "backlog": performance.backlog(teams.ids, now),
            "with_families": performance.with_families(teams.ids, people.fte, now),
        },
    )
