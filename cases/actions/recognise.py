"""A contact recorded by somebody who cannot see that the child's record is restricted.

The front door finds nobody and records a new child. The service looks among the restricted ones,
tells whoever manages the record, and says nothing on the desk's page. The manager says whether it
is the same child; if so the contact goes to the record it is about, and to its worker."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.glass import told_of
from cases.actions.passing_on import tell_worker, who_is_in
from cases.models import Case, Contact, ContactChild
from cases.models.restriction import PossibleMatch
from people.matching import likely_duplicates
from people.models import Person
from rules.access import MANAGERS
from rules.lifecycles import sentence_of
from workflow.engine import Refused, lock, move


def look_among_restricted(child: ContactChild, *, at: datetime) -> list[PossibleMatch]:
    """Whether a child just recorded as new may be one whose record is restricted. Their managers are
    told at once; an immediate danger makes the alert a grave one."""
    restricted = Person.objects.filter(restricted=True)
    who = child.person
    if not restricted.exists():
        return []
    made = []
    for hit in likely_duplicates(
        who.forename,
        who.surname,
        who.birth_date if not who.birth_estimated else None,
        who.expected_on,
        among=restricted.exclude(pk=who.pk),
    ):
        match = PossibleMatch(contact_child=child, person=hit.person, found_at=at)
        match.save(force_insert=True)
        made.append(match)
        for manager in told_of(hit.person, at):
            if manager.role in MANAGERS:
                story.tell(
                    manager,
                    key=f"possible-match:{match.pk}",
                    at=at,
                    grave=True,
                    url=f"/contacts/{child.contact.reference}/recognise/{match.pk}/",
                    text="A contact may be about a child whose record is restricted. "
                    "Look whether it is so: the desk cannot see it",
                )
    return made


@transaction.atomic
def settle_match(
    match: PossibleMatch, *, by: User, is_same: bool, at: datetime | None = None
) -> None:
    """Say whether the contact is about the restricted child. If so it goes to that record: with a
    clock of its own to the worker, or, where no case is open, to be decided by the record's team."""
    at = at or timezone.now()
    child = match.contact_child
    contact = Contact.objects.get(pk=child.contact_id)
    case = (
        Case.objects.open().filter(person=match.person_id).select_related("worker", "team").first()
    )
    lock(*([contact, case] if case else [contact]))
    match.refresh_from_db()
    child.refresh_from_db()
    if match.settled_at is not None:
        raise Refused([f"{match.settled_by} has settled this already."])
    if not Person.objects.visible_to(by).filter(pk=match.person_id).exists():
        raise Refused(["Only somebody who may read the restricted record can say this."])
    match.settled_at, match.settled_by, match.is_same = at, by, is_same
    match.sign(by, at=at)
    match.save(update_fields=["settled_at", "settled_by", "is_same"])
    if not is_same:
        return
    if contact.children.filter(person=match.person_id).exists():
        raise Refused(["This child is named in the contact already."])
    recorded = child.person
    if case is not None:
        # the decision on new information is the worker's: whoever had taken it lets go
        owner = who_is_in(case, timezone.localtime(at).date())
        move(
            child,
            "recognise",
            by=by,
            at=at,
            why="The child's record is restricted.",
            person=match.person,
            case=case,
            owner=owner,
            team=case.team,
            accepted_by=None,
            accepted_at=None,
        )
        tell_worker(child, owner, at)
    else:
        if child.decided_at is not None:
            raise Refused([sentence_of("has_no_other_decider")])
        last = Case.objects.filter(person=match.person_id).order_by("-pk").first()
        child.person = match.person
        child.team = last.team if last else child.team
        child.sign(by, "The child's record is restricted.", at)
        child.save(update_fields=["person", "team"])
    _close(recorded, by=by, at=at)


def _close(recorded: Person, *, by: User, at: datetime) -> None:
    """What the desk wrote down as a new child is the restricted one: closed like it."""
    if recorded.cases.exists() or recorded.contacts.exists():
        return
    recorded.restricted = True
    recorded.sign(by, "The same child as one whose record is restricted.", at)
    recorded.save(update_fields=["restricted"])


def unsettled_for(user: User) -> list[PossibleMatch]:
    """Possible matches that this user, who may read the restricted record, can settle."""
    people = Person.objects.visible_to(user).filter(restricted=True)
    found = PossibleMatch.objects.filter(Q(settled_at=None), person__in=people)
    return list(found.select_related("contact_child__contact", "contact_child__person", "person"))
