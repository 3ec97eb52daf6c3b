"""Recording a contact, while the caller is on the telephone."""

import re
from datetime import timedelta
from typing import cast
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.story import looked
from cases.actions.contacts import agency_called, desk_of, record_contact, sent_before
from cases.forms.contacts import Children, ChildRow, ChildRows, ContactForm, people_for
from cases.known import RECENT, known_of
from cases.models import Contact
from cases.pages import ability, done
from cases.standing import clock_line, most_pressing, sent_to, standing, with_clocks
from people.access import open_to, reading_of
from people.models import Agency
from rules.codes import LevelOfNeed

LATELY = timedelta(days=30)


@ability("record-contact")
@require_http_methods(["GET", "POST"])
def contact_record(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.method == "GET":
        form = ContactForm(initial={"token": uuid4(), "received_at": now})
        children = Children()
    else:
        grown = cast(ChildRows | None, Children.pressed(request.POST))
        form = ContactForm(request.POST, quiet=grown is not None)
        children = grown or Children(request.POST)
        if grown is not None:
            children.look(people_for(request.user))
        else:
            fine = form.is_valid()
            settled = children.settle(people_for(request.user))
            made: list[Contact] = []
            if (
                fine
                and settled
                and done(form, lambda: made.append(_record(request, form, children)))
            ):
                return redirect("contact-receipt", made[0].reference)
            # the first sending made the child that this one would now be warned of
            twin = sent_before(form.cleaned_data.get("token"), by=request.user)
            if twin is not None:
                return redirect("contact-receipt", twin.reference)
        _explain_matches(request, children.forms)
    needed, given = ContactForm.needed()
    return render(
        request,
        "cases/contact_record.html",
        {
            "form": form,
            "rows": children,
            "errors": _errors(form, children),
            "agencies": _agencies_lately(request),
            "needed": needed,
            "given": given,
            "below": [level.value for level in LevelOfNeed if not level.needs_manager],
        },
    )


def _errors(form: ContactForm, children: ChildRows) -> list[dict[str, str]]:
    """Every error in the order of the page: the caller, the children, the concern."""
    form.summary_shown = children.summary_shown = True
    if not form.is_bound:
        return []
    whole = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    names = list(form.fields)
    above, below = names[: names.index("siblings")], names[names.index("siblings") :]
    return [*whole, *form.summary_of(above), *children.summary(), *form.summary_of(below)]


def _record(request: HttpRequest, form: ContactForm, children: ChildRows) -> Contact:
    if form.kind is None:
        return _save(request, form, children, form.known_agency)
    with transaction.atomic():  # a new agency is kept with its first contact, or not at all
        agency = agency_called(form.cleaned_data["agency"], form.kind, by=request.user)
        return _save(request, form, children, agency)


def _save(
    request: HttpRequest, form: ContactForm, children: ChildRows, agency: Agency | None
) -> Contact:
    told = form.cleaned_data
    return record_contact(
        by=request.user,
        team=desk_of(request.user),
        children=children.told(),
        source=form.source,
        agency=agency,
        **{
            name: told[name]
            for name in (
                "token",
                "received_at",
                "method",
                "caller_name",
                "caller_telephone",
                "may_name_caller",
                "concern",
                "immediate_danger",
                "domestic_abuse",
                "level",
                "level_reason",
                "siblings",
                "advice",
                "late_reason",
            )
        },
    )


@ability("record-contact")
@require_POST
def contact_matches(request: HttpRequest) -> HttpResponse:
    """The people that one row of the form may mean, while it is being typed."""
    prefix = request.POST.get("row", "")
    if not re.fullmatch(rf"{Children.own_prefix}-[0-9]{{1,2}}", prefix):
        raise Http404
    row = ChildRow(request.POST, prefix=prefix, quiet=True)
    row.look(people_for(request.user))
    _explain_matches(request, [row])
    return render(request, "cases/_matches.html", {"row": row})


def _explain_matches(request: HttpRequest, rows: list[ChildRow]) -> None:
    """Put beside each match what tells it from another; log that these names were looked up."""
    known = known_of(
        {hit.person for row in rows for hit in row.hits}, since=timezone.now() - RECENT
    )
    for row in rows:
        row.matches = [
            {
                "person": hit.person,
                "why": ", ".join(hit.why),
                "known": known[hit.person.pk],
                "address": _address(hit.person),
                "chosen": hit.person == row.chosen,
            }
            for hit in row.hits
        ]
        if row.hits:
            looked(request, "search", terms=row.typed)


def _address(person) -> str:
    """Where they live now, unless the address is a secret; read from what was fetched before."""
    for address in person.addresses.all():
        if address.until is None and not address.confidential:
            return str(address)
    return ""


@ability("record-contact")
@require_GET
def contact_agencies(request: HttpRequest) -> HttpResponse:
    """Names for the agency box as one types."""
    typed = request.GET.get("agency", "").replace("\0", "")[:120].strip()
    named = Agency.objects.filter(active=True, name__icontains=typed)[:20]
    return render(request, "cases/_agencies.html", {"agencies": named})


def _agencies_lately(request: HttpRequest) -> list[Agency]:
    """Those who rang lately, the latest first; then others, so that the list is never empty."""
    since = timezone.now() - LATELY
    lately = (
        Agency.objects.filter(active=True, contacts_made__received_at__gte=since)
        .annotate(last=Max("contacts_made__received_at"))
        .order_by("-last")[:20]
    )
    return list(lately) or list(Agency.objects.filter(active=True)[:20])


@ability("record-contact")
@require_GET
def contact_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """What to read out to the caller. Whoever recorded it may see it, even when the child's record
    is closed to them: it says where it went, and nothing that they did not write."""
    now = timezone.now()
    contact = get_object_or_404(Contact, reference=reference, recorded_by=request.user)
    if contact.children.filter(person__in=reading_of(request.user).barred).exists():
        raise Http404
    looked(request, contact=contact)
    children = with_clocks(
        contact.children.filter(open_to(request.user)).select_related(
            "person",
            "owner",
            "team",
            "case__worker",
            "case__team",
            "decided_by",
            "accepted_by",
            "contact",
        )
    )
    return render(
        request,
        "cases/contact_receipt.html",
        {
            "contact": contact,
            "children": [
                {"child": child, "sent_to": sent_to(child), "standing": standing(child, now)}
                for child in children
            ],
            "closed": contact.children.exclude(open_to(request.user)).count(),
            "clock": clock_line(most_pressing(children), now),
            "detail_url": reverse("contact-detail", args=[contact.reference])
            if Contact.objects.visible_to(request.user).filter(pk=contact.pk).exists()
            else "",
        },
    )
