"""The child protection plan: begun, reviewed and ended by what a conference decided."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.tasks import set_task
from cases.models import Case
from cases.moments import moment_of
from clocks.calendar import calendar
from clocks.plan import local_date
from protection.actions.categories import change_category
from protection.actions.in_need import end_in_need_plan
from protection.models import (
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    CoreGroupMember,
    InNeedPlan,
    PlanReview,
)
from rules.codes import AbuseCategory, InNeedPlanEnd, MemberKind, ProtectionPlanEnd, TaskKind
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from rules.lifecycles import CaseStatus
from rules.workdays import due_date, in_full
from workflow.engine import Refused, begin, lock, move

FIRST_CORE_GROUP_WITHIN = 10
"""Working days of the conference; the clock's own row says it too."""
FOLLOWED_BY_IN_NEED = (ProtectionPlanEnd.NOT_AT_RISK,)
"""After these reasons a child in need plan is offered, from the same day."""


def live_plan(case: Case) -> ChildProtectionPlan | None:
    """The child's plan in force, if any."""
    return ChildProtectionPlan.objects.live().filter(case=case).first()  # type: ignore[no-any-return]


def _held_on(child: ConferenceChild) -> date:
    if child.conference.held_on is None:
        raise Refused(["The conference has not been held: record it first."])
    return child.conference.held_on


@transaction.atomic
def begin_plan(
    conference_child: ConferenceChild,
    *,
    by: User,
    category: str,
    at: datetime,
    visit_every_days: int = VISIT_EVERY.default,
    core_group_every_days: int = CORE_GROUP_EVERY.default,
    first_core_group_on: date | None = None,
    contingency: str = "",
) -> ChildProtectionPlan:
    """The conference made the child subject to a plan: it is in force from the day of the
    conference, whenever that is written down. A child in need plan ends on that day."""
    case = conference_child.case
    on = _held_on(conference_child)
    lock(case)
    case.refresh_from_db()
    in_need = InNeedPlan.objects.live().filter(case=case).first()
    reasons = [
        *_not_begun(case, on, category, in_need, at),
        *filter(
            None,
            (
                VISIT_EVERY.objection(visit_every_days),
                CORE_GROUP_EVERY.objection(core_group_every_days),
                _first_core_group(on, first_core_group_on),
            ),
        ),
    ]
    if reasons:
        raise Refused(reasons)
    if in_need is not None:
        end_in_need_plan(
            in_need,
            by=by,
            on=on,
            reason=InNeedPlanEnd.PROTECTION,
            why="A conference made the child subject to a child protection plan.",
            at=at,
        )
    plan = ChildProtectionPlan(
        case=case,
        conference_child=conference_child,
        started_on=on,
        category=category,
        latest_category=category,
        visit_every_days=visit_every_days,
        core_group_every_days=core_group_every_days,
        first_core_group_on=first_core_group_on,
        contingency=contingency.strip(),
    )
    plan.counts_from, plan.given = on, on + timedelta(days=visit_every_days)
    begin(
        plan,
        "begin",
        by=by,
        at=moment_of(on, at),
        recorded_at=at,
        data={"category": AbuseCategory.label_of(category).lower()},
    )
    if case.status != CaseStatus.LOOKED_AFTER:
        _set_status(case, CaseStatus.ON_PLAN, by=by, at=at)
    _core_group_of(plan, conference_child.conference, by=by, at=at)
    return plan


_MEMBER = {"child": MemberKind.CHILD, "parent": MemberKind.PARENT, "family": MemberKind.FAMILY}


def _core_group_of(
    plan: ChildProtectionPlan, conference: Conference, *, by: User, at: datetime
) -> None:
    """Whoever was at the conference carries the plan out, until the core group is changed: nobody
    types them again. The child belongs to it, there or not; a brother or sister has a group of
    their own."""
    for one in conference.invitees.all():
        sibling = one.person_id not in (None, plan.case.person_id)
        if sibling if one.kind == "child" else not one.attended:
            continue
        member = CoreGroupMember(
            plan=plan,
            name=one.name,
            kind=_MEMBER.get(one.kind, MemberKind.PROFESSIONAL),
            role=one.role[:80],
            agency=one.agency,
            since=plan.started_on,
        )
        member.sign(by, "Was at the conference", at)
        member.save(force_insert=True)


def _not_begun(
    case: Case, on: date, category: str, in_need: InNeedPlan | None, at: datetime
) -> list[str]:
    """Why no plan can begin for this child on that day."""
    reasons = []
    if not case.is_open:
        reasons.append("The case is closed: open it again before a plan begins.")
    live = live_plan(case)
    if live is not None:
        reasons.append(
            f"A child protection plan is in force since {in_full(live.started_on)}: a child has one "
            "at a time."
        )
    elif ChildProtectionPlan.objects.of_child(case.person_id).filter(ended_on__gt=on).exists():
        reasons.append("An earlier child protection plan was still in force on that day.")
    if on > local_date(at):
        reasons.append("A plan begins on the day of the conference, which is still to come.")
    if category not in AbuseCategory.values():
        reasons.append("Choose the category of the plan from the list.")
    if case.worker is None or not case.worker.is_qualified:
        reasons.append(
            "A child on a protection plan has a qualified social worker as the lead: allocate one "
            "first."
        )
    if in_need is not None and in_need.started_on > on:
        reasons.append(
            f"A child in need plan began on {in_full(in_need.started_on)}, after the conference. "
            "Check the dates."
        )
    return reasons


def _first_core_group(conference_on: date, day: date | None) -> str:
    if day is None:
        return ""
    latest = due_date(conference_on, FIRST_CORE_GROUP_WITHIN, calendar().days)
    if conference_on <= day <= latest:
        return ""
    return (
        f"The first core group meets within {FIRST_CORE_GROUP_WITHIN} working days of the "
        f"conference: by {in_full(latest)}."
    )


@transaction.atomic
def review_plan(
    plan: ChildProtectionPlan,
    *,
    conference_child: ConferenceChild,
    continues: bool,
    category: str,
    by: User,
    at: datetime,
    why: str = "",
    late_reason: str = "",
    contingency: str = "",
) -> PlanReview:
    """A review conference looked at the plan. Where it continues, the next review is due in six
    months; where it does not, the plan ends that day and a child in need plan is offered. A review
    that was held late takes the reason. `contingency`: what the review says of it; nothing leaves
    what stands."""
    on = _held_on(conference_child)
    lock(plan.case)
    plan.refresh_from_db()
    reasons = []
    if conference_child.case.pk != plan.case_id:
        reasons.append("The conference was not about the child of this plan.")
    if plan.is_live and on <= plan.started_on:
        reasons.append(
            f"The plan began on {in_full(plan.started_on)}: a review comes after that day."
        )
    if on > local_date(at):
        reasons.append("A review is recorded once it was held.")
    if category not in AbuseCategory.values():
        reasons.append("Choose the category of the plan from the list.")
    last = plan.reviews.last()
    if last is not None and on <= last.held_on:
        reasons.append(f"The last review was on {in_full(last.held_on)}: the next comes after it.")
    if reasons:
        raise Refused(reasons)
    plan.counts_from = on
    when = {"at": moment_of(on, at), "recorded_at": at, "late_reason": late_reason}
    if continues:
        plan_says = contingency.strip() or plan.contingency
        move(plan, "review", by=by, why=why.strip(), contingency=plan_says, **when)  # type: ignore[arg-type]
    else:
        move(
            plan,
            "discontinue",
            by=by,
            why=why.strip(),
            ended_on=on,
            end_reason=ProtectionPlanEnd.NOT_AT_RISK,
            end_why=why.strip(),
            **when,  # type: ignore[arg-type]
        )
    review = PlanReview(
        plan=plan,
        conference_child=conference_child,
        held_on=on,
        continues=continues,
        category=category,
        why=why.strip(),
        by=by,
        at=at,
    )
    review.sign(by)
    review.save(force_insert=True)
    if category != plan.latest_category:
        change_category(plan, category, on=on, why=why, by=by, at=at, at_review=conference_child)
    if not continues:
        _ended(plan, by=by, at=at)
    return review


@transaction.atomic
def end_plan(
    plan: ChildProtectionPlan, *, by: User, at: datetime, on: date, reason: str, why: str
) -> None:
    """End a plan without a conference: the child has died, turned 18, moved for good."""
    lock(plan.case)
    plan.refresh_from_db()
    reasons = []
    if reason not in ProtectionPlanEnd.values():
        reasons.append("Choose why the plan ends from the list.")
    if reason == ProtectionPlanEnd.NOT_AT_RISK:
        reasons.append("Only a review conference finds that a child is no longer at risk.")
    last = plan.reviews.last()
    meeting = plan.core_groups.first()
    if reason == ProtectionPlanEnd.IN_ERROR and not by.may("chair-conference"):
        reasons.append("Only the chair corrects what a conference decided.")
    if on < plan.started_on:
        reasons.append(f"The plan began on {in_full(plan.started_on)}: it cannot end before.")
    elif last is not None and on < last.held_on:
        reasons.append(f"The plan was reviewed on {in_full(last.held_on)}: it cannot end before.")
    if meeting is not None and plan.started_on <= on < meeting.held_on:
        reasons.append(
            f"A core group carried the plan out on {in_full(meeting.held_on)}: it cannot end before."
        )
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
        data={"reason": ProtectionPlanEnd.label_of(reason).lower()},
        ended_on=on,
        end_reason=reason,
        end_why=why.strip(),
    )
    _ended(plan, by=by, at=at)


def _ended(plan: ChildProtectionPlan, *, by: User, at: datetime) -> None:
    """What follows the end of a plan: the child is in need, and a plan for that is offered."""
    case = plan.case
    case.refresh_from_db()
    if case.status == CaseStatus.ON_PLAN:
        _set_status(case, CaseStatus.IN_NEED, by=by, at=at)
    today = timezone.localtime(at).date()
    for member in plan.members.filter(until=None):
        member.until = max(plan.ended_on or today, member.since)
        member.sign(by, "The plan ended")
        member.save(update_fields=["until"])
    if plan.end_reason in FOLLOWED_BY_IN_NEED and case.is_open:
        set_task(
            by=by,
            case=case,
            kind=TaskKind.CHILD_IN_NEED_PLAN,
            what="Agree the child in need plan that follows the protection plan, from the same day",
            owner=case.worker,
            team=case.team,
            due_on=today,
            at=at,
        )


def _set_status(case: Case, status: str, *, by: User, at: datetime) -> None:
    case.status = status
    case.sign(by, CaseStatus.label_of(status), at)
    case.save(update_fields=["status"])
