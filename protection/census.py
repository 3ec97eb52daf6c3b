"""What the children in need census asks about plans and reviews, read from what practice recorded.

`ChildProtectionPlans` (N00105, N00115, N00113, N00114, N00106) and their `Reviews` (N00116)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from protection.models import ChildProtectionPlan, InNeedPlan, PlanReview


@dataclass(frozen=True)
class PlanFacts:
    """One plan as the return has it."""

    case_id: int
    person_id: int
    started_on: date
    ended_on: date | None
    initial_category: str
    latest_category: str
    previous_plans: int
    reviews: tuple[date, ...]


@dataclass(frozen=True)
class InNeedFacts:
    case_id: int
    started_on: date
    ended_on: date | None


def protection_plans(first: date, last: date) -> Iterator[PlanFacts]:
    """The plans in force on some day of the year from `first` to `last`, as they stood at its end.

    The reviews are those of the year and the last one before it, where the plan was in force when the
    year began. Earlier plans of the child are counted here alone, however long ago. A fixed number of
    queries."""
    found = list(
        ChildProtectionPlan.objects.filter(started_on__lte=last)
        .filter(Q(ended_on=None) | Q(ended_on__gte=first))
        .select_related("case")
        .prefetch_related("category_changes")
        .order_by("case", "started_on", "pk")
    )
    reviews = _reviews([plan.pk for plan in found], last)
    earlier = _starts({plan.case.person_id for plan in found})
    for plan in found:
        held = reviews[plan.pk]
        kept = [day for day in held if day >= first]
        before = [day for day in held if day < first]
        if before and plan.started_on < first:
            kept = [before[-1], *kept]
        yield PlanFacts(
            plan.case_id,
            plan.case.person_id,
            plan.started_on,
            plan.ended_on if plan.ended_on and plan.ended_on <= last else None,
            plan.category,
            _category_on(plan, last),
            sum(day < plan.started_on for day in earlier[plan.case.person_id]),
            tuple(kept),
        )


def in_need_plans(first: date, last: date) -> list[InNeedFacts]:
    """`CINPlanDates`: the child in need plans in force on some day of the year."""
    rows = InNeedPlan.objects.filter(started_on__lte=last).filter(
        Q(ended_on=None) | Q(ended_on__gte=first)
    )
    return [
        InNeedFacts(
            row.case_id,
            row.started_on,
            row.ended_on if row.ended_on and row.ended_on <= last else None,
        )
        for row in rows.order_by("case", "started_on", "pk")
    ]


def _reviews(plans: list[int], last: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = PlanReview.objects.filter(plan__in=plans, held_on__lte=last).order_by("held_on")
    for plan, held_on in rows.values_list("plan", "held_on"):
        found[plan].append(held_on)
    return found


def _starts(people: set[int]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    rows = ChildProtectionPlan.objects.filter(case__person__in=people)
    for person, started_on in rows.values_list("case__person", "started_on"):
        found[person].append(started_on)
    return found


def _category_on(plan: ChildProtectionPlan, day: date) -> str:
    """The category at the end of a day: what changed later does not belong to that year."""
    changes = [change for change in plan.category_changes.all() if change.on > day]
    return changes[0].before if changes else plan.latest_category
