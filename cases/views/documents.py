"""Documents on a case: the list, one with its versions, the file itself, and what is done to it."""

from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.actions.documents import correct, may_withdraw, store, withdraw
from cases.family import open_cases_beside
from cases.forms.documents import DocumentAdd, DocumentCorrect, DocumentWithdraw
from cases.models import Case, Document, DocumentVersion
from cases.pages import ability, case_for
from cases.uploads import shelf
from clocks.incidents import report
from ui.pages import paginate


def document_of(case: Case, pk: int) -> Document:
    documents = Document.objects.select_related("filed_by", "withdrawn_by")
    found: Document = get_object_or_404(documents, pk=pk, case=case)
    found.case = case
    return found


def copies_of(document: Document, user: Any) -> list[Document]:
    """This document and its copies on the records of brothers and sisters, as far as this person
    may open them."""
    copies = Document.objects.visible_to(user).standing().filter(copies=document.copies)
    return list(copies.select_related("case__person").order_by("pk"))


@require_safe
def case_documents(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    versions = DocumentVersion.objects.select_related("by")
    documents = case.documents.select_related("filed_by", "withdrawn_by").prefetch_related(
        Prefetch("versions", versions)
    )
    page = paginate(documents.order_by("-dated_on", "-pk"), request, 50)
    context = {"case": case, "page": page, "may_file": request.user.may("file-document")}
    return render(request, "cases/case_documents.html", context)


@require_http_methods(["GET", "POST"])
@ability("file-document")
def document_add(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    now = timezone.localtime()
    # a restricted child's papers are not spread by a tick on somebody else's page
    beside = [
        each for each in open_cases_beside(case, request.user) if each.restricted == case.restricted
    ]
    form = DocumentAdd(
        request.POST or None,
        request.FILES or None,
        beside=beside,
        initial={"dated_on": now.date()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            store(
                [case, *data.get("others", ())],
                data["kind"],
                form.file_name(),
                form.content(),
                by=request.user,
                at=now,
                title=data["title"],
                author=data["author"],
                dated_on=data["dated_on"],
            )

        if form.act(act):
            messages.success(request, "The document is filed. Everybody who opens it is logged.")
            return redirect("case-documents", case.reference)
    return render(request, "cases/document_add.html", {"case": case, "form": form})


@require_safe
def document_detail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    document = document_of(case, pk)
    user = request.user
    versions = list(document.versions.select_related("by").order_by("-number"))
    context = {
        "case": case,
        "document": document,
        "versions": versions,
        "others": [each for each in copies_of(document, user) if each.pk != document.pk],
        "may_correct": not document.is_withdrawn
        and not document.generated
        and user.may("file-document"),
        "may_withdraw": not document.is_withdrawn and may_withdraw(document, user),
    }
    return render(request, "cases/document_detail.html", context)


@require_safe
@never_cache
@csp({"default-src": [NONE], "sandbox": [""]})
def document_file(request: HttpRequest, reference: str, pk: int, number: int) -> HttpResponse:
    """The content of one version, to be saved and never shown inside the service. What was
    withdrawn or held back by the virus scanner does not exist."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("person"), reference=reference
    )
    version = get_object_or_404(
        DocumentVersion.objects.select_related("document"),
        document=pk,
        document__case=case,
        document__withdrawn_at=None,
        number=number,
    )
    if version.is_held_back:
        raise Http404
    looked(request, "export", case=case, terms=f"document {pk}, version {number}")
    try:
        content = shelf.take(version.sha256)
    except shelf.Damaged:
        report(f"The file of document {pk}, version {number}, is lost or was changed on disk.")
        messages.error(
            request,
            "The file is lost, or is not what was filed. Whoever runs the service has been told.",
        )
        return redirect("document-detail", reference, pk)
    row = version.format_row
    answer = HttpResponse(
        content, content_type=row.media_type if row else "application/octet-stream"
    )
    answer["Content-Disposition"] = content_disposition_header(True, version.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
@ability("file-document")
def document_correct(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    document = document_of(case, pk)
    if document.is_withdrawn or document.generated:
        raise Http404
    form = DocumentCorrect(request.POST or None, request.FILES or None)
    copies = copies_of(document, request.user)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            correct(
                copies,
                form.file_name(),
                form.content(),
                by=request.user,
                why=form.cleaned_data["why"],
            )

        if form.act(act):
            messages.success(
                request, "The corrected version is filed. The one before can still be read."
            )
            return redirect("document-detail", case.reference, document.pk)
    context = {"case": case, "document": document, "form": form, "copies": copies}
    return render(request, "cases/document_correct.html", context)


@require_http_methods(["GET", "POST"])
def document_withdraw(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take it off this child's record; a copy on another's stays there."""
    case = case_for(request, reference)
    document = document_of(case, pk)
    if document.is_withdrawn or not may_withdraw(document, request.user):
        raise Http404
    form = DocumentWithdraw(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.act(lambda: withdraw(document, by=request.user, why=form.cleaned_data["why"]))
    ):
        messages.success(request, "Withdrawn. That it was here, and why it went, stays.")
        return redirect("case-documents", case.reference)
    others = [each for each in copies_of(document, request.user) if each.pk != document.pk]
    context = {"case": case, "document": document, "form": form, "others": others}
    return render(request, "cases/document_withdraw.html", context)
