"""The facts beside the words: seen, factors, outcome; and the agencies that were asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from assessments import forms
from assessments.actions import record
from assessments.actions.write import may_write
from assessments.models import AgencyAsked, Assessment
from assessments.pages import (
    AGENCIES,
    FINDINGS,
    Request,
    address,
    assessment_page,
    beside_what_stands,
    frame,
    parts_menu,
    saved_at,
    saves_itself,
    typed,
)
from cases.pages import done
from people.models import Agency
from rules.codes import AssessmentFactor


@assessment_page("GET", "HEAD", "POST")
def assessment_facts(request: Request, assessment: Assessment) -> HttpResponse:
    if saves_itself(request):
        return _facts_autosaved(request, assessment)
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


def _facts_autosaved(request: Request, assessment: Assessment) -> JsonResponse:
    """What the page sends by itself."""
    data = beside_what_stands(request, forms.findings_as_typed(assessment))
    form = forms.Findings(data, kind=assessment.type)
    try:
        if form.is_valid() and done(
            form, lambda: _record(request, assessment, form, half_typed=True)
        ):
            return JsonResponse({"version": assessment.version, "saved": saved_at()})
    except record.StaleFindings:
        message = "Somebody has changed this since you opened it."
        url = address("assessment-facts", assessment)
        return JsonResponse({"url": url, "message": message}, status=409)
    return JsonResponse({"errors": [each["text"] for each in form.summary()]}, status=422)


def _as_sent(request: Request) -> dict[str, Any]:
    return {
        name: request.POST.getlist(name) if name == "factors" else value
        for name, value in request.POST.items()
    }


def _record(
    request: Request, assessment: Assessment, form: forms.Findings, *, half_typed: bool = False
) -> None:
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
    record.record_facts(
        assessment, findings, given["version"], by=request.user, half_typed=half_typed
    )


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
    if request.method != "POST" and not may_write(assessment, request.user):
        return redirect("assessment-detail", assessment.pk)
    form = forms.Asked(typed(request), agencies=list(Agency.objects.order_by("name", "pk")))
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
    return _agencies(request, assessment, form, {})


def _agencies(
    request: Request, assessment: Assessment, form: forms.Asked, sent: dict[int, forms.Answer]
) -> HttpResponse:
    """The page; `sent` are answers that were not taken, as they were typed."""
    asked = assessment.agencies.select_related("recorded_by")  # type: ignore[attr-defined]
    rows = [{"row": row, "form": sent.get(row.pk) or _answer_form(row)} for row in asked]
    return render(
        request,
        "assessments/assessment_agencies.html",
        {
            **frame(assessment, request.user, timezone.now()),
            "form": form,
            "refused": next(iter(sent.values()), form),
            "asked": rows,
            "menu": parts_menu(assessment, AGENCIES),
        },
    )


def _answer_form(row: AgencyAsked, data: Any = None) -> forms.Answer:
    shown = {"said": row.said, "version": row.version}
    return forms.Answer(data, initial=shown, auto_id=f"id_{row.pk}_%s")


@assessment_page("POST", logged=False)
def assessment_agency(request: Request, assessment: Assessment, asked: int) -> HttpResponse:
    """What one agency said, sent with the button or by the page itself; or, with `drop`, that it
    was entered by mistake."""
    row = assessment.agencies.filter(pk=asked).first()  # type: ignore[attr-defined]
    by_itself = saves_itself(request)
    if row is None:
        gone = "That agency has been taken out already."
        if by_itself:
            return JsonResponse({"errors": [gone]}, status=422)
        messages.info(request, gone)
        return redirect("assessment-agencies", assessment.pk)
    form, dropped = _answer_form(row, request.POST), bool(request.POST.get("drop"))
    try:
        if form.is_valid() and done(form, lambda: _answer(request, row, form, dropped)):
            if by_itself:
                return JsonResponse({"version": row.version, "saved": saved_at()})
            messages.success(request, "Taken out." if dropped else "Saved.")
            return redirect("assessment-agencies", assessment.pk)
    except record.StaleAnswer as stale:
        message = f"Somebody has changed what {row.name} said since you opened it."
        if by_itself:
            url = address("assessment-agencies", assessment)
            return JsonResponse({"url": url, "message": message}, status=409)
        form = _answer_form(
            row, {"said": form.cleaned_data["said"], "version": stale.asked.version}
        )
        form.add_error(
            "said", f"{message} It is now: “{stale.asked.said}” Put yours and theirs together."
        )
    if by_itself:
        return JsonResponse({"errors": [each["text"] for each in form.summary()]}, status=422)
    new = forms.Asked(agencies=list(Agency.objects.order_by("name", "pk")))
    return _agencies(request, assessment, new, {row.pk: form})


def _answer(request: Request, row: AgencyAsked, form: forms.Answer, dropped: bool) -> None:
    if dropped:
        record.drop_agency(row, by=request.user)
    else:
        said, version = form.cleaned_data["said"], form.cleaned_data["version"]
        record.record_answer(row, by=request.user, said=said, version=version)
