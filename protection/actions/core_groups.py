"""A core group was held: who was there, how far each action is, and when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from cases.moments import moment_of
from clocks.ledger import overdue
from clocks.plan import local_date
from protection.actions.actions_of_plan import write_progress
from protection.actions.in_need import not_theirs
from protection.models import (
    ChildProtectionPlan,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupChild,
)
from protection.models.core_group import CORE_GROUP_CLOCKS
from rules.codes import ActionStanding
from rules.lifecycles import sentence_of
from rules.workdays import in_full
from workflow.engine import Refused, begin, lock


@dataclass(frozen=True)
class Progress:
    standing: str
    words: str = ""


@dataclass(frozen=True)
class About:
    """The meeting as far as it was about one child."""

    plan: ChildProtectionPlan
    parents_attended: bool
    child_attended: bool
    why_no_parents: str = ""
    why_no_child: str = ""
    childs_views: str = ""
    attended: Sequence[int] = ()
    """The members of the child's core group who were there."""
    progress: dict[int, Progress] = field(default_factory=dict)
    """How far each open action of the plan is, by its key."""


def latest_next(plan: ChildProtectionPlan, held_on: date) -> date:
    """The last day on which the plan lets the next core group be."""
    return held_on + timedelta(days=plan.core_group_every_days)


def is_late(plan: ChildProtectionPlan, held_on: date, at: datetime) -> bool:
    """Whether a core group on that day came late, and nobody has said why yet."""
    late = overdue(plan.occasion, moment_of(held_on, at))
    return any(clock.rule in CORE_GROUP_CLOCKS for clock in late)


@transaction.atomic
def hold_core_group(
    about: Sequence[About],
    *,
    by: User,
    held_on: date,
    next_on: date | None,
    place: str = "",
    notes: str = "",
    late_reason: str = "",
    at: datetime,
) -> CoreGroup:
    """Record one meeting about the children of a family. Each child's clock stops and the next
    starts, as often as their plan says; the next date is set before the meeting is closed."""
    lock(*(each.plan.case for each in about))
    reasons: list[str] = []
    for each in about:
        each.plan.refresh_from_db()
        found = _objections(each, by, held_on, next_on, late_reason, at)
        name = f"{each.plan.case.person.name}: " if len(about) > 1 else ""
        reasons += [f"{name}{reason}" for reason in found]
    if held_on > local_date(at):
        reasons.append("A core group is recorded once it was held.")
    if next_on is None:
        reasons.append("Set the date of the next core group before you close this one.")
    elif next_on <= held_on:
        reasons.append("The next core group comes after this one. Check the date.")
    if not about:
        reasons.append("Say which children the core group was about.")
    if reasons:
        raise Refused(reasons)
    meeting = CoreGroup(
        held_on=held_on,
        place=place.strip(),
        notes=notes.strip(),
        next_on=next_on,
        recorded_by=by,
        recorded_at=at,
    )
    meeting.sign(by)
    meeting.save(force_insert=True)
    for each in about:
        _about_one(meeting, each, by=by, late_reason=late_reason, at=at)
    return meeting


def _about_one(
    meeting: CoreGroup, each: About, *, by: User, late_reason: str, at: datetime
) -> None:
    row = CoreGroupChild(
        core_group=meeting,
        plan=each.plan,
        held_on=meeting.held_on,
        parents_attended=each.parents_attended,
        why_no_parents=each.why_no_parents.strip(),
        child_attended=each.child_attended,
        why_no_child=each.why_no_child.strip(),
        childs_views=each.childs_views.strip(),
    )
    row.given = latest_next(each.plan, meeting.held_on)
    begin(
        row,
        "hold",
        by=by,
        at=moment_of(meeting.held_on, at),
        recorded_at=at,
        late_reason=late_reason.strip() if is_late(each.plan, meeting.held_on, at) else "",
    )
    CoreGroupAttendance.objects.bulk_create(
        CoreGroupAttendance(
            core_group_child=row, member=member, attended=member.pk in each.attended
        )
        for member in each.plan.members.filter(until=None)
    )
    for action in each.plan.actions.open():
        progress = each.progress[action.pk]
        write_progress(
            action,
            standing=progress.standing,
            words=progress.words,
            on=meeting.held_on,
            core_group_child=row,
            by=by,
            at=at,
        )


def _objections(
    each: About, by: User, held_on: date, next_on: date | None, late_reason: str, at: datetime
) -> list[str]:
    plan = each.plan
    reasons = not_theirs(plan.case, by)
    if not plan.is_live:
        return [*reasons, "The plan has ended: no core group carries it out."]
    if held_on < plan.started_on:
        reasons.append(
            f"The plan began on {in_full(plan.started_on)}: its core group comes after the conference."
        )
    last = plan.core_groups.first()
    if last is not None and held_on <= last.held_on:
        reasons.append(
            f"The last core group was on {in_full(last.held_on)}: this one comes after it."
        )
    if not each.parents_attended and not each.why_no_parents.strip():
        reasons.append("Say why no parent was there.")
    if not each.child_attended and not each.why_no_child.strip():
        reasons.append("Say why the child was not there, or that the child is too young.")
    for action in plan.actions.open():
        progress = each.progress.get(action.pk)
        if progress is None or progress.standing not in ActionStanding.values():
            reasons.append(f"Say how far this action is: {action.action}.")
        elif progress.standing == ActionStanding.DROPPED and not progress.words.strip():
            reasons.append(f"Say why this action is no longer needed: {action.action}.")
    latest = latest_next(plan, held_on)
    if next_on is not None and next_on > latest:
        reasons.append(
            f"The plan asks for a core group every {plan.core_group_every_days} days: the next one is "
            f"on {in_full(latest)} at the latest."
        )
    if not late_reason.strip() and is_late(plan, held_on, at):
        reasons.append(sentence_of("lateness_is_explained"))
    return reasons
