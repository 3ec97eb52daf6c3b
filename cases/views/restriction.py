"""Closing a record to all but those on its list, and keeping that list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions import restriction as act
from cases.forms.closed import CaseRestrict, RestrictionList, RestrictionWhy
from cases.models import Case, Restriction
from cases.pages import ability, case_for
from people.families import siblings
from people.models import ListedReader
from rules.lifecycles import Hat
from rules.reading import RESTRICTION_REVIEWED_EVERY
from ui.moments import day_words


def _managed(request: HttpRequest, reference: str) -> Case:
    """A case that this manager answers for; to anybody else there is no such page."""
    case = case_for(request, reference)
    if Hat.MANAGER not in case.hats(request.user):
        raise Http404
    return case


def _in_force(case: Case) -> Restriction:
    restrictions = Restriction.objects.in_force().select_related("case__person", "set_by")
    return get_object_or_404(restrictions, person=case.person_id)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def case_restrict(request: HttpRequest, reference: str) -> HttpResponse:
    case = _managed(request, reference)
    if case.person.restricted:
        return redirect("case-restriction", case.reference)
    beside = [person.pk for person in siblings(case.person, timezone.localdate())]
    cases = Case.objects.visible_to(request.user).filter(
        person__in=beside, person__restricted=False
    )
    form = CaseRestrict(request.POST or None, siblings=cases.open())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: act.restrict(
                [case, *data.get("siblings", ())],
                by=request.user,
                category=data["category"],
                reason=data["reason"],
                readers=data["readers"],
            )
        ):
            messages.success(
                request,
                f"Restricted. Only those on the list read it now; review it within "
                f"{RESTRICTION_REVIEWED_EVERY} days.",
            )
            return redirect("case-restriction", case.reference)
    context = {"case": case, "form": form, "every": RESTRICTION_REVIEWED_EVERY}
    return render(request, "cases/case_restrict.html", context)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def case_restriction(request: HttpRequest, reference: str) -> HttpResponse:
    """Why it is restricted, who reads it, and when it is reviewed; with a form to add a reader."""
    case = _managed(request, reference)
    restriction = _in_force(case)
    form = RestrictionList(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: act.list_reader(restriction, data["reader"], by=request.user, why=data["why"])
        ):
            messages.success(request, f"{data['reader']} reads this record from now on.")
            return redirect("case-restriction", case.reference)
    listed = ListedReader.objects.filter(person=case.person_id, removed_at=None)
    context = {
        "case": case,
        "restriction": restriction,
        "form": form,
        "listed": listed.select_related("user__team", "added_by"),
        "workers": case.allocations.current().select_related("worker__team"),
        "managers": act.managers_of(case, timezone.now()),
        "review": day_words(restriction.review_on, timezone.localtime()),
    }
    return render(request, "cases/case_restriction.html", context)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def restriction_unlist(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = _managed(request, reference)
    listed = get_object_or_404(
        ListedReader.objects.select_related("user"), pk=pk, person=case.person_id
    )
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    act.unlist_reader(_in_force(case), listed, by=request.user)
    messages.success(request, f"{listed.user} does not read this record any more.")
    return redirect("case-restriction", case.reference)


def _why(request: HttpRequest, reference: str, name: str, do: Any, said: str) -> HttpResponse:
    case = _managed(request, reference)
    restriction = _in_force(case)
    form = RestrictionWhy(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if form.act(lambda: do(restriction, by=request.user, why=why)):
            messages.success(request, said)
            return redirect("case-detail", case.reference)
    context = {"case": case, "restriction": restriction, "form": form}
    return render(request, f"cases/{name}.html", context)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def restriction_review(request: HttpRequest, reference: str) -> HttpResponse:
    said = f"Reviewed: it stays restricted. Look again within {RESTRICTION_REVIEWED_EVERY} days."
    return _why(request, reference, "restriction_review", act.review, said)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def restriction_lift(request: HttpRequest, reference: str) -> HttpResponse:
    said = "Lifted. Everybody whose role reaches the record reads it again."
    return _why(request, reference, "restriction_lift", act.lift, said)
