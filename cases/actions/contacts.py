"""Recording a contact: one act for one or several children, each on their own way from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Team, User
from cases.actions.passing_on import tell_worker, who_is_in
from cases.actions.recognise import look_among_restricted
from cases.models import Case, Contact, ContactChild
from people.models import Agency, Person, Relationship
from rules.codes import AgencyKind, ContactMethod, LevelOfNeed, ReferralSource, RelationshipKind
from workflow.engine import Refused, begin, lock, move


@dataclass(frozen=True)
class ChildTold:
    """A child as the caller speaks of them: somebody we know, or a new record to make."""

    person: Person | None = None
    forename: str = ""
    surname: str = ""
    birth_date: date | None = None
    birth_estimated: bool = False
    expected_on: date | None = None
    sex: str = "U"


def record_contact(
    *,
    by: User,
    team: Team,
    received_at: datetime,
    children: Sequence[ChildTold],
    concern: str,
    source: str,
    method: str,
    level: str,
    level_reason: str = "",
    agency: Agency | None = None,
    caller_name: str = "",
    caller_telephone: str = "",
    may_name_caller: bool | None = None,
    immediate_danger: bool = False,
    domestic_abuse: bool = False,
    siblings: bool = False,
    advice: str = "",
    late_reason: str = "",
    token: UUID | None = None,
    at: datetime | None = None,
) -> Contact:
    """Record what was told, about each child; raise `Refused` with every reason if it cannot be.

    A child who is open goes to their worker, or whoever covers that worker, with a clock of its
    own and no new referral. Another child goes to be decided; below the threshold, and with
    `advice` in words, the contact ends there and then (never in immediate danger). `token` is the
    empty form's own: the same form sent twice gives the contact it made the first time.
    """
    at = at or timezone.now()
    reasons = _objections(
        children=children,
        received_at=received_at,
        at=at,
        concern=concern,
        level=level,
        source=source,
        method=method,
    )
    if reasons:
        raise Refused(reasons)

    contact = Contact(
        token=token,
        received_at=received_at,
        recorded_at=at,
        recorded_by=by,
        method=method,
        source=source,
        agency=agency,
        caller_name=caller_name,
        caller_telephone=caller_telephone,
        may_name_caller=may_name_caller,
        concern=concern.strip(),
        immediate_danger=immediate_danger,
        domestic_abuse=domestic_abuse,
        level=level,
        level_reason=level_reason,
        team=team,
        risk=0 if immediate_danger else len(LevelOfNeed.values()) + 1 - LevelOfNeed(level).rank,
    )
    contact.sign(by)
    try:
        with transaction.atomic():
            # the contact is not locked: nobody else can see a row before it is committed
            contact.save(force_insert=True)
            # a case of theirs may open, close or change hands at this moment
            lock(*(child.person for child in children if child.person))
            people = [child.person or _new_person(child, by) for child in children]
            if siblings:
                _relate(people, by)
            cases = _open_cases(people)
            for person, told in zip(people, children, strict=True):
                child = _take_in(
                    contact,
                    person,
                    cases.get(person.pk),
                    by=by,
                    advice=advice,
                    at=at,
                    late_reason=late_reason,
                )
                if told.person is None:
                    look_among_restricted(child, at=at)
    except IntegrityError:
        if token is None or not Contact.objects.filter(token=token).exists():
            raise
        # the same form, sent twice: the other one was first
        twin = sent_before(token, by=by)
        if twin is None:
            raise Refused(["This form was sent already. Open a new one."]) from None
        return twin
    return contact


def sent_before(token: UUID | None, *, by: User) -> Contact | None:
    """The contact that this very form made, if it was sent already."""
    if token is None:
        return None
    return Contact.objects.filter(token=token, recorded_by=by).first()


def agency_called(name: str, kind: AgencyKind, *, by: User) -> Agency:
    """The agency of this name, made when there is none yet."""
    agency = Agency.objects.filter(name__iexact=name).first()
    if agency is None:
        agency = Agency(name=name, kind=kind.source.value)
        agency.sign(by)
        try:
            with transaction.atomic():
                agency.save(force_insert=True)
        except IntegrityError:
            agency = Agency.objects.get(name=name)
    return agency


def desk_of(user: User) -> Team | None:
    """The desk whose queue a contact goes to: one's own where it is one, else the first; None
    while the council has not set one up."""
    if user.team is not None and user.team.purpose == Team.Purpose.FRONT_DOOR:
        return user.team
    return Team.objects.filter(purpose=Team.Purpose.FRONT_DOOR).order_by("pk").first()


def _objections(
    *,
    children: Sequence[ChildTold],
    received_at: datetime,
    at: datetime,
    concern: str,
    level: str,
    source: str,
    method: str,
) -> list[str]:
    reasons = []
    if not children:
        reasons.append("Say which child or children the contact is about.")
    if received_at > at:
        reasons.append("The contact cannot have been received in the future.")
    if not concern.strip():
        reasons.append("Write what the concern is.")
    if level not in LevelOfNeed.values():
        reasons.append("Choose the level of need.")
    if source not in ReferralSource.values():
        reasons.append("Say who is telling us.")
    if method not in ContactMethod.values():
        reasons.append("Say how we were told.")
    known = [child.person.pk for child in children if child.person]
    if len(known) != len(set(known)):
        reasons.append("The same child is named twice.")
    received_on = timezone.localtime(received_at).date()
    for child in children:
        born = child.person.birth_date if child.person else child.birth_date
        name = child.person.name if child.person else f"{child.forename} {child.surname}".strip()
        if not name:
            reasons.append("Give at least one name for each child.")
        if born and born > received_on:
            reasons.append(
                f"{name} was born after the contact was received. Check the birth date and the day of the contact."
            )
    return reasons


def _open_cases(people: Sequence[Person]) -> dict[int, Case]:
    """The open case of each who has one, locked, and read as it is then."""
    found = list(Case.objects.open().filter(person__in=people))
    if not found:
        return {}
    lock(*found)
    cases = Case.objects.open().filter(pk__in=[case.pk for case in found])
    return {case.person_id: case for case in cases.select_related("worker", "team")}


def _new_person(child: ChildTold, by: User) -> Person:
    person = Person(
        forename=child.forename.strip(),
        surname=child.surname.strip(),
        birth_date=child.birth_date,
        birth_estimated=child.birth_estimated,
        expected_on=child.expected_on,
        sex=child.sex,
    )
    person.sign(by)
    person.save(force_insert=True)
    person.refresh_from_db(fields=["reference"])
    return person


def _relate(people: Sequence[Person], by: User) -> None:
    """Note that the children are brothers and sisters, where that is not on the record yet."""
    for one, other in combinations(people, 2):
        known = Relationship.objects.filter(
            person__in=(one, other), other__in=(one, other)
        ).exists()
        if not known:
            tie = Relationship(person=one, other=other, kind=RelationshipKind.SIBLING)
            tie.sign(by)
            tie.save(force_insert=True)


def _take_in(
    contact: Contact,
    person: Person,
    case: Case | None,
    *,
    by: User,
    advice: str,
    at: datetime,
    late_reason: str,
) -> ContactChild:
    child = ContactChild(
        contact=contact,
        person=person,
        received_at=contact.received_at,
        risk=contact.risk,
        team=contact.team,
        level=contact.level,
    )
    if case is not None:
        owner = who_is_in(case, timezone.localtime(at).date())
        child.case, child.owner, child.team = case, owner, case.team
        data = {
            "source": contact.source_words,
            "owner": owner.name if owner else f"the managers of {case.team}",
        }
        begin(child, "pass-on", by=by, at=at, data=data)
        tell_worker(child, owner, at)
        return child
    if person.restricted:
        # whoever may decide on a restricted child is with the team that had the record last
        last = Case.objects.filter(person=person).select_related("team").order_by("-pk").first()
        child.team = last.team if last else contact.team
    begin(child, "record", by=by, at=at, data={"source": contact.source_words})
    if advice.strip() and child.is_below_threshold and child.is_not_urgent:
        move(
            child,
            "screen-out",
            by=by,
            why=advice,
            at=at,
            late_reason=late_reason,
            screened_out=True,
            decision="advice",
            decision_reason=advice.strip(),
            decided_by=by,
            decided_at=at,
        )
    return child
