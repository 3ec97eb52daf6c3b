"""What somebody has been told, unread first."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from audit.inbox import mark_read
from audit.models import Alert
from cases.models import Case
from ui.pages import paginate


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    mine = Alert.objects.filter(recipient=request.user).order_by(
        F("read_at").desc(nulls_first=True), "-created_at", "-id"
    )
    page = paginate(mine, request)
    names = _names(request.user, [alert.case_id for alert in page if alert.case_id])
    rows = [{"alert": alert, "child": names.get(alert.case_id, "")} for alert in page]
    newest = max((alert.pk for alert in page), default=0)
    return render(request, "reports/alerts.html", {"page": page, "rows": rows, "newest": newest})


def _names(user: Any, case_ids: list[int]) -> dict[int, str]:
    """The children's names, which the alerts themselves never carry, of cases still in reach."""
    cases = Case.objects.visible_to(user).filter(pk__in=case_ids).select_related("person")
    return {case.pk: case.person.name for case in cases} if case_ids else {}


@require_POST
def alert_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read, and with `open` go to what it is about."""
    alert = get_object_or_404(Alert, pk=pk, recipient=request.user)
    mark_read(request.user, ids=[alert.pk], at=timezone.now())
    if request.POST.get("open") and url_has_allowed_host_and_scheme(alert.url, allowed_hosts=None):
        return redirect(alert.url)
    return redirect("alerts")


@require_POST
def alerts_read(request: HttpRequest) -> HttpResponse:
    """Mark all as read that were there when the page was shown."""
    shown = [int(pk) for pk in request.POST.getlist("upto") if pk.isascii() and pk.isdigit()][:1]
    ids = None
    if shown and shown[0] < 2**63:
        unread = Alert.objects.filter(recipient=request.user, read_at=None, pk__lte=shown[0])
        ids = list(unread.values_list("pk", flat=True))
    number = mark_read(request.user, ids=ids, at=timezone.now())
    alerts_ = "1 alert is" if number == 1 else f"{number} alerts are"
    messages.success(request, f"{alerts_} marked as read." if number else "Nothing was unread.")
    return redirect("alerts")
