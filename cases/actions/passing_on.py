"""New information about a child who is open: to whom it goes, and how they are told."""

from datetime import date, datetime

from accounts.models import User, stand_in
from audit import story
from cases.models import Case, ContactChild
from people.access import reading_of


def who_is_in(case: Case, day: date) -> User | None:
    """The worker, whoever covers them, or None: then it is for the team's managers. Never somebody
    whose own family it is."""
    found = stand_in(case.worker, day) if case.worker else None
    if found is not None and case.person_id in reading_of(found).barred:
        return None
    return found


def tell_worker(child: ContactChild, owner: User | None, at: datetime) -> None:
    listeners = (
        [owner]
        if owner
        else User.objects.filter(team=child.team, role="team-manager", is_active=True)
    )
    for listener in listeners:
        story.tell(
            listener,
            key=f"contact:{child.pk}:passed-on",
            case=child.case,
            at=at,
            url=f"/contacts/{child.contact.reference}/",
            grave=child.contact.immediate_danger,
            text="New information about a child of yours: decide what it means within 24 hours",
        )
