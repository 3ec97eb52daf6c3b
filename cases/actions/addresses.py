"""Where a person lives and lived, put on record and put right."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.people import version_of
from cases.models import Case
from people.models import Address, AddressKind, Person
from rules.access import may
from workflow.engine import Refused, lock

FIELDS = ("kind", "lines", "postcode", "confidential", "since", "until")


@transaction.atomic
def add_address(
    person: Person,
    *,
    by: User,
    kind: str,
    lines: str = "",
    postcode: str = "",
    confidential: bool = False,
    since: date | None = None,
    until: date | None = None,
    at: datetime | None = None,
) -> Address:
    """Record a place where a person lives, lived, or has letters sent to. A new main home ends the
    one before, on the day before it begins."""
    at = at or timezone.now()
    lock(person)
    address = Address(
        person=person,
        kind=kind,
        lines=lines,
        postcode=postcode,
        confidential=confidential,
        since=since,
        until=until,
    )
    reasons = _objections(by, address, at)
    before = _home_before(address)
    if before is not None:
        reasons += _cannot_follow(before, since)
    if reasons:
        raise Refused(reasons)
    if before is not None and since is not None:
        before.until = since - timedelta(days=1)
        before.sign(by, "Moved", at)
        before.save(update_fields=["until"])
    _checked(address)
    address.sign(by, "Address recorded", at)
    address.save(force_insert=True)
    _tell(address, "person.address-add", by=by, at=at)
    return address


@transaction.atomic
def change_address(
    address: Address,
    *,
    by: User,
    changes: dict[str, Any],
    opened_at: int,
    at: datetime | None = None,
) -> bool:
    """Put an address right, or say until when it was one; whether anything changed. What was said
    before stays in the row history."""
    at = at or timezone.now()
    lock(address.person)
    address.refresh_from_db()
    changed = [name for name in FIELDS if changes[name] != getattr(address, name)]
    if not changed:
        return False
    if version_of(address) != opened_at:
        raise Refused(
            [
                (
                    f"Somebody has changed this address since you opened it. It is now: "
                    f"{address or 'not said'}. Look again, and save what is to stand."
                )
            ]
        )
    for name in changed:
        setattr(address, name, changes[name])
    reasons = _objections(by, address, at)
    if _home_before(address) is not None:
        reasons.append(
            "This person has another main home on record. Say until when they lived there."
        )
    if reasons:
        raise Refused(reasons)
    _checked(address)
    address.sign(by, "Address changed", at)
    address.save(update_fields=changed)
    _tell(address, "person.address-change", by=by, at=at)
    return True


def _objections(by: User, address: Address, at: datetime) -> list[str]:
    reasons = []
    if not may(by.role, "search-people"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    today = timezone.localtime(at).date()
    if address.since and address.since > today:
        reasons.append("The first day at an address cannot be in the future.")
    if address.until and address.until > today:
        reasons.append("The last day at an address cannot be in the future.")
    return reasons


def _home_before(address: Address) -> Address | None:
    """Another main home that is current, where this one is to be that."""
    if address.kind != AddressKind.MAIN or address.until is not None:
        return None
    homes = address.person.addresses.filter(kind=AddressKind.MAIN, until=None)
    return homes.exclude(pk=address.pk).first()


def _cannot_follow(before: Address, since: date | None) -> list[str]:
    if since is None:
        return ["Say since when they live here: the earlier main home ends on the day before."]
    if before.since and since <= before.since:
        return [
            (
                f"The main home on record began on {before.since:%-d %B %Y}. Give a later day for this "
                "one, or put that one right first."
            )
        ]
    return []


def _checked(address: Address) -> None:
    try:
        address.full_clean()
    except ValidationError as wrong:
        raise Refused(wrong.messages) from None


def _tell(address: Address, key: str, *, by: User, at: datetime) -> None:
    """The story says that there is an address, and never which."""
    what = AddressKind.label_of(address.kind).lower()
    if address.confidential:
        what += ", protected"
    case = Case.objects.open().filter(person=address.person_id).first()
    story.record(
        key,
        by=by,
        at=at,
        person_id=address.person_id,
        case_id=case.pk if case else None,
        thing_id=address.pk,
        data={"what": what},
    )
