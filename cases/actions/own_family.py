"""A person on record is family of, or close to, a member of staff: they see nothing of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.restriction import managers_of
from cases.models import Case
from people.access import forget, households_of
from people.models import Person, TieToStaff
from rules.access import may
from rules.codes import StaffTie
from workflow.engine import Refused


@transaction.atomic
def declare(
    user: User, person: Person, *, by: User, kind: str, at: datetime | None = None
) -> TieToStaff:
    """Bar a member of staff from a person's record and their household's, from now on. Whoever is
    allocated to one of those children is named to the record's managers, who have to change it."""
    at = at or timezone.now()
    reasons = []
    if kind not in StaffTie.values():
        reasons.append("Choose what the person is to them.")
    if by.pk != user.pk and not may(by.role, "declare-family-of-others"):
        reasons.append("Only a manager or data protection may record this for somebody else.")
    if reasons:
        raise Refused(reasons)
    found = TieToStaff.objects.filter(user=user, person=person, ended_at=None).first()
    if found is not None:
        return found
    tie = TieToStaff(user=user, person=person, kind=kind, recorded_by=by, recorded_at=at)
    tie.sign(by)
    tie.save(force_insert=True)
    forget(user)
    for case in Case.objects.held_by(user).open().filter(person__in=households_of([person.pk])):
        for manager in managers_of(case, at):
            story.tell(
                manager,
                key=f"tie:{tie.pk}:case:{case.pk}",
                case=case,
                grave=True,
                at=at,
                url=f"/cases/{case.reference}/reallocate/",
                text="A worker on a record must come off it today: they have declared a tie to the family",
            )
    return tie


@transaction.atomic
def end_tie(tie: TieToStaff, *, by: User, why: str, at: datetime | None = None) -> None:
    """It was a mistake, or holds no more. Never ended by the person it bars."""
    reasons = []
    if not may(by.role, "declare-family-of-others") or by.pk == tie.user_id:
        reasons.append("Only a manager or data protection may end it, and never for themselves.")
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    tie.refresh_from_db()
    if tie.ended_at is not None:
        return
    tie.ended_at, tie.ended_why = at or timezone.now(), why.strip()[:200]
    tie.sign(by)
    tie.save(update_fields=["ended_at", "ended_why"])
    forget(tie.user)


@transaction.atomic
def declare_unmatched(
    user: User,
    *,
    forename: str,
    surname: str,
    kind: str,
    birth_date: date | None = None,
    at: datetime | None = None,
) -> TieToStaff:
    """A member of staff names somebody. Who fits exactly is barred from now on; where nobody does, it
    waits for data protection. The answer is the same."""
    at = at or timezone.now()
    named = {"forename__iexact": forename.strip(), "surname__iexact": surname.strip()}
    people = list(Person.objects.filter(birth_date=birth_date, **named)[:2]) if birth_date else []
    words = {"forename": forename.strip(), "surname": surname.strip(), "birth_date": birth_date}
    if len(people) == 1:
        tie = declare(user, people[0], by=user, kind=kind, at=at)
    else:
        tie = TieToStaff(user=user, kind=kind, recorded_by=user, recorded_at=at)
    for name, value in words.items():
        setattr(tie, name, value)
    tie.sign(user)
    tie.save()
    return tie
