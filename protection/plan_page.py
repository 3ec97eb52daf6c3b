"""What the tab «Plan and visits» shows: the plans of a child, what is next, and what was before."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from cases.actions.visits import unanswered_in_a_row
from cases.models import Case, Visit
from cases.showing import CaseClocks
from protection.actions.adult_services import unanswered
from protection.actions.in_need import not_theirs
from protection.models import (
    ActionProgress,
    ChildProtectionPlan,
    CoreGroupChild,
    InNeedPlan,
    PlanAction,
)
from rules.codes import ActionStanding
from rules.frequencies import UNANSWERED_VISITS

NEXT = (
    ("Next visit", ("statutory-visit",)),
    ("Next core group", ("core-group-first", "core-group")),
    ("Next review", ("protection-review-first", "protection-review", "protection-review-newborn")),
    ("Next review", ("in-need-review",)),
    ("Plan before the birth", ("plan-before-birth",)),
    ("Birth", ("birth",)),
)
VISITS, MEETINGS = 8, 6


@dataclass(frozen=True)
class ActionShown:
    action: PlanAction
    late: bool
    last: ActionProgress | None


def plan_page(case: Case, user: Any, now: datetime) -> dict[str, Any]:
    """The context of the page. As many queries for a long history as for a short one."""
    today = now.date()
    plans = list(
        ChildProtectionPlan.objects.visible_to(user)
        .of_child(case.person_id)
        .prefetch_related("reviews", "category_changes")
    )
    in_need = list(
        InNeedPlan.objects.visible_to(user).of_child(case.person_id).prefetch_related("reviews")
    )
    plan = next((each for each in plans if each.is_live and each.case_id == case.pk), None)
    need = next((each for each in in_need if each.is_live and each.case_id == case.pk), None)
    current = plan or need
    members = list(plan.members.filter(until=None)) if plan else []
    core_groups = list(plan.core_groups.select_related("core_group")[:MEETINGS]) if plan else []
    visits = list(case.visits.select_related("by")[:VISITS])
    adult_services = list(case.adult_services.all())  # type: ignore[attr-defined]
    clocks = CaseClocks(case, now)
    ended = _just_ended(plans, case)
    may_write = case.is_open and user.may("write-record") and not not_theirs(case, user)
    return {
        "plan": plan,
        "in_need": need,
        "current": current,
        "number": _ordinal(plans, plan),
        "next": next_of(case, clocks),
        "case_clocks": clocks,
        "actions": _actions(current, today),
        "members": members,
        "core_groups": core_groups,
        "planned_next": _planned_next(plan, core_groups),
        "visits": visits,
        "unanswered": _unanswered(case, visits),
        "history": _history(plans, in_need, current),
        "previous": len([each for each in plans if not each.is_live]),
        "offer_from": ended.ended_on if ended and not current and case.is_open else None,
        "adult_services": adult_services,
        "needs_unanswered": unanswered(case, adult_services) if case.is_open else [],
        "may_write": may_write,
        "may_end": may_write and user.role in ("team-manager", "group-manager", "head-of-service"),
        "today": today,
    }


def _ordinal(plans: list[ChildProtectionPlan], plan: ChildProtectionPlan | None) -> str:
    """ "the first", "the second"; what census calls the number of previous plans, said in words."""
    if plan is None:
        return ""
    names = ("first", "second", "third", "fourth", "fifth")
    before = plans.index(plan)
    return names[before] if before < len(names) else f"{before + 1}th"


def next_of(case: Case, clocks: CaseClocks) -> list[dict[str, Any]]:
    """What the plan in force asks for next, each with its clock."""
    mine = [each for each in clocks.running if each.occasion == case.occasion]
    shown = []
    for label, keys in NEXT:
        clock = next((each for each in mine if each.rule in keys), None)
        if clock is not None:
            shown.append({"label": label, "clock": clocks.bare(clock)})
    return shown


def _actions(plan: Any, today: date) -> list[ActionShown]:
    if plan is None:
        return []
    rows = plan.actions.prefetch_related(
        Prefetch("progress", ActionProgress.objects.order_by("on", "pk"))
    )
    shown = []
    for row in rows:
        progress = list(row.progress.all())
        late = row.standing == ActionStanding.OPEN and row.due_on < today
        shown.append(ActionShown(row, late, progress[-1] if progress else None))
    return sorted(shown, key=lambda each: each.action.standing != ActionStanding.OPEN)


def _planned_next(plan: ChildProtectionPlan | None, held: list[CoreGroupChild]) -> date | None:
    """The day that was set for the next core group: by the last one, or by the conference."""
    if plan is None:
        return None
    return held[0].core_group.next_on if held else plan.first_core_group_on


def _unanswered(case: Case, visits: list[Visit]) -> dict[str, Any] | None:
    series = unanswered_in_a_row(case, visits) if visits else []
    if not series:
        return None
    return {"n": len(series), "escalated": len(series) >= UNANSWERED_VISITS.n}


def _just_ended(plans: list[ChildProtectionPlan], case: Case) -> ChildProtectionPlan | None:
    mine = [each for each in plans if each.case_id == case.pk and not each.is_live]
    return mine[-1] if mine else None


def _history(plans: list[Any], in_need: list[Any], current: Any) -> list[dict[str, Any]]:
    """Every plan that ended, the newest first, with how long it lasted."""
    rows = [
        {
            "plan": each,
            "label": "Child protection plan"
            if isinstance(each, ChildProtectionPlan)
            else "Child in need plan",
            "category": each.category_label if isinstance(each, ChildProtectionPlan) else "",
            "days": (each.ended_on - each.started_on).days,
            "reviews": len(each.reviews.all()),
        }
        for each in (*plans, *in_need)
        if each != current and each.ended_on
    ]
    return sorted(rows, key=lambda row: row["plan"].started_on, reverse=True)
