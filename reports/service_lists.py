"""The list behind each number of the service page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.loads import absences_on
from cases.models import Case, Task
from clocks.models import Clock
from protection.models import InNeedReview, PlanAction
from reports import showing
from reports.service import (
    CONFERENCES,
    CORE_GROUPS,
    MEDICALS,
    VISITS,
    cases_in,
    emergencies,
    late_clocks,
    overdue_actions,
    plans,
    unanswered_visits,
    unheard,
    unheard_reviews,
    waiting_too_long,
    without_actions,
    without_adult_service,
    without_worker,
)
from reports.team import Line, why_unfit
from reports.teams import Chosen
from rules.codes import AbuseCategory
from ui.moments import day_words


def listed(
    key: str, user: User, teams: Chosen, now: datetime, category: str = ""
) -> tuple[Any, Callable[[list[Any], datetime], list[Line]]] | None:
    """The rows behind a number, and what makes lines of a page of them; None for no such list."""
    today = timezone.localdate(now)
    cases = cases_in(user, teams)
    people = ("person", "team", "worker")
    on_case = tuple(f"case__{name}" for name in people)
    match key:
        case "visits" | "conferences" | "core-groups" | "medicals":
            rules = {
                "visits": VISITS,
                "conferences": CONFERENCES,
                "core-groups": CORE_GROUPS,
                "medicals": MEDICALS,
            }[key]
            rows = late_clocks(cases, rules, now).select_related(*on_case).soonest()  # type: ignore[attr-defined]
            return rows, _clock_lines
        case "emergencies":
            return emergencies(cases).select_related(*on_case).soonest(), _clock_lines  # type: ignore[attr-defined]
        case "worker":
            rows = without_worker(cases, today).select_related(*people).order_by("pk")
            return rows, _worker_lines
        case "unallocated":
            rows = waiting_too_long(cases, now).select_related(*people).order_by("waiting_since")
            return rows, _wait_lines
        case "unanswered":
            rows = unanswered_visits(cases).select_related(*on_case).order_by("due_on", "pk")
            return rows, _task_lines
        case "on-plan":
            rows = plans(cases).select_related(*on_case).order_by("started_on", "pk")
            if category in AbuseCategory.values():
                rows = rows.filter(latest_category=category)
            return rows, _plan_lines
        case "no-actions":
            rows = without_actions(cases).select_related(*on_case).order_by("started_on", "pk")
            return rows, _plan_lines
        case "unheard":
            rows = unheard(cases).select_related(*on_case).order_by("started_on", "pk")
            return rows, _plan_lines
        case "actions":
            both = [f"{plan}__{name}" for plan in ("plan", "in_need_plan") for name in on_case]
            rows = overdue_actions(cases, today).select_related(*both).order_by("due_on", "pk")
            return rows, _action_lines
        case "unheard-reviews":
            rows = unheard_reviews(cases).select_related(*(f"plan__{name}" for name in on_case))
            return rows.order_by("held_on", "pk"), _review_lines
        case "adults":
            rows = without_adult_service(cases).select_related(*people).order_by("pk")
            return rows, _adult_lines
    return None


def _with(case: Case) -> str:
    return f"{case.worker}, {case.team}" if case.worker else f"nobody, {case.team}"


def _plan_address(case: Case) -> str:
    return showing.address("case-plan", case.reference)


def _clock_lines(rows: list[Clock], now: datetime) -> list[Line]:
    words = showing.Words(now)
    return [
        Line(
            row.case,
            f"{row.label}: {words.inside(row)}. With {_with(row.case)}.",  # type: ignore[arg-type]
            showing.address("clock-detail", row.pk),
            words.tone(row),
        )
        for row in rows
    ]


def _worker_lines(rows: list[Case], now: datetime) -> list[Line]:
    workers = {case.worker for case in rows if case.worker}
    away = absences_on(workers, now)
    covers = absences_on({row.cover for row in away.values() if row.cover}, now)
    return [
        Line(
            case,
            f"{why_unfit(case.worker, away, covers) or 'Nobody fit to answer'}. {case.team}.",
            showing.case_address(case),
            "late",
        )
        for case in rows
    ]


def _wait_lines(rows: list[Case], now: datetime) -> list[Line]:
    return [
        Line(
            case,
            f"Waiting {case.days_waiting(now)} days in {case.team}. {case.get_priority_display()}.",
            showing.address("case-allocate", case.reference),
            "late",
        )
        for case in rows
    ]


def _task_lines(rows: list[Task], now: datetime) -> list[Line]:
    return [
        Line(
            row.case,
            f"{row.what}, by {day_words(row.due_on, now)}. {row.team}.",
            showing.address("task-detail", row.pk),
            "late" if row.due_on < now.date() else "soon",
        )
        for row in rows
    ]


def _plan_lines(rows: list[Any], now: datetime) -> list[Line]:
    return [
        Line(
            row.case,
            f"{row.category_label}, since {day_words(row.started_on, now)}. With {_with(row.case)}.",
            _plan_address(row.case),
        )
        for row in rows
    ]


def _action_lines(rows: list[PlanAction], now: datetime) -> list[Line]:
    lines = []
    for row in rows:
        plan: Any = row.plan or row.in_need_plan
        said = f"{row.action} ({row.owner}), due {day_words(row.due_on, now)}. {plan.case.team}."
        lines.append(Line(plan.case, said, _plan_address(plan.case), "soon"))
    return lines


def _review_lines(rows: list[InNeedReview], now: datetime) -> list[Line]:
    return [
        Line(
            row.plan.case,
            f"Review of {day_words(row.held_on, now)}: {row.why_no_views} {row.plan.case.team}.",
            _plan_address(row.plan.case),
            "soon",
        )
        for row in rows
    ]


def _adult_lines(rows: list[Case], now: datetime) -> list[Line]:
    return [
        Line(
            case,
            f"An assessment found a need of a parent’s own. With {_with(case)}.",
            _plan_address(case),
            "soon",
        )
        for case in rows
    ]
