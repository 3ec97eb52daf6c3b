"""Asking for a medical, and recording what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from cases.pages import done
from cases.showing import clock_shown
from cases.tabs import address
from clocks.ledger import overdue
from clocks.models import Clock
from protection.actions import medicals
from protection.forms import enquiry as forms
from protection.models import Medical, Section47Enquiry
from protection.pages import Request, record_page, typed
from rules.lifecycles import MedicalState


@record_page(Section47Enquiry, "GET", "HEAD", "POST")
def medical_ask(request: Request, enquiry: Section47Enquiry) -> HttpResponse:
    back = address("enquiry-detail", enquiry.pk)
    if not request.user.may("write-record") or not enquiry.is_being_made:
        messages.warning(request, "No medical is asked for now: the enquiry is not under way.")
        return redirect(back)
    form = forms.MedicalAsk(typed(request), initial={"asked_at": timezone.now()})
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "asked_of", "asked_at")}
        if form.act(lambda: medicals.ask(enquiry, by=request.user, **given)):
            messages.success(request, "Recorded. Its clock runs until the child is examined.")
            return redirect(back)
    return render(
        request,
        "protection/medical_ask.html",
        {"case": enquiry.case, "form": form, "back": back},
    )


@record_page(Medical, "GET", "HEAD", "POST", related="enquiry__case")
def medical_record(request: Request, medical: Medical) -> HttpResponse:
    """The child was examined; or the medical will not be held."""
    back = address("enquiry-detail", medical.enquiry_id)
    if medical.state != MedicalState.ASKED:
        if request.method == "POST":
            messages.warning(request, f"Nothing was changed: «{medical.state_label}» already.")
        return redirect(back)
    now = timezone.localtime()
    dropping = request.POST.get("verb") == "drop"
    late = bool(overdue(medical.occasion, now))
    form = forms.MedicalAttend(None if dropping else typed(request), late=late)
    drop_form = forms.MedicalDrop(typed(request) if dropping else None, auto_id="drop_%s")
    if dropping and drop_form.is_valid():
        why = drop_form.cleaned_data["why"]
        if done(drop_form, lambda: medicals.drop(medical, by=request.user, why=why)):
            messages.success(request, "Recorded that the medical will not be held.")
            return redirect(back)
    elif form.is_valid() and done(
        form, lambda: medicals.attend(medical, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, "Medical recorded.")
        return redirect(back)
    clock = Clock.objects.filter(occasion=medical.occasion).first()
    return render(
        request,
        "protection/medical_record.html",
        {
            "case": medical.enquiry.case,
            "medical": medical,
            "form": form,
            "drop_form": drop_form,
            "dropping": dropping,
            "clock": clock_shown(clock, now, named=False) if clock else None,
            "back": back,
        },
    )
