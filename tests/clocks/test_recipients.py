"""Who hears of a rung when people are away, have left, or were never there."""

from datetime import date

import pytest

from accounts.models import Absence
from audit.models import Alert
from clocks.models import Incident
from clocks.recipients import Recipients
from clocks.sweep import sweep
from rules.timescales import To
from tests.conftest import MONDAY, days

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def hear(cast, owner, team, *to):
    names = {user.pk: key for key, user in cast.items()}
    found = Recipients(TODAY).of(owner.pk if owner else 0, team.pk if team else 0, to)
    return {names[pk] for pk in found}


def away(user, cover=None, since=TODAY, until=None):
    return Absence.objects.create(
        user=user, cover=cover, since=since, until=until, recorded_by=cover or user
    )


def leave(user):
    user.is_active = False
    user.save(update_fields=["is_active"])


def test_a_worker_hears_of_their_own(cast, priya, hindley):
    assert hear(cast, priya, hindley, To.WORKER) == {"priya"}


def test_the_cover_hears_for_a_worker_who_is_away(cast, priya, tom, hindley):
    away(priya, tom)
    assert hear(cast, priya, hindley, To.WORKER) == {"tom"}


def test_a_cover_who_is_away_too_is_followed(cast, priya, tom, sam, hindley):
    away(priya, tom)
    away(tom, sam)
    assert hear(cast, priya, hindley, To.WORKER) == {"sam"}


def test_an_absence_that_is_over_changes_nothing(cast, priya, tom, hindley):
    away(priya, tom, since=date(2026, 2, 1), until=date(2026, 3, 1))
    assert hear(cast, priya, hindley, To.WORKER) == {"priya"}


def test_the_manager_hears_for_a_worker_whom_nobody_covers(cast, priya, hindley):
    away(priya)
    assert hear(cast, priya, hindley, To.WORKER) == {"maya"}


def test_two_who_cover_each_other_while_both_away_pass_it_up(cast, priya, tom, hindley):
    away(priya, tom)
    away(tom, priya)
    assert hear(cast, priya, hindley, To.WORKER) == {"maya"}


def test_the_manager_hears_of_a_clock_without_a_worker(cast, hindley):
    assert hear(cast, None, hindley, To.WORKER) == {"maya"}


def test_the_manager_hears_for_a_worker_who_has_left(cast, priya, hindley):
    leave(priya)
    assert hear(cast, priya, hindley, To.WORKER) == {"maya"}


def test_a_senior_practitioner_manages_the_front_door(cast, front_door):
    assert hear(cast, None, front_door, To.MANAGER) == {"sam"}


def test_the_group_manager_hears_where_a_team_has_no_manager(cast, priya, maya, hindley):
    leave(maya)
    assert hear(cast, priya, hindley, To.WORKER, To.MANAGER) == {"priya", "grace"}


def test_the_head_hears_where_nobody_else_is_left(cast, priya, maya, grace, hindley):
    for user in (priya, maya, grace):
        leave(user)
    assert hear(cast, priya, hindley, To.WORKER) == {"helen"}


def test_a_head_who_is_away_still_hears_because_nobody_stands_above(cast, helen, hindley):
    away(helen)
    assert hear(cast, None, hindley, To.HEAD) == {"helen"}


def test_a_clock_without_a_team_goes_by_its_workers_team(cast, priya):
    assert hear(cast, priya, None, To.MANAGER) == {"maya"}


def test_nobody_at_all_is_an_incident(cast, hers, helen, priya, maya, grace, database_says):
    clock = hers(MONDAY)
    for user in (helen, priya, maya, grace):
        leave(user)
    database_says(MONDAY + days(10))
    assert sweep().noticed == 1
    assert not Alert.objects.exists()
    incident = Incident.objects.get(clock=clock)
    assert incident.what.startswith("Nobody can be told: Initial assessment: ")
