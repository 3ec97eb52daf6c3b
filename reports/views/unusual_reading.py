"""Unusual-looking reading, for data protection to ask about and settle."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.pages import ability
from reports.forms import LookSettle
from reports.unusual import settle, unusual
from rules.reading import UNUSUAL

MOST = 200


@require_safe
@ability("read-access-log")
def unusual_reading(request: HttpRequest) -> HttpResponse:
    looks = [each for each in unusual(timezone.now()) if each.who.pk != request.user.pk]
    context = {"looks": looks[:MOST], "more": len(looks) > MOST, "rules": UNUSUAL.values()}
    return render(request, "reports/unusual_reading.html", context)


@require_http_methods(["GET", "POST"])
@ability("read-access-log")
def unusual_settle(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody settles their own reading."""
    now = timezone.now()
    look = next((each for each in unusual(now) if each.key == key), None)
    if look is None or look.who.pk == request.user.pk:
        raise Http404
    looked(request)
    form = LookSettle(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        settle(look, by=request.user, found=data["found"], why=data["why"], at=now)
        messages.success(request, "Settled. It is not listed any more.")
        return redirect("unusual-reading")
    return render(request, "reports/unusual_settle.html", {"look": look, "form": form})
