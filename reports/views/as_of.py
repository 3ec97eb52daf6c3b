"""The case as it was on a day, at a time: for whoever may see it now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import case_for
from cases.views.story import events_of, lines_of
from reports.forms import AsOf
from reports.past import past
from ui.pages import paginate


@require_safe
def case_as_of(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    asked = any(request.GET.get(name) for name in ("at_day", "at_time"))
    form = AsOf(request.GET if asked else None, initial={"at": timezone.localtime()})
    context: dict[str, Any] = {"now_case": case, "form": form, "past": None}
    if asked and form.is_valid():
        at = form.cleaned_data["at"].replace(second=59, microsecond=999999)
        then = past(case, at, request.user)
        context |= {"past": then, "at": at, "too_early": then is None}
        if then is not None:
            then.case.person = then.person
            events = events_of(case, request.user).filter(recorded_at__lte=at)
            page = paginate(events.order_by("-at", "-id"), request, 40)
            context |= {
                "page": page,
                "lines": lines_of(then.case, page.rows, request.user, known_by=at),
            }
    return render(request, "reports/case_as_of.html", context)
