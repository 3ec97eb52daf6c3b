"""The people around a child: relatives, and professionals who work with the child."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.people import version_of
from cases.models import Case
from people.families import relate
from people.models import Agency, Involvement, Person, Relationship
from rules.access import may
from rules.codes import RelationshipKind
from workflow.engine import Refused, lock


@transaction.atomic
def add_relative(
    case: Case,
    *,
    by: User,
    kind: str,
    person: Person | None = None,
    new: dict[str, Any] | None = None,
    parental_responsibility: bool = False,
    lives_with: bool = False,
    since: date | None = None,
    notes: str = "",
    at: datetime | None = None,
) -> Relationship:
    """Record that somebody is the `kind` of the case's child: a person on record, or a `new` one
    with the fields given. A relative of the same name and kind is not recorded twice."""
    at = at or timezone.now()
    lock(case)
    child = case.person
    reasons = _objections(by)
    if kind not in RelationshipKind.values():
        reasons.append("Choose what they are to the child.")
    if person is not None and person.pk == child.pk:
        reasons.append("A child cannot be related to themselves.")
    if since and since > timezone.localtime(at).date():
        reasons.append("A relationship cannot begin in the future.")
    if reasons:
        raise Refused(reasons)
    if person is None:
        person = _new_person(child, new or {}, kind, by)
    elif _recorded(child, person, kind):
        raise Refused([f"{person.name} is recorded as the child's {_word(kind)} already."])
    try:
        relationship = relate(
            person,
            child,
            kind,
            since,
            by=by,
            parental_responsibility=parental_responsibility,
            lives_with=lives_with,
            notes=notes.strip(),
        )
    except ValidationError as wrong:
        raise Refused(wrong.messages) from None
    story.record("family.relate", by=by, at=at, data={"kind": _word(kind)}, **case.story())
    return relationship


@transaction.atomic
def change_relationship(
    case: Case,
    relationship: Relationship,
    *,
    by: User,
    changes: dict[str, Any],
    opened_at: int,
    at: datetime | None = None,
) -> bool:
    """Put right who lives with whom, who has parental responsibility, since when, and the notes;
    whether anything changed. What was said before stays in the row history."""
    at = at or timezone.now()
    lock(case)
    relationship.refresh_from_db()
    changed = [name for name, value in changes.items() if value != getattr(relationship, name)]
    if not changed:
        return False
    reasons = _objections(by)
    if relationship.until is not None:
        reasons.append("The end is recorded already.")
    if version_of(relationship) != opened_at:
        reasons.append(
            "Somebody has changed this since you opened it. What is on record now stands on the "
            "page of the family: look, and save again what is to stand."
        )
    since = changes.get("since")
    if since and since > timezone.localtime(at).date():
        reasons.append("A relationship cannot begin in the future.")
    if reasons:
        raise Refused(reasons)
    for name in changed:
        setattr(relationship, name, changes[name])
    relationship.sign(by, "Corrected", at)
    relationship.save(update_fields=changed)
    data = {"kind": _word(relationship.kind)}
    story.record("family.change", by=by, at=at, data=data, **case.story())
    return True


@transaction.atomic
def end_relationship(
    case: Case, relationship: Relationship, *, by: User, until: date, at: datetime | None = None
) -> None:
    """From `until` on it is no longer so. The record of it stays."""
    at = at or timezone.now()
    lock(case)
    relationship.refresh_from_db()
    reasons = _objections(by) + _ending(relationship, until, at)
    if reasons:
        raise Refused(reasons)
    relationship.until = until
    relationship.sign(by)
    relationship.save(update_fields=["until"])
    data = {"kind": _word(relationship.kind)}
    story.record("family.end", by=by, at=at, data=data, **case.story())


@transaction.atomic
def add_professional(
    case: Case,
    *,
    by: User,
    role: str,
    agency: Agency | None = None,
    name: str = "",
    telephone: str = "",
    email: str = "",
    at: datetime | None = None,
) -> Involvement:
    """Record who works with the child: a name, an agency or both."""
    at = at or timezone.now()
    lock(case)
    reasons = _objections(by)
    if agency is None and not name.strip():
        reasons.append("Say which agency or who.")
    if reasons:
        raise Refused(reasons)
    involvement = Involvement(
        person=case.person,
        agency=agency,
        name=name.strip(),
        role=role.strip(),
        telephone=telephone.strip(),
        email=email.strip(),
        since=timezone.localtime(at).date(),
    )
    _write(involvement, by)
    data = {"role": role.strip() or (agency.name if agency else "")}
    story.record("family.professional", by=by, at=at, data=data, **case.story())
    return involvement


@transaction.atomic
def end_professional(
    case: Case, involvement: Involvement, *, by: User, until: date, at: datetime | None = None
) -> None:
    at = at or timezone.now()
    lock(case)
    involvement.refresh_from_db()
    reasons = _objections(by) + _ending(involvement, until, at)
    if reasons:
        raise Refused(reasons)
    involvement.until = until
    involvement.sign(by)
    involvement.save(update_fields=["until"])
    data = {"role": involvement.role or str(involvement.agency or "")}
    story.record("family.professional-end", by=by, at=at, data=data, **case.story())


def _objections(by: User) -> list[str]:
    if may(by.role, "write-record"):
        return []
    return [f"Your role ({by.role_label.lower()}) may not do this."]


def _ending(row: Relationship | Involvement, until: date, at: datetime) -> list[str]:
    reasons = []
    if row.until is not None:
        reasons.append("The end is recorded already.")
    if until > timezone.localtime(at).date():
        reasons.append("The last day cannot be in the future.")
    if row.since and until < row.since:
        reasons.append("The last day is before the first.")
    return reasons


def _recorded(child: Person, person: Person, kind: str) -> bool:
    """Whether the two are this to each other already, from whichever end it was written."""
    both = Relationship.objects.filter(until=None)
    same = both.filter(person=person, other=child, kind=kind)
    turned = both.filter(
        person=child, other=person, kind__in=[kind, RelationshipKind(kind).reciprocal]
    )
    return same.exists() or turned.exists()


def _new_person(child: Person, given: dict[str, Any], kind: str, by: User) -> Person:
    person = Person(**given)
    twin = child.relationships_from_others.filter(
        until=None,
        kind=kind,
        person__forename__iexact=person.forename,
        person__surname__iexact=person.surname,
    )
    if twin.exists():
        raise Refused([f"{person.name} is recorded as the child's {_word(kind)} already."])
    _write(person, by)
    return person


def _write(row: Any, by: User) -> None:
    """Insert a checked row with its author; what the model refuses, the page says."""
    try:
        row.full_clean(exclude=["reference"])
    except ValidationError as wrong:
        raise Refused(wrong.messages) from None
    row.sign(by)
    row.save(force_insert=True)


def _word(kind: str) -> str:
    return RelationshipKind.label_of(kind).lower()
