"""An assessment as something to read, and notes on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments import forms
from assessments.actions.group import group_of
from assessments.actions.record import correct
from assessments.models import Assessment
from assessments.pages import Request, assessment_page, checklist, document_shown, frame
from cases.pages import done
from workflow.engine import offered


@assessment_page("GET", "HEAD")
def assessment_detail(request: Request, assessment: Assessment) -> HttpResponse:
    return _document(request, assessment, forms.Correct())


@assessment_page("POST", logged=False)
def assessment_correct(request: Request, assessment: Assessment) -> HttpResponse:
    form = forms.Correct(request.POST)
    if form.is_valid() and done(
        form, lambda: correct(assessment, form.cleaned_data["text"], by=request.user)
    ):
        messages.success(request, "Note added. The document itself stays as it was authorised.")
        return redirect("assessment-detail", assessment.pk)
    return _document(request, assessment, form)


def _document(request: Request, assessment: Assessment, form: forms.Correct) -> HttpResponse:
    now = timezone.now()
    visible = Assessment.objects.visible_to(request.user)
    together = [each.pk for each in group_of(assessment) if each.pk != assessment.pk]
    siblings = visible.filter(pk__in=together).select_related("case__person") if together else []
    return render(
        request,
        "assessments/assessment_detail.html",
        {
            **frame(assessment, request.user, now),
            "form": form,
            "body": document_shown(assessment, request.user, now),
            "needs": [] if assessment.is_authorised else checklist(assessment),
            "parenting": assessment.parenting_written,
            "steps": {step.verb for step in offered(assessment, request.user)},
            "siblings": siblings,
            "comments": list(assessment.comments.select_related("by")),  # type: ignore[attr-defined]
            "corrections": list(assessment.corrections.select_related("by")),  # type: ignore[attr-defined]
            "may_correct": assessment.is_authorised and bool(assessment.hats(request.user)),
        },
    )
