"""The risk of domestic abuse to one child: what was assessed, and assessing it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.pages import ability
from protection.actions.domestic_abuse import assess
from protection.forms.domestic_abuse import DomesticAbuseAssess
from protection.pages import Request, typed
from protection.views.plans import open_case_for


@require_http_methods(["GET", "POST"])
@ability("write-record")
def domestic_abuse_assess(request: Request, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    form = DomesticAbuseAssess(typed(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.act(
            lambda: assess(
                case, on=given["on"], level=given["level"], answers=form.answers(),
                by=request.user, at=timezone.now(),
            )
        ):  # fmt: skip
            messages.success(
                request, "Risk assessment recorded. It stands below, and in the story of the child."
            )
            return redirect("domestic-abuse-assess", case.reference)
    earlier = case.domestic_abuse_assessments.select_related("recorded_by")  # type: ignore[attr-defined]
    return render(
        request,
        "protection/domestic_abuse_assess.html",
        {"case": case, "form": form, "earlier": earlier},
    )
