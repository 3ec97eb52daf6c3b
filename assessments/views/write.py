"""A page for each part: writing, saving by itself, and putting two people's words together."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments import forms
from assessments.actions.group import group_of
from assessments.actions.record import resolve_comment
from assessments.actions.write import Stale, let_go, save_part, set_aside, settle
from assessments.models import Assessment
from assessments.pages import (
    Request,
    address,
    assessment_page,
    frame,
    parts_menu,
    shared_words,
    typed,
)
from assessments.siblings import named, others_of, strange_names
from cases.models import Case
from cases.pages import done
from rules.assessment_types import ANALYSIS, Part
from workflow.engine import Refused


def _part(assessment: Assessment, key: str) -> Part:
    try:
        return assessment.type.part(key)
    except KeyError:
        raise Http404 from None


def _names(assessment: Assessment, part: Part, text: str, accepted: Any = ()) -> list[str]:
    """Other children's names that do not belong in this child's own part."""
    if assessment.is_shared(part):
        return []
    found = strange_names(text, assessment.case.person, others_of(assessment))
    return [name for name in found if name not in accepted]


def _pointed_out(assessment: Assessment, names: list[str]) -> str:
    return f"{named(names)} in {assessment.case.person.name}'s own part."


@assessment_page("GET", "HEAD", "POST")
def assessment_part(request: Request, assessment: Assessment, key: str) -> HttpResponse:
    part = _part(assessment, key)
    around = frame(assessment, request.user, timezone.now())
    if request.method != "POST" and not around["may_write"]:
        return redirect(address("assessment-detail", assessment) + f"#{part.key}")
    row = assessment.texts().get(part.key)
    accepted = row.names_accepted if row else []
    if request.method == "POST":
        form = forms.Part(request.POST, label=part.label)
        if form.is_valid():
            text = form.cleaned_data["text"]
            names = _names(assessment, part, text, accepted)
            if names and not form.cleaned_data["names_meant"]:
                form.add_error("text", f"{_pointed_out(assessment, names)} Is that meant?")
            else:
                try:
                    if done(form, lambda: _save(request, assessment, part, form, names)):
                        return redirect(_next(request, assessment, part))
                except Stale:
                    return redirect("assessment-compare", assessment.pk, part.key)
        else:
            names = []
    else:
        names = []
        initial = {
            "text": row.text if row else "",
            "version": row.version if row else 0,
            "page": str(uuid.uuid4()),
        }
        form = forms.Part(initial=initial, label=part.label)
    if not names:
        del form.fields["names_meant"]
    parts = list(assessment.type.parts)
    here = parts.index(part)
    return render(
        request,
        "assessments/assessment_part.html",
        {
            **around,
            "form": form,
            "part": part,
            "row": row if row and row.text else None,
            "shared_by": _sharers(request, assessment) if assessment.is_shared(part) else "",
            "menu": parts_menu(assessment, part.key),
            "minimum": assessment.type.minimum_analysis_words if part.key == ANALYSIS.key else 0,
            "words": len(row.text.split()) if row else 0,
            "before": parts[here - 1] if here else None,
            "after": parts[here + 1] if here + 1 < len(parts) else None,
            "waiting": set_aside(assessment, part.key, request.user),
            "earlier": list(row.earlier.select_related("saved_by")) if row else [],
            "remarks": list(
                assessment.comments.filter(key=part.key, resolved_at=None).select_related("by")  # type: ignore[attr-defined]
            ),
        },
    )


def _save(
    request: Request, assessment: Assessment, part: Part, form: forms.Part, names: list[str]
) -> None:
    save_part(
        assessment,
        part.key,
        form.cleaned_data["text"],
        form.cleaned_data["version"],
        by=request.user,
        page=form.cleaned_data["page"],
        names_accepted=names,
    )
    messages.success(request, f"«{part.label}» saved.")


def _next(request: Request, assessment: Assessment, part: Part) -> str:
    parts = list(assessment.type.parts)
    here = parts.index(part)
    if request.POST.get("then") == "stay":
        return address("assessment-part", assessment, part.key)
    if here + 1 < len(parts):
        return address("assessment-part", assessment, parts[here + 1].key)
    return address("assessment-agencies", assessment)


def _sharers(request: Request, assessment: Assessment) -> str:
    group = group_of(assessment)
    seen = Case.objects.visible_to(request.user).filter(pk__in=[each.case_id for each in group])
    sharing = [{"case": each.case_id, "name": each.case.person.name} for each in group]
    return shared_words(sharing, set(seen.values_list("pk", flat=True)))


@assessment_page("POST", logged=False)
def assessment_autosave(request: Request, assessment: Assessment, key: str) -> HttpResponse:
    """Takes what the page of a part sends by itself; answers with the time and the new version."""
    part = _part(assessment, key)
    form = forms.Part(request.POST, label=part.label)
    if not form.is_valid():
        errors = [str(text) for texts in form.errors.values() for text in texts]
        return JsonResponse({"errors": errors}, status=422)
    text = form.cleaned_data["text"]
    try:
        row = save_part(
            assessment,
            part.key,
            text,
            form.cleaned_data["version"],
            by=request.user,
            page=form.cleaned_data["page"],
        )
    except Stale as stale:
        url = address("assessment-compare", assessment, part.key)
        message = f"{stale.theirs.saved_by} has changed this part since you opened it."
        return JsonResponse({"url": url, "message": message}, status=409)
    except Refused as refusal:
        return JsonResponse({"errors": refusal.reasons}, status=422)
    saved = f"{timezone.localtime(row.saved_at):%H:%M}"
    if names := _names(assessment, part, text, row.names_accepted):
        saved = f"{saved}. {_pointed_out(assessment, names)}"
    return JsonResponse({"saved": saved, "version": row.version, "words": len(row.text.split())})


@assessment_page("GET", "HEAD", "POST")
def assessment_compare(request: Request, assessment: Assessment, key: str) -> HttpResponse:
    """Theirs and yours side by side: choose one, or put both together. Nothing is lost."""
    part = _part(assessment, key)
    around = frame(assessment, request.user, timezone.now())
    yours = set_aside(assessment, part.key, request.user)
    if yours is None:
        return redirect(address("assessment-part", assessment, part.key))
    theirs = assessment.texts().get(part.key)
    saved = theirs.text if theirs else ""
    form = forms.Compare(
        typed(request),
        initial={
            "both": f"{saved}\n\n{yours.text}".strip(),
            "version": theirs.version if theirs else 0,
        },
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["choice"]
        try:
            if chosen == "theirs":
                let_go(assessment, part.key, by=request.user)
                messages.success(request, "The saved words stand.")
                return redirect("assessment-part", assessment.pk, part.key)
            text = yours.text if chosen == "yours" else form.cleaned_data["both"]
            version = form.cleaned_data["version"]
            if done(
                form,
                lambda: settle(assessment, part.key, text, version, by=request.user),
            ):
                messages.success(
                    request, "Saved. The words it replaced are kept under «earlier words»."
                )
                return redirect("assessment-part", assessment.pk, part.key)
        except Stale:
            messages.warning(request, "The part has changed once more. Look again and choose.")
            return redirect("assessment-compare", assessment.pk, part.key)
    return render(
        request,
        "assessments/assessment_compare.html",
        {**around, "form": form, "part": part, "theirs": theirs, "yours": yours},
    )


@assessment_page("POST", logged=False)
def assessment_comment_resolve(
    request: Request, assessment: Assessment, comment: int
) -> HttpResponse:
    remark = assessment.comments.filter(pk=comment).first()  # type: ignore[attr-defined]
    if remark is None:
        raise Http404
    try:
        resolve_comment(remark, by=request.user)
        messages.success(request, "Comment marked as answered.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("assessment-part", assessment.pk, remark.key)
