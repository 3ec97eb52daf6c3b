"""A worker's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages import ability
from reports.mine import mine


@require_safe
@ability("carry-cases")
def my_work(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    return render(
        request, "reports/my_work.html", {"mine": mine(request.user, now), "today": now.date()}
    )
