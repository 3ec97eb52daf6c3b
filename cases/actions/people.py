"""Putting right what is on record about a person."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit import story
from cases.actions.births import expected_again
from cases.actions.numbers import refused_number, same_number, settle_doubt, tell_of_doubt
from cases.models import Case
from people.models import Person
from rules.access import may
from workflow.engine import Refused, lock

LABELS = {
    "forename": "first name",
    "surname": "last name",
    "known_as": "other names",
    "sex": "sex",
    "birth_date": "birth date",
    "birth_estimated": "whether the birth date is estimated",
    "expected_on": "expected date",
    "ethnicity": "ethnicity",
    "disabilities": "disabilities",
    "nhs_number": "NHS number",
    "upn": "unique pupil number",
    "upn_unknown": "why there is no unique pupil number",
    "first_language": "first language",
    "needs_interpreter": "whether an interpreter is needed",
    "telephone": "telephone",
    "email": "e-mail",
    "warning": "staff safety warning",
    "warning_review_on": "review date of the warning",
}
"""The fields that can be put right here, as sentences name them."""


class Stale(Refused):
    """Somebody else saved the same person meanwhile. `theirs` are the fields that they changed."""

    def __init__(self, theirs: list[str], who: str) -> None:
        self.theirs = theirs
        named = ", ".join(LABELS.get(name, name) for name in theirs)
        sentence = (
            f"{who} has changed these details since you opened them ({named}). What you changed is "
            "kept below: look at both, then save again."
        )
        super().__init__([sentence])


def version_of(record: Any) -> int:
    """The version of a tracked record: its newest line of row history."""
    return int(
        record.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0
    )


@transaction.atomic
def correct_person(
    person: Person,
    *,
    by: User,
    changes: dict[str, Any],
    opened_at: int,
    why: str = "",
    at: datetime | None = None,
) -> list[str]:
    """Write the fields that changed; give back their names. What was said before stays in the row
    history. A birth date or an expected date is only corrected with a reason."""
    at = at or timezone.now()
    lock(person)
    person.refresh_from_db()
    if not may(by.role, "search-people"):
        raise Refused([f"Your role ({by.role_label.lower()}) may not do this."])
    if version_of(person) != opened_at:
        raise _stale(person, opened_at)
    changed = [
        name for name in LABELS if name in changes and changes[name] != getattr(person, name)
    ]
    if not changed:
        return []
    before = (person.birth_date, person.expected_on)
    was_expected = person.is_unborn
    upn_before = person.upn
    for name in changed:
        setattr(person, name, changes[name])
    reasons = []
    if "upn" in changed:
        person.upn_doubted = same_number(person).exists()
        reasons += refused_number(person, by)
    if any(before) and before != (person.birth_date, person.expected_on) and not why.strip():
        reasons.append("Say how you know the new date: a birth date is corrected with a reason.")
    if was_expected and person.birth_date and Case.objects.open().filter(person=person).exists():
        reasons.append(
            "This child was not born yet. Record the birth instead, on the tab «Plan and visits» of the "
            "case, so that what is due follows it."
        )
    try:
        person.full_clean(exclude=["reference"])
    except ValidationError as wrong:
        reasons += wrong.messages
    if reasons:
        raise Refused(reasons)
    person.sign(by, why.strip() or "Details corrected", at)
    try:
        with transaction.atomic():
            person.save(update_fields=[*changed, "upn_doubted"])
    except IntegrityError:  # the same number, written on another record at the same moment
        raise Refused(["Somebody else saved at the same moment. Save again."]) from None
    if "upn" in changed:
        settle_doubt(upn_before, by=by, at=at)
    if person.upn_doubted and "upn" in changed:
        tell_of_doubt(person, at=at)
    case = Case.objects.open().filter(person=person).first()
    story.record(
        "person.correct",
        by=by,
        at=at,
        why=why.strip(),
        person_id=person.pk,
        case_id=case.pk if case else None,
        data={"what": ", ".join(LABELS[name] for name in changed)},
    )
    if case is not None and "expected_on" in changed:
        lock(case)
        case.person = person
        expected_again(case, by=by, why=why.strip() or "The expected date changed", at=at)
    return changed


def _stale(person: Person, opened_at: int) -> Refused:
    then = person.history.filter(history_id=opened_at).first()
    last = person.history.select_related("history_user").order_by("-history_id").first()
    who = last.history_user.name if last and last.history_user else "Somebody"
    theirs = [
        name for name in LABELS if then is not None and getattr(then, name) != getattr(person, name)
    ]
    return Stale(theirs, who)
