"""The category of a plan: it changes, or was written down wrongly."""

from datetime import date, datetime

from accounts.models import User
from protection.models import CategoryChange, ChildProtectionPlan, ConferenceChild, PlanReview
from rules.codes import AbuseCategory
from workflow.engine import move


def correct_category(
    child: ConferenceChild, *, category: str, on: date, why: str, by: User, at: datetime
) -> None:
    """What a conference decided was written down with the wrong category: the plan it began has the
    right one from its first day, and the review it made says so. What was changed since stands. The
    caller holds the case's lock."""
    plan = ChildProtectionPlan.objects.filter(conference_child=child).first()
    if plan is not None:
        before, plan.category = plan.category, category
        plan.sign(by, why.strip(), at)
        plan.save(update_fields=["category"])
        first = plan.category_changes.first()
        if first is not None:
            first.before = category
            first.sign(by, why.strip(), at)
            first.save(update_fields=["before"])
        elif plan.latest_category == before:
            _call_it(plan, category, why=why, by=by, at=at)
        return
    review = PlanReview.objects.filter(conference_child=child).select_related("plan").first()
    if review is None:
        return
    review.category = category
    review.sign(by, why.strip(), at)
    review.save(update_fields=["category"])
    newest = review.plan.is_live and review == review.plan.reviews.last()
    if newest and review.plan.latest_category != category:
        change_category(review.plan, category, on=on, why=why, by=by, at=at, at_review=child)


def change_category(
    plan: ChildProtectionPlan,
    category: str,
    *,
    on: date,
    why: str,
    by: User,
    at: datetime,
    at_review: ConferenceChild | None = None,
) -> CategoryChange:
    before = plan.latest_category
    _call_it(plan, category, why=why, by=by, at=at)
    change = CategoryChange(
        plan=plan,
        conference_child=at_review,
        on=on,
        before=before,
        category=category,
        why=why.strip(),
        by=by,
        at=at,
    )
    change.sign(by)
    change.save(force_insert=True)
    return change


def _call_it(plan: ChildProtectionPlan, category: str, *, why: str, by: User, at: datetime) -> None:
    """The category that the plan goes by is another from now on."""
    if plan.is_live:
        move(
            plan,
            "recategorise",
            by=by,
            why=why.strip(),
            at=at,
            data={
                "before": AbuseCategory.label_of(plan.latest_category).lower(),
                "category": AbuseCategory.label_of(category).lower(),
            },
            latest_category=category,
        )
    else:
        plan.latest_category = category
        plan.sign(by, why.strip(), at)
        plan.save(update_fields=["latest_category"])
