"""Tasks: somebody asked to do something by a date."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from audit import story
from cases.models import Case, ContactChild, Task
from clocks.ledger import hand_over
from clocks.models import Clock
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def set_task(
    *,
    by: User,
    what: str,
    kind: str,
    due_on: date,
    team: Team,
    owner: User | None,
    case: Case | None = None,
    contact_child: ContactChild | None = None,
    at: datetime | None = None,
) -> Task:
    """Ask `owner` (or, with None, the team's managers) to do something by a date."""
    at = at or timezone.now()
    reasons = []
    if not what.strip():
        reasons.append("Say what is to be done.")
    if due_on < timezone.localtime(at).date():
        reasons.append("The date by which it is to be done cannot be in the past.")
    if case is not None:
        lock(case)
        if not Case.objects.open().filter(pk=case.pk).exists():
            reasons.append("The case is closed.")
    reasons += _has_left(owner)
    if reasons:
        raise Refused(reasons)
    task = Task(
        kind=kind,
        what=what.strip()[:200],
        case=case,
        contact_child=contact_child,
        owner=owner,
        team=team,
        due_on=due_on,
        set_by=by,
        set_at=at,
    )
    begin(task, "set", by=by, at=at, data=_words(task))
    _tell_owner(task, by, at)
    return task


@transaction.atomic
def complete_task(
    task: Task, *, by: User, outcome: str, late_reason: str = "", at: datetime | None = None
) -> None:
    """Done, with a sentence on what was done."""
    at = at or timezone.now()
    move(
        task,
        "complete",
        by=by,
        why=outcome,
        at=at,
        late_reason=late_reason,
        data=_words(task),
        outcome=outcome.strip(),
        done_at=at,
    )


@transaction.atomic
def settle_tasks(
    case: Case,
    kind: str,
    *,
    by: User,
    outcome: str,
    done_at: datetime,
    late_reason: str = "",
    at: datetime | None = None,
) -> None:
    """The open tasks of a kind on a case are done by what has just been recorded, whoever had them.
    `done_at` is when it happened. The caller holds the case's lock."""
    at = at or timezone.now()
    for task in case.tasks.open().filter(kind=kind):
        when = max(done_at, task.set_at)
        move(
            task,
            "settle",
            by=by,
            why=outcome,
            at=when,
            recorded_at=at,
            late_reason=late_reason,
            data=_words(task),
            outcome=outcome,
            done_at=when,
        )


@transaction.atomic
def cancel_task(task: Task, *, by: User, why: str, at: datetime | None = None) -> None:
    move(task, "cancel", by=by, why=why, at=at, data=_words(task))


@transaction.atomic
def hand_over_task(
    task: Task, *, by: User, owner: User, why: str, at: datetime | None = None
) -> None:
    """Give a task to somebody else; its date stays."""
    at = at or timezone.now()
    if reasons := _has_left(owner):
        raise Refused(reasons)
    move(
        task,
        "hand-over",
        by=by,
        why=why,
        at=at,
        data={**_words(task), "owner": owner.name},
        owner=owner,
    )
    hand_over(
        Clock.objects.running().filter(occasion=task.occasion),
        owner_id=owner.pk,
        team_id=task.team_id,
    )
    _tell_owner(task, by, at)


def _has_left(owner: User | None) -> list[str]:
    """Looked at under a lock: nobody is given a task at the moment their account ends."""
    if owner is None or User.objects.select_for_update(no_key=True).get(pk=owner.pk).is_active:
        return []
    return [f"{owner} has left. Choose somebody else, or leave it to the team's managers."]


def _words(task: Task) -> dict[str, Any]:
    return {
        "task": task.what,
        "owner": task.owner.name if task.owner else f"the managers of {task.team}",
    }


def _tell_owner(task: Task, by: User, at: datetime) -> None:
    if task.owner and task.owner != by:
        story.tell(
            task.owner,
            key=f"task:{task.pk}:{task.owner_id}",
            case=task.case,
            at=at,
            url=f"/tasks/{task.pk}/",
            text="You have been given a task",
        )
