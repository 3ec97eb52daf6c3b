"""The agencies that tell us of children, and the teams that they are linked with."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cases.actions.agencies import link_agency
from cases.forms.agencies import AgencyLink, AgencySearch
from cases.pages import ability, done
from people.models import Agency
from rules.codes import ReferralSource
from ui.pages import paginate


@require_safe
@ability("link-agencies")
def agencies(request: HttpRequest) -> HttpResponse:
    form = AgencySearch(request.GET)
    rows = Agency.objects.filter(active=True).select_related("linked_team")
    if form.is_valid():
        if form.cleaned_data["q"]:
            rows = rows.filter(name__icontains=form.cleaned_data["q"])
        if form.cleaned_data["linked"]:
            rows = rows.exclude(linked_team=None)
    page = paginate(rows.order_by("name", "pk"), request)
    return render(
        request,
        "cases/agencies.html",
        {
            "form": form,
            "asked": bool(request.GET),
            "page": page,
            "rows": [
                {"agency": agency, "kind": ReferralSource.label_of(agency.kind)} for agency in page
            ],
            "numbers": Agency.objects.filter(active=True).aggregate(
                agencies=Count("pk"), linked=Count("linked_team")
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@ability("link-agencies")
def agency_link(request: HttpRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency.objects.select_related("linked_team"), pk=pk)
    form = AgencyLink(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        team, why = form.cleaned_data["team"], form.cleaned_data["why"]
        if done(form, lambda: link_agency(agency, team, by=request.user, why=why)):
            messages.success(
                request,
                f"{agency} is linked with {team}. Whoever decides on a contact from there is shown "
                f"{team} as the destination, and may choose another."
                if team
                else f"{agency} is linked with no team. Whoever decides chooses the destination.",
            )
            return redirect("agencies")
    past = agency.history.exclude(history_change_reason=None).select_related(
        "history_user", "linked_team"
    )
    return render(
        request, "cases/agency_link.html", {"agency": agency, "form": form, "past": past[:10]}
    )
