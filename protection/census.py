"""What the children in need census asks about enquiries, plans and reviews, read from what practice
recorded.

`Section47` (N00148, N00109, N00110, N00111), `ChildProtectionPlans` (N00105, N00115, N00113, N00114, N00106) and their `Reviews` (N00116)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from clocks.models import Clock
from clocks.plan import local_date
from protection.models import ChildProtectionPlan, InNeedPlan, PlanReview, Section47Enquiry


@dataclass(frozen=True)
class EnquiryFacts:
    """One Section 47 enquiry as the return has it: its start, and either that no conference was
    required, or when one was to be held and, where it was, when."""

    case_id: int
    person_id: int
    started_on: date
    conference_target: date | None
    conference_on: date | None
    conference_not_required: bool


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


def section_47_enquiries(first: date, last: date) -> list[EnquiryFacts]:
    """The enquiries begun from `first` to `last`, as they stood at the end of that time. Two queries."""
    found = list(
        Section47Enquiry.objects.counted()
        .filter(started_on__range=(first, last))
        .select_related("case")
        .order_by("case_id", "started_on", "pk")
    )
    clocks = Clock.objects.filter(
        rule="initial-conference", occasion__in=[each.occasion for each in found]
    )
    targets = dict(clocks.values_list("occasion", "due_on"))
    rows = []
    for each in found:
        decided = each.authorised_at is not None and local_date(each.authorised_at) <= last
        stood_down = each.stood_down_on is not None and each.stood_down_on <= last
        not_required = decided and (each.outcome_is_no_conference or stood_down)
        held = each.conferred_on if each.conferred_on and each.conferred_on <= last else None
        rows.append(
            EnquiryFacts(
                each.case_id,
                each.case.person_id,
                each.started_on,
                None if not_required else targets.get(each.occasion),
                held,
                not_required,
            )
        )
    return rows


def protection_plans(first: date, last: date) -> Iterator[PlanFacts]:
    """The plans in force on some day of the year from `first` to `last`, as they stood at its end.

    The reviews are those of the year and the last one before it, where the plan was in force when the
    year began. Earlier plans of the child are counted here alone, however long ago. A fixed number of
    queries."""
    found = list(
        ChildProtectionPlan.objects.decided()
        .filter(started_on__lte=last)
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
    rows = ChildProtectionPlan.objects.decided().filter(case__person__in=people)
    for person, started_on in rows.values_list("case__person", "started_on"):
        found[person].append(started_on)
    return found


def _category_on(plan: ChildProtectionPlan, day: date) -> str:
    """The category at the end of a day: what changed later does not belong to that year."""
    changes = [change for change in plan.category_changes.all() if change.on > day]
    return changes[0].before if changes else plan.latest_category
