"""A Section 47 enquiry: reading it, writing it, sending it, authorising it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from assessments.pages import beside_what_stands, saved_at, saves_itself
from cases.pages import done
from cases.showing import clock_shown
from cases.tabs import address
from clocks.models import Clock
from protection.actions import enquiries
from protection.forms import enquiry as forms
from protection.models import Section47Enquiry
from protection.pages import Request, leads_for, record_page, typed
from rules.lifecycles import NEEDS, EnquiryState, Hat
from workflow.engine import Refused, offered

COLOURS = {
    EnquiryState.UNDER_WAY: "blue",
    EnquiryState.SENT: "yellow",
    EnquiryState.RETURNED: "orange",
    EnquiryState.AUTHORISED: "green",
    EnquiryState.CONFERRED: "green",
    EnquiryState.STOOD_DOWN: "grey",
    EnquiryState.WITHDRAWN: "grey",
}


def frame(enquiry: Section47Enquiry, user: Any) -> dict[str, Any]:
    """What stands around every page of an enquiry."""
    now = timezone.localtime()
    clock = Clock.objects.filter(rule="initial-conference", occasion=enquiry.occasion).first()
    return {
        "enquiry": enquiry,
        "case": enquiry.case,
        "colour": COLOURS[EnquiryState(enquiry.state)],
        "may_write": enquiries.may_write(enquiry, user),
        "clock": clock_shown(clock, now) if clock else None,
        "verbs": {step.verb.replace("-", "_") for step in offered(enquiry, user)},
        "seen": enquiry.seen,
        "visits": [v for v in enquiry.visits if v.seen],
    }


def checklist(enquiry: Section47Enquiry) -> list[dict[str, Any]]:
    """What it needs before it is sent, each with whether it is there."""
    write = address("enquiry-write", enquiry.pk)
    elsewhere = {
        "has_assessment": address("case-assessments", enquiry.case.reference),
        "no_medical_outstanding": address("enquiry-detail", enquiry.pk) + "#medicals",
    }
    return [
        {
            "sentence": NEEDS[need][0].upper() + NEEDS[need][1:],
            "met": bool(getattr(enquiry, need)),
            "url": elsewhere.get(need, write),
        }
        for need in enquiry.lifecycle.step("send").needs
    ]


def around(enquiry: Section47Enquiry) -> dict[str, Any]:
    """What was learnt for it elsewhere: discussions, agencies, medicals."""
    discussions = enquiry.discussions.select_related("discussion").order_by("discussion__held_at")  # type: ignore[attr-defined]
    told = [
        {"name": each.agency_words, "on": child.discussion.held_at.date(), "said": each.shared}
        for child in discussions.prefetch_related("discussion__attendees")
        for each in child.discussion.attendees.all()
        if each.kind != "childrens-social-care"
    ]
    asked = enquiry.assessment.agencies.all() if enquiry.assessment else []  # type: ignore[attr-defined]
    return {
        "discussions": discussions,
        "agencies": [
            *told,
            *({"name": each.name, "on": each.asked_on, "said": each.said} for each in asked),
        ],
        "medicals": enquiry.medicals.select_related("asked_by"),  # type: ignore[attr-defined]
        "rows_shown": _rows(enquiry),
    }


def _rows(enquiry: Section47Enquiry) -> list[dict[str, str]]:
    """The document: each thing with its words, or with the reason for none."""
    seen, said = enquiry.seen, {True: "Yes", False: "No", None: ""}
    alone = "alone" if seen.alone else f"not alone: {seen.why_not_alone}".rstrip(": ")
    home = enquiry.home_visit
    parents = enquiry.parents_seen or "Seen." if enquiry.parents_seen_on else ""
    if enquiry.parents_seen_on:
        parents = f"{enquiry.parents_seen_on:%-d %B %Y}. {parents}"
    return [
        {
            "label": "Home visited",
            "value": f"{home.on:%-d %B %Y}" if home else _no(enquiry.why_no_home_visit),
        },
        {
            "label": "Child seen",
            "value": f"{seen.on:%-d %B %Y}, {alone}" if seen.on else _no(seen.why_not),
        },
        {"label": "Parents or carers seen", "value": parents or _no(enquiry.why_no_parents)},
        {
            "label": "The child's own words",
            "value": enquiry.childs_words or _no(enquiry.why_no_words, "None"),
        },
        {"label": "What was found, and what it means", "value": enquiry.findings},
        {"label": "Concerns substantiated", "value": said[enquiry.substantiated]},
        {
            "label": "Continuing risk of significant harm",
            "value": said[enquiry.continuing_risk],
        },
        {"label": "Outcome", "value": enquiry.outcome_label},
        {"label": "Why", "value": enquiry.outcome_why},
    ]


def _no(why: str, word: str = "No") -> str:
    return f"{word}: {why}" if why.strip() else ""


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_detail(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    """The enquiry as it stands; its author takes it back from here."""
    if request.method == "POST":
        try:
            enquiries.take_back(enquiry, by=request.user)
            messages.success(
                request, "Taken back. It is yours to write on, and has to be sent again."
            )
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        return redirect("enquiry-detail", enquiry.pk)
    return render(
        request,
        "protection/enquiry_detail.html",
        {**frame(enquiry, request.user), **around(enquiry)},
    )


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_write(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    if saves_itself(request):
        return _autosaved(request, enquiry)
    shown = frame(enquiry, request.user)
    if request.method != "POST" and not shown["may_write"]:
        return redirect("enquiry-detail", enquiry.pk)
    form = forms.EnquiryWrite(typed(request), enquiry=enquiry)
    theirs: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            if done(
                form,
                lambda: enquiries.record(
                    enquiry, form.written(), form.version_opened, by=request.user
                ),
            ):
                messages.success(request, "Saved.")
                return redirect("enquiry-send", enquiry.pk)
        except enquiries.StaleEnquiry as stale:
            theirs = _differences(form, stale.enquiry)
            form = forms.EnquiryWrite(
                {**request.POST.dict(), "version": stale.enquiry.version}, enquiry=stale.enquiry
            )
            form.add_error(
                None,
                "Somebody has changed this since you opened it. Compare, and save again what is "
                "to stand.",
            )
    return render(
        request, "protection/enquiry_write.html", {**shown, "form": form, "theirs": theirs}
    )


def _autosaved(request: Request, enquiry: Section47Enquiry) -> JsonResponse:
    """What the page sends by itself."""
    form = forms.EnquiryWrite(beside_what_stands(request, forms.as_typed(enquiry)), enquiry=enquiry)
    try:
        if form.is_valid() and done(
            form,
            lambda: enquiries.record(enquiry, form.written(), form.version_opened, by=request.user),
        ):
            return JsonResponse({"version": enquiry.version, "saved": saved_at()})
    except enquiries.StaleEnquiry:
        message = "Somebody has changed this since you opened it."
        url = address("enquiry-write", enquiry.pk)
        return JsonResponse({"url": url, "message": message}, status=409)
    return JsonResponse({"errors": [each["text"] for each in form.summary()]}, status=422)


def _differences(form: forms.EnquiryWrite, saved: Section47Enquiry) -> list[dict[str, str]]:
    """Where what is saved now is not what was typed, each by the label of its field."""
    stands = forms.as_typed(saved)
    found = []
    for name, field in form.fields.items():
        theirs, yours = stands[name], form.cleaned_data.get(name)
        if name == "version" or theirs == yours or not (theirs or yours):
            continue
        if name == "outcome":
            theirs = saved.outcome_label
        elif isinstance(theirs, bool):
            theirs = "Yes" if theirs else "No"
        elif name == "home_visit" and theirs:
            theirs = forms.visit_words(theirs)
        found.append({"label": str(field.label), "value": str(theirs or "nothing")})
    return found


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_send(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    """What is still needed, and who authorises it."""
    shown = frame(enquiry, request.user)
    if request.method != "POST" and not shown["may_write"]:
        return redirect("enquiry-detail", enquiry.pk)
    able = enquiries.authorisers(enquiry, request.user)
    form = forms.EnquirySend(
        typed(request),
        managers=User.objects.filter(pk__in=[each.pk for each in able]),
        initial={"to": able[0]} if able else {},
    )
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        if done(form, lambda: enquiries.send(enquiry, by=request.user, to=to)):
            messages.success(
                request,
                f"Sent to {to}, who has been told. You will be told when it is authorised or "
                "comes back with comments.",
            )
            return redirect("enquiry-detail", enquiry.pk)
    return render(
        request,
        "protection/enquiry_send.html",
        {**shown, "form": form, "needs": checklist(enquiry)},
    )


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_authorise(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    """A manager reads it, and authorises it or returns it with comments."""
    _for_managers(request, enquiry)
    if enquiry.state != EnquiryState.SENT:
        if request.method == "POST":
            label = enquiry.state_label.lower()
            messages.warning(request, f"Nothing was changed: this is «{label}» already.")
        return redirect("enquiry-detail", enquiry.pk)
    returning = request.POST.get("verb") == "return"
    form = forms.EnquiryAuthorise(None if returning else typed(request))
    return_form = forms.EnquiryReturn(typed(request) if returning else None, auto_id="return_%s")
    if returning and return_form.is_valid():
        comments = return_form.cleaned_data["comments"]
        if done(
            return_form, lambda: enquiries.return_(enquiry, by=request.user, comments=comments)
        ):
            messages.success(request, f"Returned to {enquiry.lead}, who has been told.")
            return redirect("enquiry-detail", enquiry.pk)
    elif form.is_valid() and done(form, lambda: enquiries.authorise(enquiry, by=request.user)):
        messages.success(request, _authorised(enquiry))
        return redirect("enquiry-detail", enquiry.pk)
    return render(
        request,
        "protection/enquiry_authorise.html",
        {
            **frame(enquiry, request.user),
            **around(enquiry),
            "form": form,
            "return_form": return_form,
            "is_author": Hat.AUTHOR in enquiry.hats(request.user),
        },
    )


def _for_managers(request: Request, enquiry: Section47Enquiry) -> None:
    if Hat.MANAGER not in enquiry.hats(request.user):
        raise Http404


def _authorised(enquiry: Section47Enquiry) -> str:
    said = f"Section 47 enquiry authorised. {enquiry.lead} has been told. "
    if enquiry.outcome_is_a_conference:
        return f"{said}The conference is to be arranged: the administrator sees it now."
    if enquiry.outcome == "no-further-action":
        return f"{said}No conference is needed, and its clock has ended."
    return (
        f"{said}A task is set for what follows. No conference is needed, and its clock has ended."
    )


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_hand_over(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    _for_managers(request, enquiry)
    leads = leads_for(enquiry.case).exclude(pk=enquiry.lead_id)
    form = forms.EnquiryHandOver(typed(request), leads=leads)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: enquiries.hand_over(enquiry, by=request.user, **given)):
            messages.success(request, f"{given['lead']} leads it now, and has been told.")
            return redirect("enquiry-detail", enquiry.pk)
    return _asking(request, enquiry, form, "Change who leads the enquiry", "Change who leads it")


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_withdraw(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    _for_managers(request, enquiry)
    form = forms.EnquiryWithdraw(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: enquiries.withdraw(enquiry, by=request.user, why=why)):
            messages.success(request, "Withdrawn, with the reason on record. Its clock has ended.")
            return redirect("case-protection", enquiry.case.reference)
    return _asking(request, enquiry, form, "Withdraw the enquiry", "Withdraw it")


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def enquiry_stand_down(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    """No conference is held after all, and why."""
    _for_managers(request, enquiry)
    form = forms.EnquiryStandDown(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: enquiries.stand_down(enquiry, by=request.user, why=why)):
            messages.success(
                request, "Recorded with your reason. The conference's clock has ended."
            )
            return redirect("case-protection", enquiry.case.reference)
    return _asking(request, enquiry, form, "No conference is held after all", "Record it")


def _asking(
    request: Request, enquiry: Section47Enquiry, form: Any, heading: str, button: str
) -> HttpResponse:
    return render(
        request,
        "protection/enquiry_asks.html",
        {
            "case": enquiry.case,
            "form": form,
            "heading": heading,
            "button": button,
            "back": address("enquiry-detail", enquiry.pk),
        },
    )
