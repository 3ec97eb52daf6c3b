"""Writing the story and the access log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from audit.models import Access, Alert, Event


def record(
    key: str,
    *,
    by: Any,
    at: datetime | None = None,
    recorded_at: datetime | None = None,
    why: str = "",
    case_id: int | None = None,
    contact_id: int | None = None,
    person_id: int | None = None,
    thing_id: int | None = None,
    before: str = "",
    after: str = "",
    data: dict[str, Any] | None = None,
) -> Event:
    """Write one line of the story. `by` is a user, or None for the service itself; `at` is when the
    act was done and written down, which is now for every page; what happened on an earlier day
    says with `recorded_at` when it was written down."""
    at = at or timezone.now()
    return Event.objects.create(
        key=key,
        at=at,
        recorded_at=recorded_at or at,
        by=by,
        why=why,
        case_id=case_id,
        contact_id=contact_id,
        person_id=person_id,
        thing_id=thing_id,
        before=before,
        after=after,
        data=data or {},
    )


def looked(
    request: HttpRequest,
    what: str = "view",
    *,
    person: Any = None,
    case: Any = None,
    contact: Any = None,
    terms: str = "",
) -> Access:
    """Log that somebody opened, searched, exported or printed. One insert."""
    match = request.resolver_match
    if case is not None and person is None:
        person_id = case.person_id
    else:
        person_id = person.pk if person is not None else None
    return Access.objects.create(
        glass_id=_glass(request.user, person_id, contact),
        by_id=request.user.pk,  # type: ignore[misc]
        what=what,
        page=(match.url_name or "") if match else "",
        terms=terms[:200],
        person_id=person_id,
        case=case,
        contact=contact,
        address=request.META.get("REMOTE_ADDR") or None,
    )


def looked_at_each(request: HttpRequest, cases: Iterable[Any], what: str = "view") -> None:
    """Log that somebody read, printed or exported about several children on one page. One insert."""
    match = request.resolver_match
    Access.objects.bulk_create(
        Access(
            glass_id=_glass(request.user, case.person_id, None),
            by_id=request.user.pk,  # type: ignore[misc]
            what=what,
            page=(match.url_name or "") if match else "",
            person_id=case.person_id,
            case=case,
            address=request.META.get("REMOTE_ADDR") or None,
        )
        for case in cases
    )


def _glass(user: Any, person_id: int | None, contact: Any) -> int | None:
    """The glass that was broken to open this record, where that is how it was opened. What is open
    to a user was read to fetch the record (`people.access.reading_of`), and stands on the user."""
    glass: dict[int, int] = getattr(getattr(user, "_reading", None), "glass", None) or {}
    if not glass:
        return None
    if person_id is None and contact is not None:
        about = contact.children.filter(person__in=glass).values_list("person", flat=True)
        person_id = about.first()
    return glass.get(person_id) if person_id is not None else None


def tell(
    recipient: Any,
    *,
    key: str,
    text: str,
    url: str = "",
    case: Any = None,
    grave: bool = False,
    at: datetime | None = None,
    by_mail: bool = True,
) -> None:
    """Put an alert into the outbox; one that is there already is left alone."""
    Alert.objects.bulk_create(
        [
            Alert(
                recipient=recipient,
                key=key,
                text=text[:300],
                url=url,
                case=case,
                grave=grave,
                created_at=at or timezone.now(),
                next_attempt_at=at or timezone.now(),
                mail=Alert.Mail.WANTED if by_mail else Alert.Mail.NONE,
            )
        ],
        ignore_conflicts=True,
    )
