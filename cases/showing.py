"""How a case, its clocks and its people are shown, the same on every page."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.models import Case, Task
from cases.tabs import address
from clocks import words
from clocks.calendar import Calendar, calendar
from clocks.models import Clock
from rules.codes import TaskKind
from rules.lifecycles import CaseState, CaseStatus, Hat
from ui.moments import near_day_words, since_words
from workflow.engine import offered

COLOURS = {
    CaseStatus.IN_NEED: "teal",
    CaseStatus.ON_PLAN: "red",
    CaseStatus.LOOKED_AFTER: "purple",
}


def badges_of(case: Case) -> list[dict[str, str]]:
    """What a child is to us now, in a word or two."""
    if case.state == CaseState.CLOSED:
        return [{"text": "Closed", "colour": "grey"}]
    badges = [
        {
            "text": CaseStatus.label_of(case.status),
            "colour": COLOURS.get(CaseStatus(case.status), "grey"),
        }
    ]
    if case.state == CaseState.WAITING:
        badges.append({"text": "Waiting for a worker", "colour": "yellow"})
    if case.restricted and not case.person.restricted:
        badges.append({"text": "Restricted", "colour": "purple"})
    return badges


def details_of(case: Case, now: datetime) -> list[dict[str, str]]:
    """Who is responsible, for the bar above every tab."""
    if case.worker:
        worker = case.worker.name
        if case.worker.telephone:
            worker += f", {case.worker.telephone}"
    elif case.waiting_since:
        worker = f"nobody for {since_words(case.waiting_since, now)}"
    else:
        worker = "nobody"
    return [
        {"label": "Worker", "value": worker},
        {"label": "Team", "value": case.team.name},
        {"label": "Case", "value": case.reference, "url": address("case-detail", case.reference)},
    ]


def clock_shown(
    clock: Clock, now: datetime, known: Calendar | None = None, *, named: bool = True
) -> dict[str, str]:
    """A clock as `components/_clock.html` takes it; `named` says what it is for."""
    said = words.sentence(clock, now, known)
    if named:
        said = f"{clock.label}: {said[:1].lower()}{said[1:]}"
    return {
        "sentence": said,
        "tone": words.tone(clock, now),
        "url": address("clock-detail", clock.pk),
    }


class CaseClocks:
    """The running clocks of a case, soonest first: read once for a page, whoever shows them."""

    def __init__(self, case: Case, now: datetime) -> None:
        self.now, self.known = now, calendar()
        self.running = list(Clock.objects.running().watched().filter(case=case).soonest())

    @property
    def shown(self) -> list[dict[str, str]]:
        return [clock_shown(clock, self.now, self.known) for clock in self.running]

    def bare(self, clock: Clock) -> dict[str, str]:
        """One of them, where the page says already what it is for."""
        return clock_shown(clock, self.now, self.known, named=False)


ACTION_PAGES = {
    "allocate": "case-allocate",
    "reallocate": "case-reallocate",
    "wait": "case-wait",
    "review-waiting": "case-review-waiting",
    "close": "case-close",
}


TASK_PAGES = {
    TaskKind.STRATEGY_DISCUSSION: ("strategy-hold", "Hold the strategy discussion"),
    TaskKind.EMERGENCY_ACTION: ("emergency-begin", "Record the emergency action"),
}
"""Kinds of task that are done by recording something, with its page: that settles the task."""


def task_page(task: Task) -> dict[str, str] | None:
    """Where a task is done, for one of those kinds; None for others, and while no app has the page."""
    if task.case is None or task.kind not in TASK_PAGES:
        return None
    name, label = TASK_PAGES[TaskKind(task.kind)]
    url = address(name, task.case.reference)
    return {"label": label, "url": url} if url else None


def actions_for(case: Case, user: Any) -> list[dict[str, str]]:
    """What this person may do with the case now, each with its page."""
    shown = [
        {"label": step.label, "url": address(ACTION_PAGES[step.verb], case.reference)}
        for step in offered(case, user)
        if step.verb in ACTION_PAGES
    ]
    if case.is_open and Hat.MANAGER in case.hats(user):
        shown.append({"label": "Add a worker", "url": address("case-add-worker", case.reference)})
    if Hat.MANAGER in case.hats(user) and user.may("restrict-record"):
        page = "case-restriction" if case.person.restricted else "case-restrict"
        label = "Restricted record" if case.person.restricted else "Restrict the record"
        shown.append({"label": label, "url": address(page, case.reference)})
    if case.is_open and user.may("write-record"):
        shown = [
            {"label": "Record a visit", "url": address("case-visit", case.reference)},
            {"label": "Set a task", "url": address("case-task-set", case.reference)},
            {
                "label": "Hold a strategy discussion",
                "url": address("strategy-hold", case.reference),
            },
            *shown,
        ]
    return [action for action in shown if action["url"]]


def seen_words(day: Any, now: datetime) -> str:
    """ "Tuesday 3 March, 4 days ago"; "" when there is no such day."""
    if day is None:
        return ""
    near = near_day_words(day, now)
    days = (now.date() - day).days
    return near if days < 2 else f"{near}, {days} days ago"


def local_now() -> datetime:
    return timezone.localtime()
