"""The child in need plan: begun, reviewed and ended with the family."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import complete_task, set_task
from cases.models import Case
from cases.moments import moment_of
from clocks.plan import local_date
from protection.models import ChildProtectionPlan, InNeedPlan, InNeedReview
from rules.codes import HeardHow, InNeedPlanEnd, TaskKind
from rules.lifecycles import Hat
from rules.workdays import in_full
from workflow.engine import Refused, begin, lock, move

ON_THE_CASE = {Hat.WORKER, Hat.COVER, Hat.MANAGER}
FOLLOWED_BY_EARLY_HELP = (InNeedPlanEnd.MET, InNeedPlanEnd.EARLY_HELP, InNeedPlanEnd.WITHDREW)
"""After these reasons early help is offered to the family."""


def not_theirs(case: Case, by: User) -> list[str]:
    """Why somebody may not write on the plans of this child."""
    if case.hats(by) & ON_THE_CASE:
        return []
    return ["Only the child's worker, whoever covers them, or a manager of the team may do this."]


@transaction.atomic
def begin_in_need_plan(
    case: Case, *, by: User, on: date, aim: str = "", at: datetime
) -> InNeedPlan:
    """Begin a child in need plan. It may begin on the very day on which a protection plan ended,
    and never while one is in force."""
    lock(case)
    case.refresh_from_db()
    protection = ChildProtectionPlan.objects.of_child(case.person_id)
    last = protection.filter(case=case).last()
    reasons = not_theirs(case, by)
    if not case.is_open:
        reasons.append("The case is closed.")
    if protection.live().exists():
        reasons.append(
            "A child protection plan is in force: a child in need plan begins on the day that it ends."
        )
    elif last is not None and last.ended_on is not None and on < last.ended_on:
        reasons.append(
            f"The child protection plan was in force until {in_full(last.ended_on)}: this plan begins "
            "on that day at the earliest."
        )
    if live := InNeedPlan.objects.live().filter(case=case).first():
        reasons.append(f"A child in need plan is in force since {in_full(live.started_on)}.")
    elif InNeedPlan.objects.filter(case=case, ended_on__gt=on).exists():
        reasons.append("An earlier child in need plan was still in force on that day.")
    if on > local_date(at):
        reasons.append("A plan begins on the day it was agreed, not ahead of it.")
    if on < case.referred_on:
        reasons.append(
            f"The child was referred on {in_full(case.referred_on)}: the plan cannot be older."
        )
    if reasons:
        raise Refused(reasons)
    down = last is not None and last.ended_on == on and not hasattr(last, "stepped_down_to")
    plan = InNeedPlan(
        case=case, started_on=on, aim=aim.strip(), steps_down_from=last if down else None
    )
    plan.counts_from = on
    begin(plan, "begin", by=by, at=moment_of(on, at), recorded_at=at)
    for task in case.tasks.open().filter(kind=TaskKind.CHILD_IN_NEED_PLAN):
        complete_task(
            task,
            by=by,
            outcome="The child in need plan began.",
            late_reason="Recorded with the plan." if local_date(at) > task.due_on else "",
            at=at,
        )
    return plan


@transaction.atomic
def review_in_need_plan(
    plan: InNeedPlan,
    *,
    by: User,
    held_on: date,
    analysis: str,
    heard_how: str,
    childs_views: str = "",
    why_no_views: str = "",
    late_reason: str = "",
    at: datetime,
) -> InNeedReview:
    """Record a review, with the child's views apart from the analysis. The next is due in three
    months."""
    lock(plan.case)
    plan.refresh_from_db()
    last = plan.reviews.last()
    reasons = []
    if held_on <= plan.started_on:
        reasons.append(
            f"The plan began on {in_full(plan.started_on)}: a review comes after that day."
        )
    if held_on > local_date(at):
        reasons.append("A review is recorded once it was held.")
    if last is not None and held_on <= last.held_on:
        reasons.append(f"The last review was on {in_full(last.held_on)}: the next comes after it.")
    if not analysis.strip():
        reasons.append("Write what has changed for the child, and what it means.")
    if heard_how not in HeardHow.values():
        reasons.append("Choose how the child's views were heard.")
    if not childs_views.strip() and not why_no_views.strip():
        reasons.append("Write the child's own views, or why there are none.")
    if reasons:
        raise Refused(reasons)
    plan.counts_from = held_on
    move(
        plan,
        "review",
        by=by,
        at=moment_of(held_on, at),
        recorded_at=at,
        late_reason=late_reason,
    )
    review = InNeedReview(
        plan=plan,
        held_on=held_on,
        analysis=analysis.strip(),
        heard_how=heard_how,
        childs_views=childs_views.strip(),
        why_no_views=why_no_views.strip(),
        by=by,
        at=at,
    )
    review.sign(by)
    review.save(force_insert=True)
    return review


@transaction.atomic
def end_in_need_plan(
    plan: InNeedPlan, *, by: User, on: date, reason: str, why: str, at: datetime
) -> None:
    """End the plan; early help is offered where the child needs no more than that."""
    lock(plan.case)
    plan.refresh_from_db()
    reasons = []
    if reason not in InNeedPlanEnd.values():
        reasons.append("Choose why the plan ends from the list.")
    last = plan.reviews.last()
    if on < plan.started_on:
        reasons.append(f"The plan began on {in_full(plan.started_on)}: it cannot end before.")
    elif last is not None and on < last.held_on:
        reasons.append(f"The plan was reviewed on {in_full(last.held_on)}: it cannot end before.")
    if on > local_date(at):
        reasons.append("A plan is ended on the day or afterwards, not ahead of it.")
    if reasons:
        raise Refused(reasons)
    move(
        plan,
        "end",
        by=by,
        why=why.strip(),
        at=moment_of(on, at),
        recorded_at=at,
        data={"reason": InNeedPlanEnd.label_of(reason).lower()},
        ended_on=on,
        end_reason=reason,
        end_why=why.strip(),
    )
    if reason in FOLLOWED_BY_EARLY_HELP:
        set_task(
            by=by,
            case=plan.case,
            kind=TaskKind.EARLY_HELP,
            what=TaskKind.EARLY_HELP.label,
            owner=plan.case.worker,
            team=plan.case.team,
            due_on=local_date(at),
            at=at,
        )
