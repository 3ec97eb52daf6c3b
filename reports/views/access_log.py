"""Who looked at what. Ids, never names of children, and never what was read."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit.models import Access, Seal
from audit.seals import BEHIND_AFTER, waiting
from audit.story import looked
from cases.looks import chosen_looks, doing_words
from cases.pages import ability
from reports.forms import AccessFilter
from ui.pages import CountlessPage, paginate


@require_safe
@ability("read-access-log")
def access_log(request: HttpRequest) -> HttpResponse:
    asked = AccessFilter.asked(request.GET)
    form = AccessFilter(request.GET if asked else None)
    page = CountlessPage([], 1, False)
    if not asked or form.is_valid():
        given = form.cleaned_data if asked else {}
        page = paginate(_rows(given), request, per_page=50)
        if given.get("person"):
            # looking up who looked at one child is a look at that child too
            looked(request, "search", person=given["person"])
    for row in page:
        row.doing = doing_words(row)
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
        "at", "what", "page", "address", "glass",
        "by__name", "by__username", "by__role", "by__team__name",
        "person__reference", "case__reference", "contact__reference",
    )  # fmt: skip
    if person := given.get("person"):
        rows = rows.filter(person=person)
    return chosen_looks(rows, given)
