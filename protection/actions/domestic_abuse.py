"""Recording how great the risk of domestic abuse is."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from audit import story
from cases.models import Case
from clocks.plan import local_date
from protection.actions.in_need import not_theirs
from protection.models import DomesticAbuseAssessment
from rules.codes import DomesticAbuseRisk
from rules.domestic_abuse import QUESTIONS
from workflow.engine import Refused, lock

BEFORE_BIRTH = timedelta(days=300)
"""How long before the expected date there may be a risk to the child who is to be born."""
CHILDHOOD = timedelta(days=18 * 366)
"""Of a child whose birth date nobody knows."""


def _first_day(case: Case) -> date:
    """The first day on which there can have been a risk to this child."""
    person = case.person
    if person.birth_date:
        return person.birth_date  # type: ignore[no-any-return]
    if person.expected_on:
        return person.expected_on - BEFORE_BIRTH  # type: ignore[no-any-return]
    return case.referred_on - CHILDHOOD


@transaction.atomic
def assess(
    case: Case, *, on: date, level: str, answers: dict[str, str], by: User, at: datetime
) -> DomesticAbuseAssessment:
    """Record a risk assessment as it was made on a day; earlier ones stay."""
    lock(case)
    case.refresh_from_db()
    reasons = not_theirs(case, by)
    if not case.is_open:
        reasons.append("The case is closed: nothing is recorded on it.")
    if on > local_date(at):
        reasons.append("The risk cannot have been assessed on a day that is still to come.")
    if on < _first_day(case):
        reasons.append("The child was not there yet on that day. Check the date.")
    if level not in DomesticAbuseRisk.values():
        reasons.append("Choose how great the risk is from the list.")
    for row in QUESTIONS:
        if not answers.get(row.key, "").strip():
            reasons.append(f"Say {row.called}.")
    if reasons:
        raise Refused(reasons)
    made = DomesticAbuseAssessment(
        case=case,
        assessed_on=on,
        level=level,
        answers={row.key: answers[row.key].strip() for row in QUESTIONS},
        recorded_by=by,
        recorded_at=at,
    )
    made.sign(by, "Risk of domestic abuse assessed", at)
    made.save(force_insert=True)
    label = made.level_label.partition(":")[0].lower()
    story.record("domestic-abuse.assess", by=by, at=at, data={"level": label}, **case.story())
    return made
