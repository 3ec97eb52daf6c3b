"""Who is responsible for a child: allocate, change, add beside, take off, wait, review the wait."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions import allocation as act
from cases.forms.allocation import (
    CaseAddWorker,
    CaseAllocate,
    CaseEndWorker,
    CaseReallocate,
    CaseReviewWaiting,
    CaseWait,
)
from cases.loads import carriers, loads_of
from cases.models import Case
from cases.pages import case_for
from clocks.models import Clock
from rules.lifecycles import Hat
from ui.moments import day_words
from workflow.engine import refusals


def managed_case_for(request: HttpRequest, reference: str) -> Case:
    """A case whose manager this person is; for anybody else these pages are not there."""
    case = case_for(request, reference)
    if Hat.MANAGER not in case.hats(request.user):
        raise Http404
    return case


@require_http_methods(["GET", "POST"])
def case_allocate(request: HttpRequest, reference: str) -> HttpResponse:
    case = managed_case_for(request, reference)
    if too_late := _too_late(request, case, "allocate"):
        return too_late
    now = timezone.now()
    form = CaseAllocate(
        request.POST or None, loads=loads_of(carriers([case.team_id]), now, request.user), now=now
    )
    if request.method == "POST" and form.is_valid():
        worker, why = form.cleaned_data["worker"], form.cleaned_data["why"]
        if form.act(lambda: act.allocate(case, by=request.user, worker=worker, why=why, at=now)):
            messages.success(
                request,
                f"{case.person.name} is allocated to {worker}, who has been told. "
                f"{_next_clock(case)}".strip(),
            )
            return redirect("awaiting-allocation")
    return _page(request, "case_allocate", case, form)


@require_http_methods(["GET", "POST"])
def case_reallocate(request: HttpRequest, reference: str) -> HttpResponse:
    case = managed_case_for(request, reference)
    if too_late := _too_late(request, case, "reallocate"):
        return too_late
    now = timezone.now()
    others = [worker for worker in carriers([case.team_id]) if worker.pk != case.worker_id]
    form = CaseReallocate(request.POST or None, loads=loads_of(others, now, request.user), now=now)
    if request.method == "POST" and form.is_valid():
        worker, why = form.cleaned_data["worker"], form.cleaned_data["why"]
        if form.act(lambda: act.reallocate(case, by=request.user, worker=worker, why=why, at=now)):
            messages.success(
                request,
                f"{worker} is now the lead worker of {case.person.name} and has been told. "
                "Tasks stay with those they were given to.",
            )
            return redirect(_case_page(case))
    return _page(request, "case_reallocate", case, form)


@require_http_methods(["GET", "POST"])
def case_wait(request: HttpRequest, reference: str) -> HttpResponse:
    case = managed_case_for(request, reference)
    if too_late := _too_late(request, case, "wait"):
        return too_late
    form = CaseWait(request.POST or None, initial={"priority": case.priority})
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("priority", "why")}
        if form.act(lambda: act.wait(case, by=request.user, **given)):
            messages.success(
                request,
                f"{case.person.name} waits for a worker in {case.team}. Look again within a week.",
            )
            return redirect("awaiting-allocation")
    return _page(request, "case_wait", case, form)


@require_http_methods(["GET", "POST"])
def case_review_waiting(request: HttpRequest, reference: str) -> HttpResponse:
    case = managed_case_for(request, reference)
    if too_late := _too_late(request, case, "review-waiting"):
        return too_late
    now = timezone.now()
    form = CaseReviewWaiting(
        request.POST or None, initial={"priority": case.priority, "opened": now.isoformat()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: act.review_waiting(
                case,
                by=request.user,
                why=data["why"],
                priority=data["priority"],
                opened_at=data["opened"],
                at=now,
            ),
        ):
            messages.success(
                request,
                f"Your review of {case.person.name} is recorded. {_next_clock(case)}".strip(),
            )
            return redirect("awaiting-allocation")
    return _page(request, "case_review_waiting", case, form, now=now, lines=_looks_so_far(case))


@require_http_methods(["GET", "POST"])
def case_add_worker(request: HttpRequest, reference: str) -> HttpResponse:
    case = managed_case_for(request, reference)
    now = timezone.now()
    taken = set(case.allocations.current().values_list("worker_id", flat=True))
    others = [worker for worker in carriers([case.team_id]) if worker.pk not in taken]
    form = CaseAddWorker(
        request.POST or None, loads=loads_of(others, now, request.user), now=now, adds=False
    )
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("worker", "role", "why")}
        if form.act(lambda: act.add_worker(case, by=request.user, at=now, **given)):
            messages.success(
                request,
                f"{given['worker']} is on the case of {case.person.name} now, beside the lead.",
            )
            return redirect(_case_page(case))
    return _page(request, "case_add_worker", case, form)


@require_http_methods(["GET", "POST"])
def case_end_worker(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a second worker or a cover off; the lead changes hands by `case-reallocate`."""
    case = managed_case_for(request, reference)
    allocations = case.allocations.select_related("worker", "case__team", "case__person")
    allocation = get_object_or_404(allocations, pk=pk)
    form = CaseEndWorker(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if form.act(lambda: act.end_allocation(allocation, by=request.user, why=why)):
            messages.success(request, f"{allocation.worker} is off the case now.")
            return redirect(_case_page(case))
    return _page(request, "case_end_worker", case, form, allocation=allocation)


def _page(request: HttpRequest, name: str, case: Case, form: Any, **more: Any) -> HttpResponse:
    return render(request, f"cases/{name}.html", {"case": case, "form": form, **more})


def _too_late(request: HttpRequest, case: Case, verb: str) -> HttpResponse | None:
    """Where the case has moved on since a link was made: say so, and show it as it is now. What
    somebody has typed is judged by the action, which keeps it."""
    step = case.lifecycle.step(verb)
    if request.method != "GET" or case.state in step.leaves:
        return None
    messages.warning(request, " ".join(refusals(case, step, by=request.user, why="-")))
    return redirect(_case_page(case))


def _case_page(case: Case) -> str:
    return reverse("case-detail", args=[case.reference])


def _next_clock(case: Case) -> str:
    clock = Clock.objects.running().watched().filter(case=case).soonest().first()
    if clock is None:
        return ""
    return f"{clock.label}: due {day_words(clock.due_on, timezone.localtime())}."


def _looks_so_far(case: Case) -> list[Any]:
    """The referral, and each look at the wait since the child last began to wait."""
    lines = case.events.filter(key__in=("case.refer", "case.wait", "case.review-waiting"))
    found = []
    for line in lines.select_related("by")[:20]:
        found.append(line)
        if line.key != "case.review-waiting":
            break
    return found
