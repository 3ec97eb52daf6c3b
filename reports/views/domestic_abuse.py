"""W33. Open cases that domestic abuse is part of, and whose risk nobody has assessed."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.pages import ability
from protection.models import DomesticAbuseAssessment
from reports.teams import chosen
from ui.pages import paginate


@require_safe
@ability("lead-team")
def domestic_abuse(request: HttpRequest) -> HttpResponse:
    teams = chosen(request)
    flagged = Case.objects.visible_to(request.user).open()
    flagged = flagged.filter(team__in=teams.ids, domestic_abuse=True)
    assessed = DomesticAbuseAssessment.objects.filter(case=OuterRef("pk"))
    without = flagged.filter(~Exists(assessed)).select_related("person", "team", "worker")
    return render(
        request,
        "reports/domestic_abuse.html",
        {
            "teams": teams,
            "flagged": flagged.count(),
            "without": without.count(),
            "page": paginate(without.order_by("referred_on", "pk"), request),
        },
    )
