from datetime import date

from protection.models import (
    ChildProtectionPlan,
    CoreGroup,
    CoreGroupChild,
    PlanAction,
)
from tests.access.records import of_case
from tests.access.table import MANAGE, ON_THE_CASE, Page

TITLE, PLACE = "Plans and core groups", 7

PAGES = (
    Page("case-plan", ON_THE_CASE, of_case, "Plan and visits"),
    Page("plan-actions-add", ON_THE_CASE, of_case, "Write actions into a plan"),
    Page(
        "plan-action-change", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.extra["action"].pk},
        "Change an action of a plan",
    ),
    Page("plan-revise", ON_THE_CASE, of_case, "Change how often a child on a plan is seen"),
    Page("protection-plan-end", MANAGE, of_case, "End a protection plan without a conference"),
    Page("core-group-hold", ON_THE_CASE, of_case, "Record a core group"),
    Page(
        "core-group-detail", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.extra["core_group"].pk},
        "Read a core group",
    ),
    Page("core-group-members", ON_THE_CASE, of_case, "Who belongs to the core group"),
    Page("in-need-plan-begin", ON_THE_CASE, of_case, "Begin a child in need plan"),
    Page("in-need-plan-review", ON_THE_CASE, of_case, "Review a child in need plan"),
    Page("in-need-plan-end", ON_THE_CASE, of_case, "End a child in need plan"),
    Page("birth-record", ON_THE_CASE, of_case, "Record a birth"),
    Page("adult-service-record", ON_THE_CASE, of_case, "Record a service for a parent"),
)  # fmt: skip


def build(record, cast):
    """A plan with an action and a core group, so that each page has something to be about."""
    on = date(2026, 3, 10)
    plan = ChildProtectionPlan(
        case=record.case, state="in-force", started_on=on, category="NEG", latest_category="NEG"
    )
    plan.save()
    record.extra["action"] = PlanAction.objects.create(
        plan=plan,
        outcome="Ellie is fed",
        action="Breakfast club",
        owner="Jo Ward",
        measure="Five days of five",
        due_on=date(2026, 4, 1),
        added_by=cast["priya"],
    )
    meeting = CoreGroup.objects.create(held_on=on, recorded_by=cast["priya"])
    record.extra["core_group"] = CoreGroupChild(
        core_group=meeting,
        plan=plan,
        state="held",
        held_on=on,
        parents_attended=True,
        child_attended=True,
    )
    record.extra["core_group"].save()
