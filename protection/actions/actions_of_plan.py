"""The actions of a plan, and who carries them out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from clocks.plan import local_date
from protection.actions.far import too_far
from protection.actions.in_need import not_theirs
from protection.models import (
    ActionProgress,
    ChildProtectionPlan,
    CoreGroupChild,
    CoreGroupMember,
    InNeedPlan,
    InNeedReview,
    PlanAction,
)
from rules.access import AT_CONFERENCE
from rules.codes import ActionStanding, MemberKind
from workflow.engine import Refused, lock, move

AnyPlan = ChildProtectionPlan | InNeedPlan


@dataclass(frozen=True)
class Smart:
    """An action as it is typed: none can be kept without owner, measure and date."""

    outcome: str = ""
    action: str = ""
    owner: str = ""
    measure: str = ""
    due_on: date | None = None
    owner_user: User | None = None

    def objections(self, plan: AnyPlan, today: date) -> list[str]:
        missing = {
            "outcome": "Say what must be different for the child.",
            "action": "Say what is to be done.",
            "owner": "Name who does it.",
            "measure": "Say how we will know that it worked.",
        }
        reasons = [said for name, said in missing.items() if not getattr(self, name).strip()]
        if self.owner_user and not self.owner_user.is_active:
            reasons.append(f"{self.owner_user} has left. Name somebody else.")
        if self.due_on is None:
            reasons.append("Give the date by which it is done.")
        elif self.due_on < plan.started_on:
            reasons.append("The action would have been due before the plan began. Check the date.")
        elif far := too_far(self.due_on, today):
            reasons.append(far)
        return reasons


@transaction.atomic
def add_actions(plan: AnyPlan, actions: list[Smart], *, by: User, at: datetime) -> list[PlanAction]:
    """Write actions into a plan; all of them, or none and every reason."""
    _lock_to_write(plan, by)
    reasons = []
    for number, each in enumerate(actions, 1):
        name = f"Action {number}: " if len(actions) > 1 else ""
        reasons += [f"{name}{reason}" for reason in each.objections(plan, local_date(at))]
    if not actions:
        reasons.append("Write at least one action.")
    if reasons:
        raise Refused(reasons)
    rows = []
    for each in actions:
        assert each.due_on is not None  # objected to above
        row = PlanAction(
            **_of(plan),
            outcome=each.outcome.strip(),
            action=each.action.strip(),
            owner=each.owner.strip(),
            measure=each.measure.strip(),
            due_on=each.due_on,
            owner_user=each.owner_user,
            added_by=by,
            added_at=at,
        )
        row.sign(by, "Added to the plan", at)
        row.save(force_insert=True)
        rows.append(row)
    count = "an action was added" if len(rows) == 1 else f"{len(rows)} actions were added"
    version = plan.version + 1
    move(plan, "revise", by=by, at=at, data={"what": count}, version=version, has_actions=True)
    return rows


@transaction.atomic
def change_action(
    action: PlanAction, smart: Smart, *, why: str, version: int, by: User, at: datetime
) -> None:
    """Put an action right or move its date; what it said before stays in the row history."""
    plan: Any = action.plan or action.in_need_plan
    _lock_to_write(plan, by)
    action.refresh_from_db()
    reasons = smart.objections(plan, local_date(at))
    if plan.version != version:
        reasons.append(
            "Somebody changed this plan since you opened the page. Look at it as it is now, then save again."
        )
    if action.standing != ActionStanding.OPEN:
        reasons.append("This action has ended: add a new one instead.")
    if not why.strip():
        reasons.append("Say why the action changes.")
    if reasons:
        raise Refused(reasons)
    for name in ("outcome", "action", "owner", "measure"):
        setattr(action, name, getattr(smart, name).strip())
    action.due_on = smart.due_on or action.due_on
    action.owner_user = smart.owner_user
    action.sign(by, why.strip(), at)
    action.save(update_fields=["outcome", "action", "owner", "measure", "due_on", "owner_user"])
    data = {"what": "an action was changed"}
    move(plan, "revise", by=by, why=why.strip(), at=at, data=data, version=plan.version + 1)


def write_progress(
    action: PlanAction,
    *,
    standing: str,
    words: str,
    on: date,
    by: User,
    at: datetime,
    core_group_child: CoreGroupChild | None = None,
    in_need_review: InNeedReview | None = None,
) -> ActionProgress:
    """How far an action was at a meeting; one that is done or dropped ends on that day. The caller
    holds the lock."""
    if standing != action.standing:
        action.standing = standing
        action.ended_on = None if standing == ActionStanding.OPEN else on
        action.sign(by, words.strip() or ActionStanding.label_of(standing), at)
        action.save(update_fields=["standing", "ended_on"])
    return ActionProgress.objects.create(
        action=action,
        core_group_child=core_group_child,
        in_need_review=in_need_review,
        on=on,
        standing=standing,
        words=words.strip(),
        by=by,
        at=at,
    )


@transaction.atomic
def add_member(
    plan: ChildProtectionPlan,
    *,
    name: str,
    kind: str,
    role: str = "",
    agency: str = "",
    telephone: str = "",
    by: User,
    since: date,
    at: datetime,
) -> CoreGroupMember:
    """Somebody joins the core group; who is there already is left as they are."""
    _lock_to_write(plan, by)
    reasons = []
    if not name.strip():
        reasons.append("Name who joins the core group.")
    if kind not in MemberKind.values():
        reasons.append("Choose as what they join from the list.")
    if since > local_date(at):
        reasons.append("Somebody joins on a day that has come.")
    if reasons:
        raise Refused(reasons)
    member = plan.members.filter(name=name.strip(), role=role.strip(), until=None).first()
    if member is None:
        member = CoreGroupMember(
            plan=plan,
            name=name.strip(),
            kind=kind,
            role=role.strip(),
            agency=agency.strip(),
            telephone=telephone.strip(),
            since=since,
        )
        member.sign(by, "Joined the core group", at)
        member.save(force_insert=True)
    return member


@transaction.atomic
def end_member(member: CoreGroupMember, *, by: User, at: datetime) -> None:
    """Somebody leaves the core group; the meetings they were at keep their name."""
    _lock_to_write(member.plan, by)
    member.refresh_from_db()
    if member.until is None:
        member.until = max(local_date(at), member.since)
        member.sign(by, "Left the core group", at)
        member.save(update_fields=["until"])


def _lock_to_write(plan: AnyPlan, by: User) -> None:
    lock(plan.case)
    plan.refresh_from_db()
    reasons = [] if by.role in AT_CONFERENCE else not_theirs(plan.case, by)
    if not plan.is_live:
        reasons.append("The plan has ended: nothing more is written on it.")
    if reasons:
        raise Refused(reasons)


def _of(plan: AnyPlan) -> dict[str, Any]:
    name = "plan" if isinstance(plan, ChildProtectionPlan) else "in_need_plan"
    return {name: plan}
