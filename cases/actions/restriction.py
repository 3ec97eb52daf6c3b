"""Closing a record to all but those on its list, keeping the list, reviewing and lifting."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.models import Case, Restriction
from cases.models.restriction import next_review
from clocks.recipients import Recipients
from people.access import forget, reading_of
from people.models import ListedReader, Person
from rules.access import NO_RECORD, Reach
from rules.codes import RestrictionCategory
from rules.lifecycles import TaskState
from rules.reading import RESTRICTED
from rules.timescales import To
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def restrict(
    cases: Iterable[Case],
    *,
    by: User,
    category: str,
    reason: str,
    readers: Iterable[User] = (),
    at: datetime | None = None,
) -> list[Restriction]:
    """Close the records of some children (brothers and sisters at once) from now on. Their workers
    and managers go on reading, `readers` are put onto the list, and nobody else does."""
    at = at or timezone.now()
    cases = sorted(cases, key=lambda case: case.pk)
    readers = list(readers)
    lock(*(case.person for case in cases), *cases)  # a person before their case, as everywhere
    reasons = [] if reason.strip() else ["Say why the record has to be restricted."]
    if category not in RestrictionCategory.values():
        reasons.append("Choose why the record is restricted.")
    for case in cases:
        case.refresh_from_db()
        if Restriction.objects.in_force().filter(person=case.person_id).exists():
            reasons.append(f"The record of {case.person.name} is restricted already.")
    for reader in readers:
        reasons += may_not_be_listed(reader, cases)
    if reasons:
        raise Refused(reasons)
    made = []
    for case in cases:
        restriction = Restriction(
            person=case.person,
            case=case,
            category=category,
            reason=reason.strip(),
            set_by=by,
            set_at=at,
            review_on=next_review(at),
        )
        data = {"category": RestrictionCategory.label_of(category).lower()}
        begin(restriction, "restrict", by=by, why=reason, at=at, data=data)
        _mark(case.person, True, by=by, why=reason.strip(), at=at)
        for reader in {*readers, *_managers_above(case, at)}:
            _put_on_list(restriction, reader, by=by, at=at, why="")
        _give_tasks_back(case, by=by, at=at)
        made.append(restriction)
    return made


def may_not_be_listed(reader: User, cases: Iterable[Case]) -> list[str]:
    """Every reason why somebody cannot be on the access list of these records."""
    if not reader.is_active:
        return [f"{reader} has left."]
    if reader.access.cases in NO_RECORD:
        return [f"{reader} ({reader.role_label.lower()}) reads no children's records."]
    barred = set(reading_of(reader).barred)
    if any(case.person_id in barred for case in cases):
        # the same words as for anybody who cannot: that it is family is told to nobody
        return [f"{reader} cannot be put onto this list."]
    return []


@transaction.atomic
def list_reader(
    restriction: Restriction, reader: User, *, by: User, why: str, at: datetime | None = None
) -> None:
    """Put somebody onto the access list."""
    at = at or timezone.now()
    lock(restriction.case)
    restriction.refresh_from_db()
    reasons = _not_in_force(restriction) + may_not_be_listed(reader, [restriction.case])
    if ListedReader.objects.filter(
        person=restriction.person_id, user=reader, removed_at=None
    ).exists():
        reasons.append(f"{reader} is on the list already.")
    if not why.strip():
        reasons.append("Say why they have to read it.")
    if reasons:
        raise Refused(reasons)
    _put_on_list(restriction, reader, by=by, at=at, why=why.strip())


@transaction.atomic
def unlist_reader(
    restriction: Restriction, listed: ListedReader, *, by: User, at: datetime | None = None
) -> None:
    """Take somebody off the access list; taking them off twice is harmless."""
    at = at or timezone.now()
    lock(restriction.case)
    listed.refresh_from_db()
    if listed.removed_at is not None:
        return
    listed.removed_at = at
    listed.sign(by)
    listed.save(update_fields=["removed_at"])
    forget(listed.user)
    story.record(
        "restriction.unlist", by=by, at=at, data={"reader": listed.user.name}, **restriction.story()
    )


@transaction.atomic
def review(restriction: Restriction, *, by: User, why: str, at: datetime | None = None) -> None:
    """Say that the record still has to be restricted; the next review is due in 90 days."""
    at = at or timezone.now()
    move(
        restriction,
        "review",
        by=by,
        why=why,
        at=at,
        review_on=next_review(at),
        reviewed_at=at,
        reviewed_by=by,
    )


@transaction.atomic
def lift(restriction: Restriction, *, by: User, why: str, at: datetime | None = None) -> None:
    """Open the record again to everybody whose role reaches it."""
    at = at or timezone.now()
    lock(restriction.person, restriction.case)
    move(restriction, "lift", by=by, why=why, at=at, lifted_at=at, lifted_why=why.strip())
    _mark(restriction.person, False, by=by, why=why.strip(), at=at)
    for listed in ListedReader.objects.filter(person=restriction.person_id, removed_at=None):
        listed.removed_at = at
        listed.sign(by)
        listed.save(update_fields=["removed_at"])


def managers_of(case: Case, at: datetime) -> list[User]:
    """Who answers for a record and may read it: the team's managers, or the next above who is in
    place, less those whose family it is."""
    found = Recipients(timezone.localdate(at)).of(0, case.team_id, (To.MANAGER,))
    users = User.objects.filter(pk__in=found).order_by("pk")
    fit = [user for user in users if case.person_id not in reading_of(user).barred]
    if fit:
        return fit
    above = Recipients(timezone.localdate(at)).of(0, case.team_id, (To.GROUP, To.HEAD))
    return list(User.objects.filter(pk__in=above - found).order_by("pk"))


def _managers_above(case: Case, at: datetime) -> list[User]:
    """Managers of the record whose role alone would not let them read it."""
    return [
        user
        for user in managers_of(case, at)
        if RESTRICTED.get(user.role, Reach.OWN) is not Reach.ALL  # type: ignore[call-overload]
        and not (
            RESTRICTED.get(user.role) is Reach.TEAM  # type: ignore[call-overload]
            and case.team_id in user.team_ids
        )
    ]


def _put_on_list(
    restriction: Restriction, reader: User, *, by: User, at: datetime, why: str
) -> None:
    if ListedReader.objects.filter(
        person=restriction.person, user=reader, removed_at=None
    ).exists():
        return
    listed = ListedReader(
        person=restriction.person, user=reader, why=why[:200], added_by=by, added_at=at
    )
    listed.sign(by)
    listed.save(force_insert=True)
    forget(reader)
    story.record(
        "restriction.list", by=by, at=at, why=why, data={"reader": reader.name},
        **restriction.story(),
    )  # fmt: skip
    story.tell(
        reader,
        key=f"restriction:{restriction.pk}:listed:{at.timestamp():.0f}",
        case=restriction.case,
        at=at,
        url=f"/cases/{restriction.case.reference}/",
        text="You were put onto the access list of a restricted record",
    )


def _mark(person: Person, restricted: bool, *, by: User, why: str, at: datetime) -> None:
    """The flags that lists filter on, on the person and on every case of theirs."""
    rows: list[Person | Case] = [person, *Case.objects.filter(person=person)]
    for row in rows:
        row.restricted = restricted
        row.sign(by, why)
        row.save(update_fields=["restricted"])
    forget(by)


def _give_tasks_back(case: Case, *, by: User, at: datetime) -> None:
    """Tasks with somebody who may not read the record any more go to its worker."""
    for task in case.tasks.filter(state=TaskState.OPEN).select_related("owner"):
        if task.owner is None or task.owner_id == case.worker_id or case.worker is None:
            continue
        forget(task.owner)
        if not Case.objects.visible_to(task.owner).filter(pk=case.pk).exists():
            move(
                task,
                "hand-over",
                by=by,
                at=at,
                why="The record was restricted.",
                owner=case.worker,
                data={"owner": case.worker.name, "task": task.what},
            )


def _not_in_force(restriction: Restriction) -> list[str]:
    return [] if restriction.lifted_at is None else ["The restriction has been lifted."]
