"""Recording how great the risk of domestic abuse is."""

from datetime import date, datetime

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
