"""Breaking the glass: opening a record that is closed, with a reason, for a while."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.restriction import managers_of
from cases.models import Case
from people.access import forget, reading_of
from people.models import BrokenGlass, Person
from rules.access import MANAGERS, Role, may
from rules.codes import GlassOutcome, GlassReason
from rules.reading import GLASS
from workflow.engine import Refused, lock

NOBODY = (
    "Nobody on record fits exactly what you typed. Type a reference, or both names and the birth "
    "date just as they are on record."
)


def find_exactly(
    user: User,
    *,
    reference: str = "",
    forename: str = "",
    surname: str = "",
    birth_date: date | None = None,
) -> Person | None:
    """The one person whom a full reference names, or both names and the birth date to the letter.
    Anything less finds nobody, and so does a person of the user's own family: the answer is the
    same, so that it tells nothing."""
    people = Person.objects.exclude(pk__in=reading_of(user).barred)
    if reference:
        ref = reference.strip().upper()
        people = people.filter(Q(reference=ref) | Q(cases__reference=ref)).distinct()
    elif forename.strip() and surname.strip() and birth_date:
        people = people.filter(
            forename__iexact=forename.strip(),
            surname__iexact=surname.strip(),
            birth_date=birth_date,
        )
    else:
        return None
    found = list(people[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def break_glass(
    person: Person, *, by: User, reason: str, why: str, at: datetime | None = None
) -> BrokenGlass:
    """Open a person's record to `by` for the time the rule allows. Its managers are told at once."""
    at = at or timezone.now()
    reasons = []
    if not may(by.role, "break-glass") or not by.is_active:
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if reason not in GlassReason.values():
        reasons.append("Choose the reason.")
    if not why.strip():
        reasons.append("Say in your own words why you have to read this record now.")
    if person.pk in reading_of(by).barred:
        reasons.append(NOBODY)
    if reasons:
        raise Refused(reasons)
    lock(person)
    running = BrokenGlass.objects.open_at(at).filter(user=by, person=person).first()
    if running is not None:
        return running
    glass = BrokenGlass(
        user=by,
        person=person,
        reason=reason,
        why=why.strip(),
        at=at,
        until=at + timedelta(minutes=GLASS.minutes),
    )
    glass.sign(by)
    glass.save(force_insert=True)
    forget(by)
    case = latest_case(person)
    story.record(
        "glass.break",
        by=by,
        at=at,
        why=why.strip(),
        case_id=case.pk if case else None,
        person_id=person.pk,
        thing_id=glass.pk,
        data={"reason": GlassReason.label_of(reason).lower()},
    )
    for told in told_of(person, at):
        if told.pk == by.pk:
            continue
        story.tell(
            told,
            key=f"glass:{glass.pk}",
            # data protection hears of it without the child
            case=case if told.role in MANAGERS else None,
            grave=True,
            at=at,
            url=f"/closed-records/{glass.pk}/review/",
            text=f"{by} opened a record that was closed to them. Look whether it was right",
        )
    return glass


def told_of(person: Person, at: datetime) -> list[User]:
    """The record's managers and data protection."""
    case = latest_case(person)
    officers = User.objects.filter(role=Role.DATA_PROTECTION_OFFICER, is_active=True)
    if case is not None:
        return [*managers_of(case, at), *officers]
    return [*User.objects.filter(role=Role.HEAD_OF_SERVICE, is_active=True), *officers]


def latest_case(person: Person) -> Case | None:
    return Case.objects.filter(person=person).select_related("team").order_by("-pk").first()


def may_review(glass: BrokenGlass, user: User) -> bool:
    """Data protection, and whoever manages the record now; never whoever broke the glass, nor
    somebody whose family it is."""
    if glass.user_id == user.pk or not user.may("review-glass"):
        return False
    if glass.person_id in reading_of(user).barred:
        return False
    if user.role == Role.DATA_PROTECTION_OFFICER:
        return True
    return Case.objects.visible_to(user).filter(person=glass.person_id).exists()


@transaction.atomic
def review_glass(
    glass: BrokenGlass, *, by: User, outcome: str, why: str, at: datetime | None = None
) -> None:
    """Record what the review found. Done once."""
    at = at or timezone.now()
    lock(glass.person)
    glass.refresh_from_db()
    reasons = []
    if not may_review(glass, by):
        reasons.append("It is reviewed by the record's manager or data protection.")
    if outcome not in GlassOutcome.values():
        reasons.append("Choose what you found.")
    if not why.strip():
        reasons.append("Say how you came to it.")
    if glass.reviewed_at is not None:
        reasons.append(f"{glass.reviewed_by} has reviewed it already.")
    if reasons:
        raise Refused(reasons)
    glass.reviewed_at, glass.reviewed_by = at, by
    glass.outcome, glass.outcome_why = outcome, why.strip()
    glass.sign(by)
    glass.save(update_fields=["reviewed_at", "reviewed_by", "outcome", "outcome_why"])
    case = latest_case(glass.person)
    story.record(
        "glass.review",
        by=by,
        at=at,
        why=why.strip(),
        case_id=case.pk if case else None,
        person_id=glass.person_id,
        thing_id=glass.pk,
        data={"reader": glass.user.name, "outcome": GlassOutcome.label_of(outcome).lower()},
    )
