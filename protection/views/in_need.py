"""The child in need plan, a birth, and the services for adults beside a parent's needs."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.pages import ability, done
from clocks.ledger import overdue
from protection.actions.adult_services import needs_of, record_adult_service
from protection.actions.births import record_birth
from protection.actions.in_need import (
    begin_in_need_plan,
    end_in_need_plan,
    review_in_need_plan,
)
from protection.forms.plans import (
    AdultServiceRecord,
    BirthRecord,
    InNeedPlanBegin,
    InNeedPlanEndForm,
    InNeedPlanReview,
)
from protection.models import ChildProtectionPlan, InNeedPlan
from protection.pages import Request, typed
from protection.views.plans import nothing_in_force, open_case_for
from rules.codes import AdultNeed, AdultServiceStanding
from ui.moments import day_words


def _live(case: Case) -> InNeedPlan | None:
    return InNeedPlan.objects.live().filter(case=case).select_related("case").first()


@require_http_methods(["GET", "POST"])
@ability("write-record")
def in_need_plan_begin(request: Request, reference: str) -> HttpResponse:
    """Offered from the day on which a protection plan ended, and for any child in need."""
    case = open_case_for(request, reference)
    last = ChildProtectionPlan.objects.filter(case=case).exclude(ended_on=None).first()
    start = last.ended_on if last else timezone.localdate()
    form = InNeedPlanBegin(typed(request), initial={"on": start})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: begin_in_need_plan(
                case, by=request.user, on=data["on"], aim=data["aim"], at=timezone.now()
            )
        ):
            messages.success(
                request,
                "The child in need plan is in force. Write its actions next; the first review is due "
                "in three months.",
            )
            return redirect("case-plan", case.reference)
    context = {"case": case, "form": form, "last": last}
    return render(request, "protection/in_need_plan_begin.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def in_need_plan_review(request: Request, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    plan = _live(case)
    if plan is None:
        return nothing_in_force(request, case)
    now = timezone.now()
    late = any(clock.rule in plan.clocks for clock in overdue(plan.occasion, now))
    form = InNeedPlanReview(typed(request), late=late, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        if form.act(lambda: review_in_need_plan(plan, by=request.user, at=now, **data)):
            messages.success(request, "Review recorded. The next is due in three months.")
            return redirect("case-plan", case.reference)
    return render(request, "protection/in_need_plan_review.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@ability("write-record")
def in_need_plan_end(request: Request, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    plan = _live(case)
    if plan is None:
        return nothing_in_force(request, case)
    form = InNeedPlanEndForm(typed(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: end_in_need_plan(plan, by=request.user, at=timezone.now(), **data),
        ):
            offered = case.tasks.open().filter(kind="early-help").exists()
            after = " A task asks you to offer the family early help." if offered else ""
            messages.success(request, f"The child in need plan has ended.{after}")
            return redirect("case-plan", case.reference)
    return render(request, "protection/in_need_plan_end.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@ability("write-record")
def birth_record(request: Request, reference: str) -> HttpResponse:
    """An unborn child was born: the same record goes on."""
    case = open_case_for(request, reference)
    if not case.person.is_unborn:
        messages.warning(request, "The birth of this child is recorded already.")
        return redirect("case-plan", case.reference)
    expected = case.person.expected_on
    form = BirthRecord(
        typed(request), initial={"surname": case.person.surname, "born_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: record_birth(case, by=request.user, at=timezone.now(), **data)):
            messages.success(
                request,
                "The birth is recorded. The record, its history and the plan go on; what ran towards "
                "the expected date was planned again.",
            )
            return redirect("case-plan", case.reference)
        case.person.refresh_from_db()
    note = f"Expected {day_words(expected, timezone.localtime())}." if expected else ""
    context = {"case": case, "form": form, "note": note}
    return render(request, "protection/birth_record.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def adult_service_record(request: Request, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    found = needs_of(case) or list(AdultNeed)
    form = AdultServiceRecord(
        typed(request),
        needs=[(need.value, need.label) for need in found],
        standings=AdultServiceStanding.choices(),
    )
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        if form.act(lambda: record_adult_service(case, by=request.user, at=timezone.now(), **data)):
            messages.success(request, "Recorded beside the plan.")
            return redirect("case-plan", case.reference)
    return render(request, "protection/adult_service_record.html", {"case": case, "form": form})
