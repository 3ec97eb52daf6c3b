"""Who is asked to a conference: those around the children are offered from the record."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.family import professionals, relatives
from clocks.plan import local_date
from people.models import Person
from protection.actions.conferences import (
    CHANGED_MEANWHILE,
    as_it_stood,
    lock_all,
    need_letter,
    people_of,
)
from protection.models import Conference, ConferenceChild, Invitee
from rules.access import MANAGERS
from rules.codes import InvitationAnswer, InviteeKind, LetterKind, RelationshipKind, Sector
from rules.codes.family import CARERS, PARENTS
from rules.workdays import listed
from workflow.engine import Refused

_CLOSE = {PARENTS, CARERS}
OUR_OWN = "Children's social care"


@dataclass(frozen=True)
class Asked:
    """Somebody who is, or could be, asked."""

    kind: str
    name: str
    role: str = ""
    agency: str = ""
    sector: str = ""
    person: Person | None = None
    user: User | None = None
    address: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.name.casefold(), self.role.casefold(), self.agency.casefold())


def offered(conference: Conference, user: User, day: date) -> list[Asked]:
    """Who is around the children by the record and is not asked yet: each once, however many of the
    brothers and sisters they belong to."""
    found: dict[object, Asked] = {}
    ties: dict[object, list[str]] = {}
    for child in people_of(conference):
        for each in _of_child(child, user, day):
            who = each.person.pk if each.person else each.user.pk if each.user else None
            key = (each.kind, who or (each.name.casefold(), each.agency.casefold()))
            found.setdefault(key, each)
            if each.role and each.role not in ties.setdefault(key, []):
                ties[key].append(each.role)
    taken = {(i.name.casefold(), i.agency.casefold()) for i in conference.invitees.all()}  # type: ignore[attr-defined]
    return [
        replace(each, role=listed(ties.get(key, [])))
        for key, each in found.items()
        if (each.name.casefold(), each.agency.casefold()) not in taken
    ]


def _of_child(child: ConferenceChild, user: User, day: date) -> Iterable[Asked]:
    case, person = child.case, child.case.person
    if not person.is_unborn:
        yield Asked(
            InviteeKind.CHILD, person.name, "the child", person=person, address=_home(person)
        )
    children = {each.case.person_id for each in people_of(child.conference)}
    for each in relatives(person, user, day, on_their_case=True):
        if each.person.pk in children or each.person.is_child_on(day):
            continue
        kind = _kind_of(each.is_to_child)
        close = kind is not None and kind.group in _CLOSE
        if kind == RelationshipKind.PERSON_OF_CONCERN:
            continue  # the chair decides whether they may come; nobody is asked by a tick
        yield Asked(
            InviteeKind.PARENT if close or each.parental_responsibility else InviteeKind.FAMILY,
            each.person.name,
            each.is_to_child.lower(),
            person=each.person,
            address=_home(each.person),
        )
    for row in professionals(person, day):
        agency = row.agency.name if row.agency else ""
        sector = Sector.of_source(row.agency.kind) if row.agency else Sector.OTHER
        yield Asked(
            InviteeKind.PROFESSIONAL,
            row.name or agency,
            row.role,
            agency,
            sector,
            address=row.email or (row.agency.email or row.agency.address if row.agency else ""),
        )
    if case.worker:
        yield _colleague(case.worker, "social worker")
    for manager in User.objects.filter(
        team=case.team_id, role__in=MANAGERS, is_active=True
    ).order_by("name"):
        yield _colleague(manager, "team manager")


def _kind_of(label: str) -> RelationshipKind | None:
    return next((kind for kind in RelationshipKind if kind.label == label), None)


def _colleague(user: User, role: str) -> Asked:
    return Asked(
        InviteeKind.SOCIAL_CARE,
        user.name,
        role,
        OUR_OWN,
        Sector.SOCIAL_CARE,
        user=user,
        address=user.email,
    )


def _home(person: Person) -> str:
    """Where letters go, unless the address must be told to nobody."""
    for address in person.addresses.all():
        if address.until is None and not address.confidential:
            return str(address)
    return person.email


@transaction.atomic
def ask(
    conference: Conference, people: Iterable[Asked], *, by: User, at: datetime | None = None
) -> list[Invitee]:
    """Put people on the list. Each has a letter of invitation to be sent; whoever is on the list
    already is left alone."""
    at = at or timezone.now()
    lock_all(conference)
    people = list(people)
    reasons = (
        []
        if by.may("arrange-conference")
        else [f"Your role ({by.role_label.lower()}) may not do this."]
    )
    if not conference.is_ahead:
        reasons.append(
            f"This conference is «{conference.state_label.lower()}»: nobody more is asked to it."
        )
    reasons += wrong_with(people)
    if reasons:
        raise Refused(reasons)
    made = []
    there = {
        (i.name.casefold(), i.role.casefold(), i.agency.casefold())
        for i in conference.invitees.all()
    }  # type: ignore[attr-defined]
    for each in people:
        if each.key not in there:
            made.append(add(conference, each, by=by, at=at))
            need_letter(conference, made[-1], LetterKind.INVITATION, by=by, at=at)
            there.add(each.key)
    return made


def wrong_with(people: Iterable[Asked]) -> list[str]:
    reasons = []
    for each in people:
        if not each.name.strip():
            reasons.append("Name everybody who is asked.")
        if each.kind not in InviteeKind.values():
            reasons.append(f"Say as what {each.name or 'somebody'} is asked.")
        elif not InviteeKind(each.kind).is_family and each.sector not in Sector.values():
            reasons.append(f"Say which part of the services {each.name} is from.")
    return list(dict.fromkeys(reasons))


def add(conference: Conference, each: Asked, *, by: User, at: datetime) -> Invitee:
    """One more on the list; the caller holds the lock."""
    row = Invitee(
        conference=conference,
        kind=each.kind,
        name=each.name.strip()[:200],
        role=each.role.strip()[:120],
        agency=each.agency.strip()[:120],
        sector="" if InviteeKind(each.kind).is_family else each.sector,
        person=each.person,
        user=each.user,
        address=each.address.strip(),
        added_at=at,
    )
    row.sign(by, "asked", at)
    row.save(force_insert=True)
    return row


ANSWERED = ("answer", "report_received_on")
"""What an answer says of an invitee."""


@dataclass(frozen=True)
class Answered:
    """What is known of one invitee now."""

    invitee: Invitee
    answer: str
    report_received: bool


@transaction.atomic
def record_answers(
    conference: Conference,
    answers: Iterable[Answered],
    *,
    opened: str = "",
    by: User,
    at: datetime | None = None,
) -> int:
    """Who answered what, and whose report has come in. How many lines changed. `opened`: the list as
    the form showed it; where it is another by now, nothing is written over it."""
    at = at or timezone.now()
    lock_all(conference)
    reasons = (
        []
        if by.may("arrange-conference")
        else [f"Your role ({by.role_label.lower()}) may not do this."]
    )
    if not conference.is_ahead:
        reasons.append(
            f"This conference is «{conference.state_label.lower()}»: answers are not recorded now."
        )
    answers = list(answers)
    if any(each.answer and each.answer not in InvitationAnswer.values() for each in answers):
        reasons.append("Choose the answer from the list.")
    rows = {row.pk: row for row in conference.invitees.all()}  # type: ignore[attr-defined]
    stale = opened and opened != as_it_stood(rows.values(), *ANSWERED)
    if stale and any(_says_otherwise(each, rows[each.invitee.pk]) for each in answers):
        reasons.append(CHANGED_MEANWHILE)
    if reasons:
        raise Refused(reasons)
    today, changed = local_date(at), 0
    for each in answers:
        row = rows[each.invitee.pk]
        fields = {
            "answer": each.answer,
            "answered_on": (row.answered_on or today) if each.answer else None,
            "report_received_on": (row.report_received_on or today)
            if each.report_received
            else None,
        }
        if each.answer != row.answer and each.answer:
            fields["answered_on"] = today
        new = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if new:
            for name, value in new.items():
                setattr(row, name, value)
            row.sign(by, "answer", at)
            row.save(update_fields=list(new))
            changed += 1
    return changed


def _says_otherwise(each: Answered, row: Invitee) -> bool:
    stands = (row.answer, row.report_received_on is not None)
    return (each.answer, each.report_received) != stands
