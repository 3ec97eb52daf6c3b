"""A child who is to be born: the clocks that run towards the expected date."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from accounts.models import User
from audit import story
from cases.models import Case
from clocks.ledger import replan, start
from clocks.models import Clock
from clocks.plan import local_date
from rules.frequencies import PLAN_BEFORE_BIRTH
from rules.timescales import timescale
from ui.moments import day_words

BIRTH, PLAN = "birth", "plan-before-birth"


def _due(expected_on: date, at: datetime) -> dict[str, date]:
    """When each is due. A plan for a birth that is nearer than that is asked for at once."""
    early = expected_on - timedelta(days=PLAN_BEFORE_BIRTH.n)
    return {BIRTH: expected_on, PLAN: max(early, local_date(at))}


def expect_birth(case: Case, *, by: User, at: datetime) -> None:
    """Start the clocks of an unborn child's case. The caller holds its lock."""
    expected = case.person.expected_on
    if expected is None:
        return
    event = story.record(
        "birth.expect",
        by=by,
        at=at,
        data={"expected": day_words(expected, at)},
        **case.story(),
    )
    for key, day in _due(expected, at).items():
        row = timescale(key, case.rule_set)
        start(row, case.rule_set, event, replace(case.facts(), given=day))


def expected_again(case: Case, *, by: User, why: str, at: datetime) -> None:
    """The expected date was corrected: what runs towards it is planned again, and its ledger keeps
    what it said before. The caller holds the case's lock."""
    expected = case.person.expected_on
    if expected is None:
        return
    due = _due(expected, at)
    clocks = list(Clock.objects.running().filter(occasion=case.occasion, rule__in=due))
    for clock in clocks:
        replan(clock, by=by, why=why, at=at, given=due[clock.rule])
    if not any(clock.rule == BIRTH for clock in clocks):
        expect_birth(case, by=by, at=at)
