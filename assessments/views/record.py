"""The facts beside the words: seen, factors, outcome; and the agencies that were asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments import forms
from assessments.actions import record
from assessments.models import Assessment
from assessments.pages import AGENCIES, FINDINGS, Request, assessment_page, frame, parts_menu, typed
from cases.pages import done
from people.models import Agency
from rules.codes import AssessmentFactor


@assessment_page("GET", "HEAD", "POST")
def assessment_facts(request: Request, assessment: Assessment) -> HttpResponse:
    now = timezone.now()
    around = frame(assessment, request.user, now)
    if request.method != "POST" and not around["may_write"]:
        return redirect("assessment-detail", assessment.pk)
    initial = forms.findings_as_typed(assessment)
    form = forms.Findings(typed(request), kind=assessment.type, initial=initial)
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            if done(form, lambda: _record(request, assessment, form)):
                messages.success(request, "Saved.")
                return redirect("assessment-send", assessment.pk)
        except record.StaleFindings as stale:
            theirs = _differences(form, stale.assessment)
            form = forms.Findings(
                {**_as_sent(request), "version": stale.assessment.version}, kind=assessment.type
            )
            form.add_error(
                None,
                "Somebody has changed this since you opened it. Compare, and save again what is "
                "to stand.",
            )
    return render(
        request,
        "assessments/assessment_facts.html",
        {
            **around,
            "form": form,
            "factor_groups": _grouped(form),
            "seen": assessment.seen,
            "theirs": theirs,
            "menu": parts_menu(assessment, FINDINGS),
        },
    )


def _as_sent(request: Request) -> dict[str, Any]:
    return {
        name: request.POST.getlist(name) if name == "factors" else value
        for name, value in request.POST.items()
    }


def _record(request: Request, assessment: Assessment, form: forms.Findings) -> None:
    given = form.cleaned_data
    seen = {"alone": True, "not-alone": True, "no": False}.get(given["seen"])
    findings = record.Findings(
        child_seen=seen,
        child_seen_on=given["child_seen_on"] if seen else None,
        why_not_seen=given["why_not_seen"],
        seen_alone=given["seen"] == "alone" if seen else None,
        why_not_alone=given["why_not_alone"],
        why_no_words=given["why_no_words"],
        factors=given["factors"],
        outcome=given["outcome"],
        outcome_why=given["outcome_why"],
    )
    record.record_facts(assessment, findings, given["version"], by=request.user)


def _grouped(form: forms.Findings) -> list[dict[str, Any]]:
    """The factors under their headings, each group's answers in the order child, parent, other;
    «none» by itself."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for option in form["factors"].options():  # type: ignore[attr-defined]
        group = AssessmentFactor(option["value"]).group
        alone = option["value"] == AssessmentFactor.NONE
        groups.setdefault("" if alone else group, []).append(option)
    alone_first = sorted(groups.items(), key=lambda pair: pair[0] != "")
    return [{"heading": heading, "options": options} for heading, options in alone_first]


def _differences(form: forms.Findings, saved: Assessment) -> list[dict[str, str]]:
    """Where what is saved now is not what was typed, each by the label of its field."""
    stands = forms.findings_as_typed(saved)
    found = []
    for name, field in form.fields.items():
        theirs, yours = stands.get(name), form.cleaned_data.get(name)
        if name == "version" or (theirs or None) == (yours or None):
            continue
        if name == "factors":
            theirs = ", ".join(AssessmentFactor.label_of(code) for code in theirs or [])
        elif name in ("seen", "outcome"):
            theirs = dict(field.choices).get(theirs, "")  # type: ignore[attr-defined]
        found.append({"label": str(field.label), "value": str(theirs or "nothing")})
    return found


@assessment_page("GET", "HEAD", "POST")
def assessment_agencies(request: Request, assessment: Assessment) -> HttpResponse:
    """Which agencies were asked, and what they said."""
    now = timezone.now()
    around = frame(assessment, request.user, now)
    if request.method != "POST" and not around["may_write"]:
        return redirect("assessment-detail", assessment.pk)
    agencies = list(Agency.objects.order_by("name", "pk"))
    form = forms.Asked(typed(request), agencies=agencies)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if done(
            form,
            lambda: record.ask_agency(
                assessment,
                by=request.user,
                agency=form.agencies.get(asked["agency"]),
                name=asked["name"],
                asked_on=asked["asked_on"],
                said=asked["said"],
            ),
        ):
            messages.success(request, "Agency recorded.")
            return redirect("assessment-agencies", assessment.pk)
    so_far = assessment.agencies.select_related("recorded_by")  # type: ignore[attr-defined]
    return render(
        request,
        "assessments/assessment_agencies.html",
        {
            **around,
            "form": form,
            "asked": [
                {
                    "row": row,
                    "form": forms.Answer(initial={"said": row.said}, auto_id=f"id_{row.pk}_%s"),
                }
                for row in so_far
            ],
            "menu": parts_menu(assessment, AGENCIES),
        },
    )


@assessment_page("POST", logged=False)
def assessment_agency(request: Request, assessment: Assessment, asked: int) -> HttpResponse:
    """What one agency said; or, with `drop`, that it was entered by mistake."""
    row = assessment.agencies.filter(pk=asked).first()  # type: ignore[attr-defined]
    if row is None:
        messages.info(request, "That agency has been taken out already.")
        return redirect("assessment-agencies", assessment.pk)
    form = forms.Answer(request.POST)
    if form.is_valid():
        if request.POST.get("drop"):
            saved = done(form, lambda: record.drop_agency(row, by=request.user))
        else:
            said = form.cleaned_data["said"]
            saved = done(form, lambda: record.record_answer(row, by=request.user, said=said))
        if saved:
            messages.success(request, "Taken out." if request.POST.get("drop") else "Saved.")
            return redirect("assessment-agencies", assessment.pk)
    messages.error(request, " ".join(each["text"] for each in form.summary()))
    return redirect("assessment-agencies", assessment.pk)
