"""Core groups: a meeting recorded once for brothers and sisters, and who belongs to one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.family import open_cases_beside
from cases.models import Case
from cases.pages import ability, case_for
from protection.actions.actions_of_plan import add_member, end_member
from protection.actions.core_groups import hold_core_group, is_late
from protection.actions.in_need import not_theirs
from protection.actions.plans import live_plan
from protection.forms.core_groups import ChildAtCoreGroup, CoreGroupHold
from protection.forms.plans import CoreGroupMemberAdd
from protection.models import ChildProtectionPlan, CoreGroupChild
from protection.pages import Request, typed
from protection.views.plans import nothing_in_force, open_case_for
from ui.forms import Together
from ui.moments import day_words
from workflow.engine import Refused


def _plans_beside(case: Case, user: object) -> list[ChildProtectionPlan]:
    """The plans of brothers and sisters on which this person may write."""
    theirs = [each for each in open_cases_beside(case, user) if not not_theirs(each, user)]  # type: ignore[arg-type]
    return list(
        ChildProtectionPlan.objects.live().filter(case__in=theirs).select_related("case__person")
    )


@require_http_methods(["GET", "POST"])
@ability("write-record")
def core_group_hold(request: Request, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    plan = live_plan(case)
    if plan is None:
        return nothing_in_force(request, case)
    now = timezone.localtime()
    plan.case = case
    beside = _plans_beside(case, request.user)
    form = CoreGroupHold(
        typed(request),
        late=any(is_late(each, now.date(), now) for each in (plan, *beside)),
        latest=f"within {plan.core_group_every_days} days, as the plan asks",
        initial={"held_on": now.date()},
    )
    children = [
        ChildAtCoreGroup(typed(request), plan=each, beside=each != plan) for each in (plan, *beside)
    ]
    together = Together(form, *children)
    if request.method == "POST" and together.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        about = [each.about() for each in children if each.is_about]
        if form.act(lambda: hold_core_group(about, by=request.user, at=now, **data)):
            messages.success(
                request,
                f"Core group recorded. The next one is on {day_words(data['next_on'], now)}.",
            )
            return redirect("case-plan", case.reference)
    context = {"case": case, "form": form, "children": children, "together": together}
    return render(request, "protection/core_group_hold.html", context)


@require_safe
def core_group_detail(request: Request, reference: str, pk: int) -> HttpResponse:
    """What one core group said about this child."""
    case = case_for(request, reference)
    rows = CoreGroupChild.objects.filter(plan__case=case).select_related(
        "core_group__recorded_by", "plan"
    )
    row = get_object_or_404(rows, pk=pk)
    context = {
        "case": case,
        "row": row,
        "attendance": list(row.attendance.select_related("member")),
        "progress": list(row.progress.select_related("action")),
    }
    return render(request, "protection/core_group_detail.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def core_group_members(request: Request, reference: str) -> HttpResponse:
    """Who belongs to the core group; somebody joins."""
    case = open_case_for(request, reference)
    plan = live_plan(case)
    if plan is None:
        return nothing_in_force(request, case)
    form = CoreGroupMemberAdd(typed(request) if "leaves" not in request.POST else None)
    if "leaves" in request.POST:
        _take_out(request, plan)
        return redirect("core-group-members", case.reference)
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        now = timezone.localtime()
        if form.act(lambda: add_member(plan, by=request.user, since=now.date(), at=now, **data)):
            messages.success(request, f"{data['name']} belongs to the core group.")
            return redirect("core-group-members", case.reference)
    members = list(plan.members.filter(until=None))
    context = {"case": case, "form": form, "members": members}
    return render(request, "protection/core_group_members.html", context)


def _take_out(request: Request, plan: ChildProtectionPlan) -> None:
    chosen = request.POST["leaves"]
    members = {str(each.pk): each for each in plan.members.filter(until=None)}
    member = members.get(chosen)
    if member is None:
        return  # gone already: pressed twice, or an old page
    try:
        end_member(member, by=request.user, at=timezone.now())
        messages.success(request, f"{member.name} has left the core group.")
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
