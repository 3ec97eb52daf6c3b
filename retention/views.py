"""Records that are due for review, held, proposed and gone. Ids, never names, and nothing of what
the records say: whoever may read a record reads it on its own pages."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.models import Case
from cases.pages import ability, done
from people.access import reading_of
from people.models import Person
from retention import actions
from retention.due import Due, record_of
from retention.forms import Sure, Why
from retention.models import Certificate, Disposal, Hold
from retention.scope import lines, scope_of
from ui.pages import paginate


@require_safe
@ability("dispose-records")
def retention_due(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    proposed = Disposal.objects.filter(refused_at=None, done_at=None)
    context = {
        "page": paginate(Due(today), request, 50),
        "proposed": list(proposed.select_related("person", "proposed_by")[:200]),
        "held": list(Hold.objects.filter(lifted_at=None).select_related("person", "set_by")[:200]),
        "today": today,
    }
    return render(request, "retention/retention_due.html", context)


@require_safe
@ability("dispose-records")
def retention_record(request: HttpRequest, reference: str) -> HttpResponse:
    """One child's record: how long it is kept and why, what would go, and who said what."""
    person = _person(request, reference)
    record = record_of(person.pk)
    certificate = Certificate.objects.filter(disposal__person=person).first()
    if record is None and certificate is None:
        raise Http404  # nobody's record: a parent, a professional
    today = timezone.localdate()
    due = record is not None and record.due_on is not None and record.due_on <= today
    scope = scope_of(person) if record and due and not record.is_open else None
    context = {
        "person": person,
        "record": record,
        "certificate": certificate,
        "is_due": due and record is not None and not record.is_open,
        "goes": lines(scope.counts()) if scope else [],
        "stays": scope.kept() if scope else [],
        "holds": list(person.holds.select_related("set_by", "lifted_by")),
        "proposal": person.disposals.filter(refused_at=None, done_at=None).first(),
        "refused": list(
            person.disposals.exclude(refused_at=None).select_related("proposed_by", "refused_by")
        ),
        "cases": Case.objects.visible_to(request.user).filter(person=person),
    }
    return render(request, "retention/retention_record.html", context)


@require_safe
@ability("dispose-records")
def certificates(request: HttpRequest) -> HttpResponse:
    found = Certificate.objects.select_related("proposed_by", "confirmed_by")
    return render(request, "retention/certificates.html", {"page": paginate(found, request, 50)})


@require_safe
@ability("dispose-records")
def certificate_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = Certificate.objects.select_related("proposed_by", "confirmed_by", "disposal__person")
    barred = reading_of(request.user).barred
    certificate = get_object_or_404(found.exclude(disposal__person__in=barred), pk=pk)
    looked(request, person=certificate.disposal.person)
    context = {"certificate": certificate, "removed": lines(certificate.removed)}
    return render(request, "retention/certificate_detail.html", context)


def _act(
    request: HttpRequest,
    reference: str,
    *,
    form_class: type[Any],
    act: Callable[[Person, dict[str, Any]], Any],
    said: str,
    template: str,
) -> HttpResponse:
    """A page that asks and does one thing to a record."""
    person = _person(request, reference)
    form = form_class(request.POST or None)
    sent = request.method == "POST" and form.is_valid()
    if sent and done(form, lambda: act(person, form.cleaned_data)):
        messages.success(request, said)
        return redirect("retention-record", person.reference)
    record = record_of(person.pk)
    if record is None:
        return redirect("retention-record", person.reference)
    early = record.due_on is None or record.due_on > timezone.localdate()
    context = {"person": person, "form": form, "record": record, "early": early}
    return render(request, f"retention/{template}.html", context)


@require_http_methods(["GET", "POST"])
@ability("dispose-records")
def record_hold(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request,
        reference,
        form_class=Why,
        act=lambda person, data: actions.hold(
            person, by=request.user, why=data["why"], at=timezone.now()
        ),
        said="Held. It cannot be disposed of until somebody lifts the hold.",
        template="record_hold",
    )


@require_http_methods(["GET", "POST"])
@ability("dispose-records")
def record_lift(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request,
        reference,
        form_class=Why,
        act=lambda person, data: actions.lift(
            person, by=request.user, why=data["why"], at=timezone.now()
        ),
        said="The hold is lifted.",
        template="record_lift",
    )


@require_http_methods(["GET", "POST"])
@ability("dispose-records")
def disposal_propose(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request,
        reference,
        form_class=Sure,
        act=lambda person, data: actions.propose(person, by=request.user, at=timezone.now()),
        said="Proposed. Another person has to confirm it, and has been told; nothing is gone yet.",
        template="disposal_propose",
    )


@require_http_methods(["GET", "POST"])
@ability("dispose-records")
def disposal_refuse(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request,
        reference,
        form_class=Why,
        act=lambda person, data: actions.refuse(
            _proposal(person), by=request.user, why=data["why"], at=timezone.now()
        ),
        said="The record stays.",
        template="disposal_refuse",
    )


@require_http_methods(["GET", "POST"])
@ability("dispose-records")
def disposal_confirm(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request,
        reference,
        form_class=Sure,
        act=lambda person, data: actions.confirm(
            _proposal(person), by=request.user, at=timezone.now()
        ),
        said="The record is gone. The certificate says what was removed.",
        template="disposal_confirm",
    )


def _proposal(person: Person) -> Disposal:
    found = person.disposals.select_related("person").order_by("-pk").first()
    if found is None:
        raise actions.Refused(["Nobody has proposed this."])
    return found


def _person(request: HttpRequest, reference: str) -> Person:
    """Whose record it is. The look is logged, as any other."""
    # one's own family's is somebody else's to judge
    people = Person.objects.exclude(pk__in=reading_of(request.user).barred)
    person = get_object_or_404(people, reference=reference.upper())
    looked(request, person=person)
    return person
