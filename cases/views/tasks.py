"""A task: done, given to somebody else, or no longer needed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audit.story import looked
from cases.actions.tasks import cancel_task, complete_task, hand_over_task
from cases.forms.case import TaskCancel, TaskComplete, TaskHandOver, owners_for
from cases.models import Case, ContactChild, Task
from cases.pages import done
from cases.showing import badges_of, clock_shown, task_page
from cases.tabs import address
from clocks.ledger import overdue
from clocks.models import Clock
from rules.codes import TaskKind
from rules.lifecycles import TaskState
from ui.moments import moment_words
from workflow.engine import offered

SAID = {
    "complete": "Task done.",
    "hand-over": "Task given to {owner}, who has been told. Its date stays.",
    "cancel": "Task cancelled, with the reason on record.",
}


@require_http_methods(["GET", "POST"])
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    tasks = Task.objects.visible_to(request.user).select_related(
        "case__person",
        "case__team",
        "case__worker",
        "contact_child__person",
        "contact_child__contact",
        "owner",
        "team",
        "set_by",
    )
    task = get_object_or_404(tasks, pk=pk)
    now = timezone.localtime()
    contact = task.contact_child.contact if task.contact_child else None
    looked(request, person=task.person, case=task.case, contact=contact)
    may_open_case = (
        task.case_id is not None
        and Case.objects.visible_to(request.user).filter(pk=task.case_id).exists()
    )
    steps = {step.verb: step for step in offered(task, request.user)}
    forms = _forms(request, task, set(steps), now)
    verb = request.POST.get("verb", "")
    if request.method == "POST":
        form = forms.get(verb)
        if form is None:
            messages.warning(request, f"Nothing was changed: this task is «{task.state_label}».")
            return redirect("task-detail", pk=task.pk)
        if form.is_valid() and done(form, _act(task, verb, form, request.user)):
            owner = form.cleaned_data.get("owner")
            messages.success(request, SAID[verb].format(owner=owner))
            return redirect(_way_back(task, request.user, may_open_case))
    clock = Clock.objects.filter(occasion=task.occasion, rule="task").order_by("-pk").first()
    context = {
        "task": task,
        "case": task.case,
        "form": forms.get(verb),
        "forms": {key.replace("-", "_"): form for key, form in forms.items()},
        "verb": verb,
        "base": "cases/case_base.html" if may_open_case else "base.html",
        "person": task.person,
        "badges": badges_of(task.case) if task.case else [],
        "clock": clock_shown(clock, now, named=False) if clock else None,
        "doing": task_page(task)
        if task.state == TaskState.OPEN and may_open_case and request.user.may("write-record")
        else None,
        "contact_url": _contact_url(task, request.user),
        "rows_shown": [
            {"label": "Kind", "value": TaskKind.label_of(task.kind)},
            {"label": "Who", "value": str(task.owner or f"The managers of {task.team}")},
            {
                "label": "Set",
                "value": f"{moment_words(task.set_at, now)} by {task.set_by}",
            },
            {"label": "State", "value": task.state_label},
            *(
                [{"label": "What was done", "value": task.outcome}]
                if task.state == TaskState.DONE
                else []
            ),
        ],
    }
    return render(request, "cases/task_detail.html", context)


def _forms(request: HttpRequest, task: Task, verbs: set[str], now: Any) -> dict[str, Any]:
    """A form for each step this person may take; the one that was sent is bound."""

    def given(verb: str) -> Any:
        return request.POST if request.POST.get("verb") == verb else None

    forms: dict[str, Any] = {}
    if "complete" in verbs:
        forms["complete"] = TaskComplete(
            given("complete"), late=bool(overdue(task.occasion, now)), auto_id="complete_%s"
        )
    if "hand-over" in verbs:
        owners = owners_for(task.team_id, request.user.team_id).exclude(pk=task.owner_id)
        forms["hand-over"] = TaskHandOver(given("hand-over"), owners=owners, auto_id="hand_over_%s")
    if "cancel" in verbs:
        forms["cancel"] = TaskCancel(given("cancel"), auto_id="cancel_%s")
    return forms


def _act(task: Task, verb: str, form: Any, by: Any) -> Callable[[], None]:
    data = form.cleaned_data
    match verb:
        case "complete":
            return lambda: complete_task(
                task, by=by, outcome=data["outcome"], late_reason=data.get("late_reason", "")
            )
        case "hand-over":
            return lambda: hand_over_task(task, by=by, owner=data["owner"], why=data["why"])
        case _:
            return lambda: cancel_task(task, by=by, why=data["why"])


def _contact_url(task: Task, user: Any) -> str:
    if task.contact_child is None:
        return ""
    visible = ContactChild.objects.visible_to(user).filter(pk=task.contact_child_id).exists()
    return address("contact-detail", task.contact_child.contact.reference) if visible else ""


def _way_back(task: Task, user: Any, may_open_case: bool) -> str:
    if may_open_case:
        return address("case-detail", task.case.reference)
    if Task.objects.visible_to(user).filter(pk=task.pk).exists():
        return address("task-detail", task.pk)
    return "/"
