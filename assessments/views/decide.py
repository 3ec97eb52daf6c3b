"""Sending, reading to authorise, returning, withdrawing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments import forms
from assessments.actions import decide
from assessments.actions.group import group_of
from assessments.actions.record import comment
from assessments.actions.write import leave_group
from assessments.models import Assessment
from assessments.pages import (
    Request,
    address,
    assessment_page,
    checklist,
    document_shown,
    frame,
    parts_menu,
    typed,
)
from assessments.siblings import strange_names_in
from cases.pages import done
from rules.lifecycles import AssessmentState, Hat
from workflow.engine import Refused


@assessment_page("GET", "HEAD", "POST")
def assessment_send(request: Request, assessment: Assessment) -> HttpResponse:
    """Who authorises it, and what is still needed."""
    around = frame(assessment, request.user, timezone.now())
    if request.method != "POST" and not around["may_write"]:
        return redirect("assessment-detail", assessment.pk)
    managers = decide.authorisers(assessment)
    group = _visible(group_of(assessment), request.user)
    names = [
        f"{' and '.join(found)} in {each.case.person.name}'s «{each.type.part(key).label}»"
        for each in group
        for key, found in strange_names_in(each).items()
    ]
    form = forms.Send(
        typed(request),
        managers=managers,
        initial={"to": str(managers[0].pk)} if managers else {},
    )
    if not names:
        del form.fields["names_meant"]
    if request.method == "POST" and form.is_valid():
        to = form.managers[form.cleaned_data["to"]]
        meant = form.cleaned_data.get("names_meant", False)
        if done(form, lambda: decide.send(assessment, by=request.user, to=to, names_meant=meant)):
            messages.success(
                request,
                f"Sent to {to}, who has been told. You will be told when it is authorised or "
                "comes back with comments.",
            )
            return redirect("assessment-detail", assessment.pk)
    return render(
        request,
        "assessments/assessment_send.html",
        {
            **around,
            "form": form,
            "children": [{"assessment": each, "needs": checklist(each)} for each in group],
            "names": names,
            "parenting": assessment.parenting_written,
            "menu": parts_menu(assessment, "send"),
        },
    )


def _visible(group: list[Assessment], user: Any) -> list[Assessment]:
    pks = [each.pk for each in group]
    seen = set(Assessment.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    return [each for each in group if each.pk in seen]


def _post_only(
    request: Request, assessment: Assessment, act: Callable[[], Any], said: str
) -> HttpResponse:
    """A step that asks nothing: done, or its reasons, on the page of the assessment."""
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("assessment-detail", assessment.pk)


@assessment_page("POST", logged=False)
def assessment_take_back(request: Request, assessment: Assessment) -> HttpResponse:
    return _post_only(
        request,
        assessment,
        lambda: decide.take_back(assessment, by=request.user),
        "Taken back. It is yours to write on, and has to be sent again.",
    )


@assessment_page("POST", logged=False)
def assessment_alone(request: Request, assessment: Assessment) -> HttpResponse:
    """Take this child out of the group that is assessed together."""
    return _post_only(
        request,
        assessment,
        lambda: leave_group(assessment, by=request.user),
        "This child is assessed alone from here. What was shared has been copied.",
    )


def _for_managers(request: Request, assessment: Assessment) -> None:
    if Hat.MANAGER not in assessment.hats(request.user):
        raise Http404


@assessment_page("GET", "HEAD", "POST")
def assessment_authorise(request: Request, assessment: Assessment) -> HttpResponse:
    """A manager reads it as a document, with the needs checked, and authorises or returns it."""
    _for_managers(request, assessment)
    if assessment.state != AssessmentState.SENT:
        if request.method == "POST":
            label = assessment.state_label.lower()
            messages.warning(request, f"Nothing was changed: this is «{label}» already.")
        return redirect("assessment-detail", assessment.pk)
    form = forms.Authorise(typed(request), late=_late(assessment))
    if request.method == "POST" and form.is_valid():
        given = {"late_reason": form.cleaned_data.get("late_reason", "")}
        given["grade"] = form.cleaned_data["grade"]
        if done(form, lambda: decide.authorise(assessment, by=request.user, **given)):
            messages.success(request, _authorised(assessment))
            return redirect("assessment-detail", assessment.pk)
    return _reading(request, assessment, form, forms.Return(prefix="return"))


def _late(assessment: Assessment) -> bool:
    return any(not each.lateness_is_explained for each in group_of(assessment))


def _authorised(assessment: Assessment) -> str:
    row = assessment.outcome_row
    next_words = f" Next: {row.label.lower()}." if row and row.makes else ""
    return f"{assessment.type.label} authorised. {assessment.author} has been told.{next_words}"


def _reading(
    request: Request,
    assessment: Assessment,
    form: forms.Authorise,
    return_form: forms.Return,
    comment_form: forms.Comment | None = None,
) -> HttpResponse:
    now = timezone.now()
    group = _visible(group_of(assessment), request.user)
    remarks: dict[str, list[Any]] = {}
    for remark in assessment.comments.select_related("by"):  # type: ignore[attr-defined]
        remarks.setdefault(remark.key, []).append(remark)
    body = document_shown(assessment, request.user, now)
    keys = [part["key"] for part in body["parts"]]
    beside = comment_form["key"].value() if comment_form else None
    if comment_form and beside not in keys:
        beside = keys[0]  # a part that is not there: what was typed is shown all the same
    for part in body["parts"]:
        part["remarks"] = remarks.get(part["key"], [])
        mine = comment_form and beside == part["key"]
        part["comment"] = (
            comment_form
            if mine
            else forms.Comment(initial={"key": part["key"]}, auto_id=f"id_{part['key']}_%s")
        )
    return render(
        request,
        "assessments/assessment_authorise.html",
        {
            **frame(assessment, request.user, now),
            "form": form,
            "return_form": return_form,
            "comment_form": comment_form,
            "body": body,
            "needs": checklist(assessment),
            "parenting": assessment.parenting_written,
            "siblings": [each for each in group if each.pk != assessment.pk],
            "is_author": assessment.author_id == request.user.pk,
            "outcome_row": assessment.outcome_row,
        },
    )


@assessment_page("POST", logged=False)
def assessment_return(request: Request, assessment: Assessment) -> HttpResponse:
    _for_managers(request, assessment)
    form = forms.Return(request.POST, prefix="return")
    if form.is_valid():
        comments = form.cleaned_data["comments"]
        if done(form, lambda: decide.return_(assessment, by=request.user, comments=comments)):
            messages.success(request, f"Returned to {assessment.author}, who has been told.")
            return redirect("assessment-detail", assessment.pk)
    if assessment.state != AssessmentState.SENT:
        messages.error(request, " ".join(each["text"] for each in form.summary()))
        return redirect("assessment-detail", assessment.pk)
    return _reading(request, assessment, forms.Authorise(late=_late(assessment)), form)


@assessment_page("POST", logged=False)
def assessment_comment(request: Request, assessment: Assessment) -> HttpResponse:
    _for_managers(request, assessment)
    form = forms.Comment(request.POST)
    if form.is_valid():
        key, text = form.cleaned_data["key"], form.cleaned_data["text"]
        if done(form, lambda: comment(assessment, key, text, by=request.user)):
            messages.success(request, "Comment added. The author sees it when it is returned.")
            return redirect(address("assessment-authorise", assessment) + f"#{key}")
    if assessment.state != AssessmentState.SENT:
        messages.error(request, " ".join(each["text"] for each in form.summary()))
        return redirect("assessment-detail", assessment.pk)
    late = forms.Authorise(late=_late(assessment))
    return _reading(request, assessment, late, forms.Return(), form)


@assessment_page("GET", "HEAD", "POST")
def assessment_withdraw(request: Request, assessment: Assessment) -> HttpResponse:
    _for_managers(request, assessment)
    form = forms.Withdraw(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: decide.withdraw(assessment, by=request.user, why=why)):
            messages.success(request, "Withdrawn, with your reason on the record.")
            return redirect("case-assessments", assessment.case.reference)
    return render(
        request,
        "assessments/assessment_withdraw.html",
        {**frame(assessment, request.user, timezone.now()), "form": form},
    )
