"""A child is born: the record stays, and its clocks are planned again."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from audit import story
from cases.actions.births import PLAN
from cases.models import Case
from cases.moments import moment_of
from clocks.ledger import react, replan
from clocks.models import Clock
from clocks.plan import local_date
from protection.actions.plans import live_plan
from rules.access import may
from rules.codes import VisitKind
from rules.workdays import in_full
from workflow.engine import Refused, lock, move

FROM_EXPECTED = 120
"""Days between the birth and the expected date beyond which one of the two is a slip."""


@transaction.atomic
def record_birth(
    case: Case,
    *,
    born_on: date,
    forename: str,
    surname: str,
    sex: str,
    by: User,
    at: datetime,
) -> None:
    """The unborn child of this case was born. The person keeps the id and the history, a plan in
    force goes on, and what ran towards the expected date is planned again from the birth."""
    person = case.person
    lock(person)
    lock(case)
    person.refresh_from_db()
    case.refresh_from_db()
    expected = person.expected_on
    reasons = []
    if not may(by.role, "write-record"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if not case.is_open:
        reasons.append("The case is closed.")
    if expected is None:
        raise Refused([*reasons, "The birth of this child is recorded already."])
    if born_on > local_date(at):
        reasons.append("A birth cannot be recorded before the day.")
    if abs(born_on - expected) > timedelta(days=FROM_EXPECTED):
        reasons.append(
            f"The child was expected on {in_full(expected)}: that is too far from the birth. Correct "
            "the expected date first, if it was wrong."
        )
    visited = case.visits.filter(kind=VisitKind.BEFORE_BIRTH, on__gt=born_on).first()
    if visited is not None:
        reasons.append(
            f"A visit before the birth is recorded on {in_full(visited.on)}: the child cannot have "
            "been born earlier. Check both dates."
        )
    person.birth_date, person.expected_on = born_on, None
    person.forename, person.surname, person.sex = forename.strip(), surname.strip(), sex
    try:
        person.full_clean(exclude=["reference"])
    except ValidationError as wrong:
        reasons += wrong.messages
    if reasons:
        raise Refused(reasons)
    person.sign(by, "Born", at)
    person.save(update_fields=["birth_date", "expected_on", "forename", "surname", "sex"])
    born_at = moment_of(born_on, at)
    event = story.record("birth.record", by=by, at=born_at, recorded_at=at, **case.story())
    react(event, replace(case.facts(), started_on=None))
    for clock in Clock.objects.running().filter(occasion=case.occasion, rule=PLAN):
        if clock.due_on > born_on:
            replan(clock, by=by, why="The child was born", at=at, given=born_on)
    plan = live_plan(case)
    if plan is not None and plan.started_on < born_on and not plan.reviews.exists():
        plan.counts_from = born_on
        move(plan, "count-from-birth", by=by, at=born_at, recorded_at=at)
