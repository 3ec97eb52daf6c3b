"""Who is responsible for a child, and the queue of those who wait for a worker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.passing_on import tell_worker, who_is_in
from cases.models import Allocation, Case
from clocks.ledger import hand_over
from clocks.models import Clock
from clocks.plan import local_date
from people.access import reading_of
from rules.access import may
from rules.codes import AllocationRole
from rules.lifecycles import ContactState, Hat
from workflow.engine import Refused, lock, move

BESIDE = (AllocationRole.SECOND, AllocationRole.COVER)


@transaction.atomic
def allocate(
    case: Case, *, by: User, worker: User, why: str = "", at: datetime | None = None
) -> None:
    """Give a waiting child to a lead worker, who is told at once."""
    at = at or timezone.now()
    _must_carry(worker, case)
    move(
        case,
        "allocate",
        by=by,
        why=why,
        at=at,
        data={"worker": worker.name},
        worker=worker,
        waiting_since=None,
    )
    _lead(case, worker, by=by, why=why, at=at)


@transaction.atomic
def reallocate(case: Case, *, by: User, worker: User, why: str, at: datetime | None = None) -> None:
    """Change the lead worker. There is a worker at every instant: the old one until the new one."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    _must_carry(worker, case)
    if case.worker_id == worker.pk:
        raise Refused([f"{worker} is the lead worker already."])
    before = case.worker.name if case.worker else "nobody"
    move(
        case,
        "reallocate",
        by=by,
        why=why,
        at=at,
        data={"worker": worker.name, "before": before},
        worker=worker,
    )
    _lead(case, worker, by=by, why=why, at=at)


@transaction.atomic
def wait(case: Case, *, by: User, why: str, priority: str, at: datetime | None = None) -> None:
    """Put a case back to wait for a worker. Refused for a child on a plan or looked after, who
    cannot be without one."""
    at = at or timezone.now()
    move(
        case,
        "wait",
        by=by,
        why=why,
        at=at,
        priority=priority,
        worker=None,
        waiting_since=at,
        last_reviewed_at=None,
    )
    _end_lead(case, why=why, by=by, at=at)
    _follow(case, by=by, at=at)


@transaction.atomic
def review_waiting(
    case: Case,
    *,
    by: User,
    why: str,
    priority: str,
    at: datetime | None = None,
    opened_at: datetime | None = None,
) -> None:
    """The weekly look at a child who waits: a line with the priority as it is now.

    `opened_at` is when the reviewer's page was made: a review since then is not passed over, and
    a form sent twice makes one line."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    newer = case.last_reviewed_at
    if opened_at is not None and newer is not None and newer >= opened_at:
        when = timezone.localtime(newer)
        said = f"{case.last_reviewed_by} reviewed this on {when:%-d %B at %H:%M}, since you opened "
        raise Refused([f"{said}the page. Record yours only if there is something to add."])
    move(
        case,
        "review-waiting",
        by=by,
        why=why,
        at=at,
        data={"priority": priority},
        priority=priority,
        last_reviewed_at=at,
        last_reviewed_by=by,
    )


@transaction.atomic
def add_worker(
    case: Case, *, by: User, worker: User, role: str, why: str = "", at: datetime | None = None
) -> Allocation:
    """Name a second worker or a cover beside the lead."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    _must_manage(case, by)
    _must_carry(worker, case)
    if not case.is_open:
        raise Refused(["The case is closed."])
    if role not in BESIDE:
        raise Refused(["A worker beside the lead is a second worker or a cover."])
    if case.allocations.current().filter(worker=worker).exists():
        raise Refused([f"{worker} is on this case already."])
    allocation = _allocation(case, worker, role, by=by, why=why, at=at)
    story.record(
        "case.allocation-added",
        by=by,
        at=at,
        why=why,
        data={"worker": worker.name, "role": role},
        **case.story(),
    )
    return allocation


@transaction.atomic
def end_allocation(
    allocation: Allocation, *, by: User, why: str, at: datetime | None = None
) -> None:
    """Take a second worker or a cover off the case. A lead is never taken off without a successor:
    that is `reallocate`, or `wait` where the child may wait."""
    at = at or timezone.now()
    case = allocation.case
    lock(case)
    case.refresh_from_db()
    allocation.refresh_from_db()
    _must_manage(case, by)
    reasons = []
    if allocation.role == AllocationRole.LEAD:
        reasons.append(
            "The lead worker cannot be taken off without a successor: name who takes over."
        )
    if allocation.until is not None:
        reasons.append(f"{allocation.worker} is off this case already.")
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    _end(allocation, why=why.strip(), by=by, at=at)
    story.record(
        "case.allocation-ended",
        by=by,
        at=at,
        why=why.strip(),
        data={"worker": allocation.worker.name, "role": allocation.role},
        **case.story(),
    )


def _must_manage(case: Case, by: User) -> None:
    if Hat.MANAGER not in case.hats(by):
        raise Refused([f"Only {Hat.MANAGER.label} may do this."])


def _must_carry(worker: User, case: Case) -> None:
    """Looked at under a lock: nobody is given a child at the moment their account ends."""
    worker = User.objects.select_for_update(no_key=True).get(pk=worker.pk)
    reasons = []
    if case.person_id in reading_of(worker).barred:
        # why is told to nobody: the tie is the worker's own affair
        reasons.append(f"{worker} cannot be allocated to this child. Choose somebody else.")
    if not may(worker.role, "carry-cases"):
        reasons.append(f"{worker} does not carry cases.")
    if not worker.is_active:
        reasons.append(f"{worker} has left.")
    if reasons:
        raise Refused(reasons)


def _lead(case: Case, worker: User, *, by: User, why: str, at: datetime) -> None:
    _end_lead(case, why=why, by=by, at=at)
    # whoever was second or cover and now leads is not on the case twice
    for other in case.allocations.current().filter(worker=worker):
        _end(other, why="Became the lead worker", by=by, at=at)
    _allocation(case, worker, AllocationRole.LEAD, by=by, why=why, at=at)
    _follow(case, by=by, at=at)
    story.tell(
        worker,
        key=f"case:{case.pk}:allocated:{at.timestamp():.0f}",
        case=case,
        at=at,
        url=f"/cases/{case.reference}/",
        text="A child has been allocated to you",
    )


def _allocation(
    case: Case, worker: User, role: str, *, by: User, why: str, at: datetime
) -> Allocation:
    allocation = Allocation(case=case, worker=worker, role=role, since=at, by=by, why=why)
    allocation.sign(by)
    allocation.save(force_insert=True)
    return allocation


def _end_lead(case: Case, *, why: str, by: User, at: datetime) -> None:
    for allocation in case.allocations.current().filter(role=AllocationRole.LEAD):
        _end(allocation, why=why, by=by, at=at)


def end_allocations(case: Case, *, why: str, by: User, at: datetime) -> None:
    """Nobody is on the case any more, in any role."""
    for allocation in case.allocations.current():
        _end(allocation, why=why, by=by, at=at)


def _end(allocation: Allocation, *, why: str, by: User, at: datetime) -> None:
    allocation.until, allocation.why_ended = at, why
    allocation.sign(by)
    allocation.save(update_fields=["until", "why_ended"])


def _follow(case: Case, *, by: User, at: datetime) -> None:
    """Who hears of the case's own clocks, and who answers what was told about the child and is not
    decided yet, follows the lead; tasks stay with whom they were given to."""
    mine = Clock.objects.running().filter(case=case).exclude(rule="task")
    hand_over(mine, owner_id=case.worker_id, team_id=case.team_id)
    told = case.contacts.filter(state=ContactState.WITH_WORKER).select_related("contact")
    for child in told.order_by("pk"):
        owner = who_is_in(case, local_date(at))
        owner_id = owner.pk if owner else None
        if owner_id != child.owner_id or child.team_id != case.team_id:
            child.owner, child.team = owner, case.team
            child.sign(by, "The child's worker changed", at)
            child.save(update_fields=["owner", "team"])
            tell_worker(child, owner, at)
        hand_over(mine.filter(occasion=child.occasion), owner_id=owner_id, team_id=case.team_id)
