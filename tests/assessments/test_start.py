from datetime import date

import pytest

from assessments.actions.begin import asked_for, call_for, start, types_under
from assessments.models import Assessment
from cases.actions.decisions import refer
from clocks.models import Clock
from tests.assessments.conftest import TUESDAY
from tests.conftest import MONDAY, days, hours
from workflow.engine import Refused


def test_the_worker_starts_the_assessment_that_the_referral_asks_for(draft, case, priya):
    """W9: it answers the referral's own clock, from the day of the referral."""
    assert draft.state == "draft"
    assert draft.occasion == f"case:{case.pk}"
    assert draft.started_on == MONDAY.date()
    assert draft.author == priya
    assert draft in case.assessments.unfinished()
    assert case.events.filter(key="initial-assessment.start").count() == 1


def test_it_is_due_on_the_seventh_working_day_after_the_referral(draft):
    """W10"""
    clock = Clock.objects.get(rule="initial-assessment", occasion=draft.occasion)
    assert clock.due_on == date(2026, 3, 11)


def test_a_later_rule_set_changes_later_referrals_only(draft, tell, sam, hindley, under):
    """W10: ten working days from the date it is brought in, and seven for what began before."""
    under("working-together-2010", date(2026, 3, 3))
    later = tell(at=TUESDAY)
    case = refer(later.children.get(), by=sam, why="Neglect.", team=hindley, at=TUESDAY)
    assert Clock.objects.get(rule="initial-assessment", case=case).due_on == date(2026, 3, 17)
    before = Clock.objects.get(rule="initial-assessment", case=draft.case)
    assert before.due_on == date(2026, 3, 11)


def test_a_second_start_is_refused_and_makes_nothing(draft, case, priya):
    """A double click: one assessment."""
    with pytest.raises(Refused, match="started already"):
        start(case, "initial", by=priya, at=TUESDAY)
    assert Assessment.objects.count() == 1


def test_what_nothing_asks_for_is_not_started(case, priya):
    with pytest.raises(Refused, match="Nothing calls for a single assessment"):
        start(case, "single", by=priya, at=TUESDAY)
    with pytest.raises(Refused, match="Nothing calls for a core assessment"):
        start(case, "core", by=priya, at=TUESDAY)
    with pytest.raises(Refused, match="from the list"):
        start(case, "brief", by=priya, at=TUESDAY)


@pytest.mark.parametrize("who", ["tom", "maya", "dana", "sam", "helen"])
def test_only_the_worker_or_their_cover_starts(case, cast, who):
    with pytest.raises(Refused, match="worker"):
        start(case, "initial", by=cast[who], at=TUESDAY)


def test_the_cover_starts_while_the_worker_is_away(case, cast, maya, hindley):
    from accounts.models import Absence, User

    cover = User.objects.create_user(
        "kit", name="Kit Aldous", role="social-worker", team=hindley, registration="SW1"
    )
    Absence.objects.create(user=case.worker, cover=cover, since=date(2026, 1, 1), recorded_by=maya)
    (assessment,) = start(case, "initial", by=cover, at=TUESDAY)
    assert assessment.author == cover


def test_a_withdrawn_assessment_can_be_begun_again_on_the_same_clock(draft, case, maya, priya):
    from assessments.actions.decide import withdraw

    withdraw(draft, by=maya, why="Begun on the wrong child.", at=TUESDAY)
    assert (case.pk, "initial") in asked_for([case])
    (again,) = start(case, "initial", by=priya, at=TUESDAY + hours(1))
    assert again.occasion == draft.occasion


def test_a_case_gets_the_types_of_its_own_rule_set(tell, sam, hindley, maya, priya, under):
    """R9: the single assessment, forty-five working days from the referral."""
    from cases.actions.allocation import allocate

    under("single-assessment", date(2026, 3, 2))
    case = refer(tell().children.get(), by=sam, why="Neglect.", team=hindley, at=MONDAY)
    allocate(case, by=maya, worker=priya, at=MONDAY)
    assert [row.key for row in types_under(case.rule_set)] == ["single"]
    assert [row.key for row in types_under("framework-2000")] == ["initial", "core"]
    (assessment,) = start(case, "single", by=priya, at=TUESDAY)
    clock = Clock.objects.get(rule="single-assessment", occasion=assessment.occasion)
    # Good Friday 3 April, Easter Monday 6 April and 4 May do not count
    assert clock.due_on == date(2026, 5, 7)
    with pytest.raises(Refused, match="know no such assessment"):
        call_for(case, by=maya, why="It is needed.", at=TUESDAY)


def test_a_core_assessment_has_a_clock_of_its_own(case, maya, priya):
    core = call_for(case, by=maya, why="Much is unknown.", at=TUESDAY)
    assert core.state == "called-for"
    clock = Clock.objects.get(rule="core-assessment")
    assert clock.occasion == f"assessment:{core.pk}"
    assert clock.due_on == date(2026, 4, 23)
    (begun,) = start(case, "core", by=priya, at=TUESDAY + days(1))
    assert begun == core
    assert begun.author == priya
    with pytest.raises(Refused, match="not finished"):
        call_for(case, by=maya, why="Again.", at=TUESDAY)
