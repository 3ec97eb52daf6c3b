"""The watch: sweeps, incidents, e-mail that did not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audit.inbox import send_again
from cases.pages import ability
from clocks.incidents import settle
from clocks.models import Incident
from reports import watching
from reports.forms import IncidentSettle


@require_safe
@ability("watch")
def watch(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "reports/watch.html",
        {
            "watch": watching.watch(timezone.now()),
            "may_dispose": request.user.may("dispose-records"),
        },
    )


@require_http_methods(["GET", "POST"])
@ability("watch")
def incident_settle(request: HttpRequest, pk: int) -> HttpResponse:
    incident = get_object_or_404(Incident, pk=pk)
    if incident.settled_at is not None:
        messages.warning(request, f"{incident.settled_by} has settled this already: {incident.how}")
        return redirect("watch")
    form = IncidentSettle(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settle(incident, by=request.user, how=form.cleaned_data["how"])
        back = " Its clock is back with the sweep." if incident.clock_id else ""
        messages.success(request, f"The incident is settled.{back}")
        return redirect("watch")
    return render(request, "reports/incident_settle.html", {"form": form, "incident": incident})


@ability("watch")
@require_POST
def mail_send_again(request: HttpRequest) -> HttpResponse:
    """One, by its number, or all that were given up."""
    asked = request.POST.get("alert", "")
    ids = [int(asked)] if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    if asked and ids is None:
        return redirect("watch")
    number = send_again(at=timezone.now(), ids=ids)
    if number:
        mails = "1 e-mail goes" if number == 1 else f"{number} e-mails go"
        messages.success(request, f"{mails} out again with the next delivery.")
    else:
        messages.warning(request, "There was nothing to send again.")
    return redirect("watch")
