"""Writing down what somebody has learned."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Training, User
from rules.access import EVERYTHING, may
from rules.training import Course
from workflow.engine import Refused


def record_training(user: User, course: str, on: date, *, by: User, today: date) -> Training:
    """That somebody of the manager's own teams did a course on a day. Said twice, it is one line."""
    reasons = []
    if not may(by.role, "lead-team"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not record training.")
    elif by.access.cases not in EVERYTHING and user.team_id not in by.team_ids:
        reasons.append(f"{user} is not in a team of yours.")
    if course not in Course.values():
        reasons.append("Choose one of the courses in the rule book.")
    if on > today:
        reasons.append("The day of the course is still to come.")
    if reasons:
        raise Refused(reasons)
    made = Training(user=user, course=course, on=on, recorded_by=by)
    made.sign(by)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Training.objects.get(user=user, course=course, on=on)
    return made
