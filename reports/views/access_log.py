"""Who looked at what. Ids, never names of children, and never what was read."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.models import Access, Seal
from audit.seals import BEHIND_AFTER, waiting
from audit.story import looked
from cases.pages import ability
from reports.forms import AccessFilter
from ui.pages import CountlessPage, paginate

PAGES = {
    "case-detail": "the case",
    "case-family": "the family",
    "case-story": "the story",
    "case-as-of": "the case as it was on another day",
    "retention-record": "how long the record is kept",
    "certificate-detail": "a certificate of disposal",
    "case-story-print": "the chronology, to print",
    "case-documents": "the documents",
    "case-access": "who has looked",
    "case-assessments": "the assessments",
    "assessment-detail": "an assessment",
    "clock-detail": "a clock",
    "task-detail": "a task",
    "case-allocate": "to allocate a worker",
    "case-reallocate": "to change the worker",
    "case-wait": "to put back to wait",
    "case-review-waiting": "to review the wait",
    "case-add-worker": "to add a worker",
    "case-end-worker": "to take a worker off",
    "case-visit": "to record a visit",
    "case-task-set": "to set a task",
    "case-close": "to close the case",
    "contact-decide": "to decide a contact",
    "contact-answer": "to decide on new information",
    "person-detail": "the person",
    "contact-detail": "a contact",
    "search": "the search",
    "access-log": "this log",
}
"""Pages in words; any other is shown by its name."""
WHAT = {"view": "Opened", "search": "Searched", "export": "Exported", "print": "Printed"}


@require_safe
@ability("read-access-log")
def access_log(request: HttpRequest) -> HttpResponse:
    asked = bool(set(request.GET) & set(AccessFilter.base_fields))
    form = AccessFilter(request.GET if asked else None)
    page = CountlessPage([], 1, False)
    if not asked or form.is_valid():
        given = form.cleaned_data if asked else {}
        page = paginate(_rows(given), request, per_page=50)
        if given.get("person"):
            # looking up who looked at one child is a look at that child too
            looked(request, "search", person=given["person"])
    for row in page:
        row.what_words = WHAT.get(row.what, row.what)
        row.page_words = PAGES.get(row.page, row.page.replace("-", " "))
    return render(
        request,
        "reports/access_log.html",
        {
            "form": form,
            "page": page,
            "asked": asked,
            "wrong": asked and not form.is_valid(),
            "seal": Seal.objects.only("number", "hash", "made_at").order_by("-number").first(),
            "unsealed_seconds": _waiting_long(),
        },
    )


def _waiting_long() -> int:
    """For how long a line has waited for its seal, where that is too long; else 0."""
    seconds = waiting()
    return seconds if seconds > BEHIND_AFTER else 0


def _rows(given: dict[str, Any]) -> QuerySet[Access]:
    rows = Access.objects.select_related("by__team", "person", "case", "contact").only(
        "at", "what", "page", "address",
        "by__name", "by__username", "by__role", "by__team__name",
        "person__reference", "case__reference", "contact__reference",
    )  # fmt: skip
    if person := given.get("person"):
        rows = rows.filter(person=person)
    if who := given.get("who"):
        rows = rows.filter(Q(by__name__icontains=who) | Q(by__username__iexact=who))
    if since := given.get("since"):
        rows = rows.filter(at__gte=_midnight(since))
    if until := given.get("until"):
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
