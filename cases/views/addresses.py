"""Recording where a person lives, and putting it right."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases.actions.addresses import add_address, change_address
from cases.actions.people import version_of
from cases.addresses import may_see_protected
from cases.forms.addresses import AddressForm
from cases.pages import ability
from cases.views.people import person_for


@require_http_methods(["GET", "POST"])
@ability("search-people")
def person_address_add(request: HttpRequest, reference: str) -> HttpResponse:
    person = person_for(request, reference)
    form = AddressForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.act(lambda: add_address(person, by=request.user, **form.given()))
    ):
        messages.success(request, "Address recorded. Where they lived before stays on record.")
        return redirect("person-detail", person.reference)
    return render(request, "cases/person_address_add.html", {"person": person, "form": form})


@require_http_methods(["GET", "POST"])
@ability("search-people")
def person_address_change(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    person = person_for(request, reference)
    address = get_object_or_404(person.addresses, pk=pk)
    if address.confidential and not may_see_protected(person, request.user):
        raise Http404
    initial = {**AddressForm.shown(address), "version": version_of(address)}
    form = AddressForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        opened_at = form.cleaned_data["version"]
        if form.act(
            lambda: change_address(
                address, by=request.user, changes=form.given(), opened_at=opened_at
            )
        ):
            messages.success(request, "Address saved. What was there before is kept.")
            return redirect("person-detail", person.reference)
        address.refresh_from_db()
        if version_of(address) != opened_at:  # what it says now is shown; the next save is meant
            form.data = form.data.copy()
            form.data["version"] = str(version_of(address))
    context = {"person": person, "form": form, "address": address}
    return render(request, "cases/person_address_change.html", context)
