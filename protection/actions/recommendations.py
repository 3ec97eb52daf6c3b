"""What the social worker and their supervisor make of a conference's recommendation (W19)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.tasks import complete_task
from cases.moments import moment_of
from clocks.plan import local_date
from protection.models import Recommendation
from rules.access import MANAGERS
from rules.codes import DiscussionOutcome
from rules.lifecycles import Hat, TaskState
from rules.workdays import in_full
from workflow.engine import Refused, lock


@transaction.atomic
def discuss(
    recommendation: Recommendation,
    *,
    worker: User,
    supervisor: User,
    on: date,
    outcome: str,
    why: str,
    by: User,
    late_reason: str = "",
    at: datetime | None = None,
) -> None:
    """Record the discussion of the two, and what came of it; its task is done with it. What is
    agreed here is carried out, or asked for, by its own act."""
    at = at or timezone.now()
    case = recommendation.child.case
    lock(case)
    recommendation.refresh_from_db()
    if recommendation.discussed_on:
        raise Refused([f"It was discussed on {in_full(recommendation.discussed_on)} already."])
    reasons = []
    if not case.hats(by) & {Hat.WORKER, Hat.COVER, Hat.MANAGER}:
        reasons.append("Only the child's worker or a manager of the team may record this.")
    if worker == supervisor or not worker.may("write-assessment"):
        reasons.append("It takes two: the social worker, and a supervisor.")
    if supervisor.role not in MANAGERS:
        reasons.append(f"{supervisor} is not a manager, and cannot be the supervisor.")
    reasons += [f"{user} has left." for user in (worker, supervisor) if not user.is_active]
    if on > local_date(at):
        reasons.append("The discussion is recorded once it took place.")
    if on < recommendation.made_on:
        reasons.append("The discussion comes after the conference that recommended it.")
    if outcome not in DiscussionOutcome.values():
        reasons.append("Choose what came of it.")
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    recommendation.discussed_on, recommendation.worker = on, worker
    recommendation.supervisor, recommendation.outcome = supervisor, outcome
    recommendation.outcome_why, recommendation.recorded_by = why.strip(), by
    recommendation.recorded_at = at
    recommendation.sign(by, "discussed", at)
    recommendation.save(
        update_fields=[
            "discussed_on", "worker", "supervisor", "outcome", "outcome_why",
            "recorded_by", "recorded_at",
        ]
    )  # fmt: skip
    words = DiscussionOutcome.label_of(outcome)
    story.record(
        "conference.discuss",
        by=by,
        at=moment_of(on, at),
        recorded_at=at,
        why=why.strip(),
        thing_id=recommendation.child_id,
        data={"outcome": words.lower()},
        **case.story(),
    )
    if recommendation.task.state == TaskState.OPEN:
        complete_task(
            recommendation.task,
            by=by,
            outcome=f"{words}. {why.strip()}",
            late_reason=late_reason,
            at=at,
        )
