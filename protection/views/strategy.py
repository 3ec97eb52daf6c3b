"""Recording a strategy discussion, for brothers and sisters at once; and reading one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.siblings import open_cases_beside
from audit.story import looked
from cases.forms.case import owners_for
from cases.models import Case
from cases.pages import case_for
from clocks.ledger import overdue
from clocks.models import Clock
from protection.actions import strategy
from protection.actions.enquiries import running_of
from protection.forms.strategy import Agreed, ChildDecided, People, StrategyHold
from protection.models import StrategyDiscussion
from protection.pages import Request, leads_for
from rules.codes import AgencyKind, TaskKind
from rules.workdays import listed
from ui.moments import day_words


@require_http_methods(["GET", "POST"])
def strategy_hold(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    if not request.user.may("write-record"):
        raise Http404
    if not case.is_open:
        messages.warning(request, "The case is closed: nothing is recorded on it.")
        return redirect("case-protection", case.reference)
    cases = [case, *open_cases_beside(case, request.user)]
    page = _Page(request, case, cases)
    made: list[StrategyDiscussion] = []
    if page.is_sent and page.is_valid() and page.form.act(lambda: made.append(page.hold())):
        messages.success(request, _said(made[0]) if made else "This was recorded already.")
        return redirect("case-protection", case.reference)
    return render(request, "protection/strategy_hold.html", page.context())


class _Page:
    """The forms of the page, as they were sent or as they are first shown."""

    def __init__(self, request: Request, case: Case, cases: list[Case]) -> None:
        self.case = case
        self.user = request.user
        post = request.POST if request.method == "POST" else None
        among = {
            "owners": owners_for(*{each.team_id for each in cases}, request.user.team_id),
            "cases": Case.objects.filter(pk__in=[each.pk for each in cases]).select_related(
                "person"
            ),
        }
        grown = People.pressed(post) if post is not None else None
        more = Agreed.pressed(post, form_kwargs=among) if post is not None else None
        quiet = grown is not None or more is not None
        now = timezone.now()
        self.form = StrategyHold(
            post, quiet=quiet, late=self._is_late(cases, now), initial={"held_at": now}
        )
        who = {"name": request.user.name, "kind": AgencyKind.CHILDRENS_SOCIAL_CARE.value}
        if post is None:
            self.people = People(initial=[who])
            self.agreed = Agreed(form_kwargs=among)
        else:
            self.people = grown or People(post, quiet=quiet)
            self.agreed = more or Agreed(post, quiet=quiet, form_kwargs=among)
        self.children = [self._child(each, post, quiet) for each in cases]
        self.is_sent = post is not None and not quiet

    @staticmethod
    def _is_late(cases: list[Case], now: Any) -> bool:
        tasks = [
            task
            for case in cases
            for task in case.tasks.open().filter(kind=TaskKind.STRATEGY_DISCUSSION)  # type: ignore[attr-defined]
        ]
        return any(overdue(task.occasion, now) for task in tasks)

    def _child(self, case: Case, post: Any, quiet: bool) -> ChildDecided:
        leads = leads_for(case)
        worker = case.worker if case.worker and case.worker.is_qualified else None
        return ChildDecided(
            post,
            case=case,
            leads=leads,
            first=None if case == self.case else self.case,
            runs=running_of(case) is not None,
            quiet=quiet,
            initial={
                "section_47_on": timezone.localdate(),
                "lead": worker,
            },
        )

    def is_valid(self) -> bool:
        # every one is looked at, so that all the reasons are said at once
        judged = [self.form.is_valid(), self.people.is_valid(), self.agreed.is_valid()]
        if all([*judged, *(each.is_valid() for each in self.children)]):
            return True
        if not any("kind" in row.errors for row in self.people.forms):
            said = self.form.cleaned_data
            there = [row["kind"] for row in self.people.filled() if "kind" in row]
            why = said.get("why_no_police", ""), said.get("why_no_health", "")
            self.form.refuse(strategy.who_is_missing(there, *why))
        return False

    def hold(self) -> StrategyDiscussion:
        first = self.children[0]
        rulings = [ruling for each in self.children if (ruling := each.ruling(first))]
        agreed = [
            strategy.Agreed(
                what=row["what"],
                owner=row["owner"],
                due_on=row["due_on"],
                case=row.get("case") or self.case,
            )
            for row in self.agreed.filled()
        ]
        people = [
            {name: row[name] for name in ("name", "kind", "agency", "shared")}
            for row in self.people.filled()
        ]
        return strategy.hold(
            self.form.meeting(people),
            rulings,
            by=self.user,
            agreed=agreed,
            late_reason=self.form.cleaned_data.get("late_reason", ""),
        )

    def context(self) -> dict[str, Any]:
        return {
            "case": self.case,
            "form": self.form,
            "people": self.people,
            "agreed": self.agreed,
            "first": self.children[0],
            "siblings": self.children[1:],
        }


def _said(discussion: StrategyDiscussion) -> str:
    """For whom, and what happens next."""
    children = list(discussion.children.select_related("case__person", "enquiry__lead"))  # type: ignore[attr-defined]
    begun = [child for child in children if child.section_47 and child.enquiry]
    said = "Strategy discussion recorded"
    if len(children) > 1:
        said += f" for {listed([child.case.person.forename for child in children])}"
    if not begun:
        return f"{said}. No Section 47 enquiry begins."
    for_whom = ""
    if len(children) > 1:
        for_whom = f" of {listed([child.case.person.forename for child in begun])}"
    noun = "enquiries" if len(begun) > 1 else "enquiry"
    leads = list(dict.fromkeys(str(child.enquiry.lead) for child in begun))
    does = "leads" if len(leads) == 1 else "lead"
    clocks = Clock.objects.filter(
        rule="initial-conference", occasion__in=[child.enquiry.occasion for child in begun]
    ).order_by("due_at")
    first = clocks.first()
    due = f" A conference, if one is needed, is due by {_day(first)}." if first else ""
    return f"{said}. {listed(leads)} {does} the Section 47 {noun}{for_whom}.{due}"


def _day(clock: Clock) -> str:
    return day_words(clock.due_on, timezone.localtime())


@require_safe
def strategy_detail(request: Request, pk: int) -> HttpResponse:
    """What was said and decided, for the children whose cases this person may open."""
    discussions = StrategyDiscussion.objects.visible_to(request.user)
    discussion = get_object_or_404(discussions.select_related("recorded_by"), pk=pk)
    mine = Case.objects.visible_to(request.user)
    children = discussion.children.select_related(  # type: ignore[attr-defined]
        "case__person", "case__team", "case__worker", "enquiry__lead"
    )
    shown = list(children.filter(case__in=mine))
    case = shown[0].case
    looked(request, case=case)
    actions = discussion.actions.filter(task__case__in=mine)  # type: ignore[attr-defined]
    return render(
        request,
        "protection/strategy_detail.html",
        {
            "case": case,
            "discussion": discussion,
            "children": shown,
            "hidden": discussion.children.count() - len(shown),  # type: ignore[attr-defined]
            "attendees": discussion.attendees.all(),  # type: ignore[attr-defined]
            "actions": actions.select_related("task__owner", "task__team", "task__case__person"),
        },
    )
