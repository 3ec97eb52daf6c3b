"""One box to find a person, a case or a contact."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit.story import looked
from cases.models import Case, Contact, ContactChild
from cases.pages import ability
from cases.showing import badges_of
from cases.tabs import address
from people.access import restricted_open
from people.matching import search as find
from people.models import Person
from rules.access import Reach
from ui.fields import clean_text

MOST = 25
MOST_TYPED = 100
"""Characters; longer text is cut, and the page says so."""


@dataclass(frozen=True)
class Found:
    person: Person
    why: str
    url: str
    badges: list[dict[str, str]]
    standing: str
    """Where the person stands with us, in words."""
    case_url: str


@require_safe
@ability("search-people")
def search(request: HttpRequest) -> HttpResponse:
    """People who fit what was typed, among those this person may see. What was typed is logged."""
    typed = " ".join(clean_text(request.GET.get("q", "")).split())
    cut, typed = len(typed) > MOST_TYPED, typed[:MOST_TYPED].strip()
    found: list[Found] = []
    if typed:
        looked(request, "search", terms=typed)
        there = page_of(typed, request.user)
        if there:
            return redirect(there)
        found = people_found(typed, request.user)
    context = {
        "typed": typed,
        "found": found[:MOST],
        "more": len(found) > MOST,
        "cut": cut,
        # shown whatever was found, so that it tells nothing
        "glass_url": address("break-glass") if request.user.may("break-glass") else "",
        "record_url": address("contact-record") if request.user.may("record-contact") else "",
    }
    return render(request, "cases/search.html", context)


def page_of(typed: str, user: Any) -> str:
    """The page of a reference typed in full, if it is this person's to see; otherwise ""."""
    if not re.fullmatch(r"[A-Za-z]\d{1,10}", typed, re.ASCII):
        return ""
    reference = typed.upper()
    pages: dict[str, tuple[Any, str]] = {
        "P": (Person.objects.visible_to(user), "person-detail"),
        "C": (Case.objects.visible_to(user), "case-detail"),
        "K": (Contact.objects.visible_to(user), "contact-detail"),
    }
    if reference[0] not in pages:
        return ""
    among, url_name = pages[reference[0]]
    return address(url_name, reference) if among.filter(reference=reference).exists() else ""


def people_found(typed: str, user: Any) -> list[Found]:
    """Hits with what this person may know of each: whoever finds every child also learns who works
    with them; others only of cases they may open. The number of queries does not grow."""
    cases = Case.objects.select_related("worker", "team", "person").order_by("-referred_on", "-pk")
    if user.access.people is not Reach.ALL:
        cases = cases.filter(pk__in=Case.objects.visible_to(user).values("pk"))
    elif restricted_open(user) is not None:
        # beyond the reach of the cases themselves, but not of those that are restricted
        cases = cases.filter(Q(restricted=False) | Q(person__in=restricted_open(user)))
    among = Person.objects.visible_to(user).prefetch_related(
        Prefetch("cases", queryset=cases, to_attr="cases_known")
    )
    hits = find(typed, among, limit=MOST + 1)
    people = [hit.person.pk for hit in hits]
    told_of = set(
        ContactChild.objects.filter(person__in=people).values_list("person", flat=True).order_by()
    )
    for hit in hits:
        hit.person.was_told_of = hit.person.pk in told_of  # type: ignore[attr-defined]
    openable = set(
        Case.objects.visible_to(user).filter(person__in=people).values_list("pk", flat=True)
    )
    return [_found(hit, openable) for hit in hits]


def _found(hit: Any, openable: set[int]) -> Found:
    cases = hit.person.cases_known
    case = next((each for each in cases if each.is_open), None)
    latest = case or next(iter(cases), None)
    return Found(
        person=hit.person,
        why=", ".join(hit.why),
        url=address("person-detail", hit.person.reference),
        badges=badges_of(case) if case else [],
        standing=standing_words(hit.person, case, latest),
        case_url=address("case-detail", latest.reference)
        if latest is not None and latest.pk in openable
        else "",
    )


def standing_words(person: Any, case: Case | None, latest: Case | None) -> str:
    """ "With Priya Raman, Hindley", "Closed 3 May 2025", or that we do not know them."""
    if case is not None:
        who = f"With {case.worker.name}" if case.worker else "Waiting for a worker"
        return f"{who}, {case.team.name}" + (
            f", {case.team.telephone}" if case.team.telephone else ""
        )
    if latest is not None and latest.closed_on:
        return f"No open case; the last closed on {latest.closed_on:%-d %B %Y}"
    if person.was_told_of:
        return "No case; we have been told of them before"
    return "Not known to us as a child in need; on record as somebody's relative"
