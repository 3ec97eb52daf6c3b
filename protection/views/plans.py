"""The tab «Plan and visits», and what is written on a child protection plan."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.forms.once import OnceForm
from cases.models import Case
from cases.pages import ability, case_for, done
from protection.actions.actions_of_plan import AnyPlan, add_actions, change_action
from protection.actions.frequencies import set_frequencies
from protection.actions.plans import end_plan, live_plan
from protection.forms.plans import (
    ActionRows,
    PlanActionChange,
    PlanRevise,
    ProtectionPlanEndForm,
)
from protection.models import InNeedPlan, PlanAction
from protection.pages import Request, typed
from protection.plan_page import plan_page
from rules.access import MANAGERS
from rules.codes import ProtectionPlanEnd


def open_case_for(request: Request, reference: str) -> Case:
    """A case that can still be written on; a closed one has no such pages."""
    case = case_for(request, reference)
    if not case.is_open:
        raise Http404
    return case


def current_plan(case: Case) -> AnyPlan | None:
    """The plan in force, of whichever kind."""
    return live_plan(case) or InNeedPlan.objects.live().filter(case=case).first()


def nothing_in_force(request: Request, case: Case) -> HttpResponse:
    messages.warning(request, "There is no such plan in force for this child.")
    return redirect("case-plan", case.reference)


@require_safe
def case_plan(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    printed = request.GET.get("print") == "1"
    if printed:
        looked(request, "print", case=case)
    now = timezone.localtime()
    context = {"case": case, "now": now, "printed": printed, **plan_page(case, request.user, now)}
    return render(request, "protection/case_plan.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def plan_actions_add(request: Request, reference: str) -> HttpResponse:
    """Several actions at once: a row each."""
    case = open_case_for(request, reference)
    plan = current_plan(case)
    if plan is None:
        return nothing_in_force(request, case)
    form = OnceForm(typed(request))
    grown = ActionRows.pressed(request.POST) if request.method == "POST" else None
    actions = grown or ActionRows(typed(request))
    if request.method == "POST" and grown is None and form.is_valid() and actions.is_valid():
        smart = [each.smart() for each in actions.forms if each.cleaned_data]
        if form.act(lambda: add_actions(plan, smart, by=request.user, at=timezone.now())):
            messages.success(
                request, "Written into the plan. The core group says at each meeting how far it is."
            )
            return redirect("case-plan", case.reference)
    context = {"case": case, "plan": plan, "rows": actions, "form": form}
    return render(request, "protection/plan_actions_add.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def plan_action_change(request: Request, reference: str, pk: int) -> HttpResponse:
    case = open_case_for(request, reference)
    mine = Q(plan__case=case) | Q(in_need_plan__case=case)
    action = get_object_or_404(PlanAction.objects.filter(mine), pk=pk)
    plan = action.plan or action.in_need_plan
    form = PlanActionChange(typed(request), action=action, version=plan.version)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: change_action(
                action,
                form.smart(),
                why=data["why"],
                version=_number(data["version"]),
                by=request.user,
                at=timezone.now(),
            ),
        ):
            messages.success(request, "Changed. What it said before can still be read.")
            return redirect("case-plan", case.reference)
    context = {"case": case, "action": action, "form": form}
    return render(request, "protection/plan_action_change.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


@require_http_methods(["GET", "POST"])
@ability("write-record")
def plan_revise(request: Request, reference: str) -> HttpResponse:
    """How often the child is seen and the core group meets; what if it does not work."""
    case = open_case_for(request, reference)
    plan = live_plan(case)
    if plan is None:
        return nothing_in_force(request, case)
    form = PlanRevise(typed(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "version": _number(form.cleaned_data["version"])}
        if done(form, lambda: set_frequencies(plan, by=request.user, at=timezone.now(), **data)):
            messages.success(
                request, "Changed. The clocks that run were planned again, and say so."
            )
            return redirect("case-plan", case.reference)
    return render(request, "protection/plan_revise.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@ability("lead-team")
def protection_plan_end(request: Request, reference: str) -> HttpResponse:
    """End a plan where no conference will: the child has died, turned 18, moved for good."""
    case = open_case_for(request, reference)
    plan = live_plan(case)
    if plan is None or request.user.role not in MANAGERS:
        return nothing_in_force(request, case)
    form = ProtectionPlanEndForm(typed(request), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: end_plan(plan, by=request.user, at=timezone.now(), **data)):
            reason = ProtectionPlanEnd.label_of(data["reason"]).lower()
            messages.success(request, f"The plan has ended: {reason}. Its clocks have stopped.")
            return redirect("case-plan", case.reference)
    return render(request, "protection/protection_plan_end.html", {"case": case, "form": form})
