"""What is done on a case: a visit recorded, a task set, the case closed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.actions.closing import close
from cases.actions.tasks import set_task
from cases.actions.visits import record_visits, visit_is_late
from cases.family import open_cases_beside
from cases.forms.case import CaseClose, CaseTaskSet, owners_for
from cases.forms.visits import CaseVisit, SiblingSeen
from cases.models import Case
from cases.pages import ability, case_for, done
from rules.codes import ClosureReason
from rules.lifecycles import CASE
from ui.forms import Together
from ui.moments import day_words
from workflow.engine import offered, refusals


def open_case_for(request: HttpRequest, reference: str) -> Case:
    """A case that can still be written on; a closed one has no such pages."""
    case = case_for(request, reference)
    if not case.is_open:
        raise Http404
    return case


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_visit(request: HttpRequest, reference: str) -> HttpResponse:
    """One visit, recorded once for the brothers and sisters who were seen at it."""
    case = open_case_for(request, reference)
    now = timezone.localtime()
    beside = [each for each in open_cases_beside(case, request.user) if not each.person.is_unborn]
    typed = request.POST or None
    form = CaseVisit(
        typed, case=case, late=visit_is_late([case, *beside], now), initial={"on": now.date()}
    )
    siblings = [SiblingSeen(typed, case=each) for each in beside]
    together = Together(form, *siblings)
    if request.method == "POST":
        fine = together.is_valid()

        def act() -> None:
            there = [each.sight(each.case) for each in siblings if each.present]
            record_visits([form.sight(case), *there], by=request.user, at=now, **form.given())

        if fine and form.act(act):
            count = 1 + sum(each.present for each in siblings)
            kept = "" if count == 1 else f" It stands on the record of {count} children."
            messages.success(
                request, f"Visit recorded. It is in the story, and «last seen» follows it.{kept}"
            )
            return redirect("case-detail", case.reference)
    context = {"case": case, "form": form, "siblings": siblings, "together": together}
    return render(request, "cases/case_visit.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_task_set(request: HttpRequest, reference: str) -> HttpResponse:
    case = open_case_for(request, reference)
    now = timezone.localtime()
    form = CaseTaskSet(
        request.POST or None,
        owners=owners_for(case.team_id, request.user.team_id),
        initial={"owner": request.user.pk},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> None:
            set_task(
                by=request.user,
                case=case,
                team=case.team,
                at=now,
                **{key: data[key] for key in ("what", "kind", "owner", "due_on")},
            )

        if form.act(act):
            who = data["owner"].name if data["owner"] else f"The managers of {case.team}"
            messages.success(
                request,
                f"Task set. {who} will be reminded before {day_words(data['due_on'], now)}.",
            )
            return redirect("case-detail", case.reference)
    return render(request, "cases/case_task_set.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
def case_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Close the case, or say in full what is still in the way."""
    case = case_for(request, reference)
    step = CASE.step("close")
    if step not in offered(case, request.user):
        raise Http404
    form = CaseClose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: close(case, by=request.user, reason=data["reason"], summary=data["summary"]),
        ):
            reason = ClosureReason.label_of(data["reason"]).lower()
            messages.success(
                request, f"Case {case.reference} is closed: {reason}. Its clocks have ended."
            )
            return redirect("case-detail", case.reference)
        case.refresh_from_db()
    in_the_way = []
    if request.method == "GET":
        # what no answer on this form could change: known before anybody types
        case.closure_reason = ClosureReason.CEASED
        in_the_way = refusals(case, step, by=request.user, why="-")
        case.closure_reason = ""
    context = {"case": case, "form": form, "in_the_way": in_the_way}
    return render(request, "cases/case_close.html", context)
