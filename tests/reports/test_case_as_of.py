"""The case as it was at a moment: names, worker, clocks, words and events as they were known then."""

from datetime import date, timedelta

import pytest

from assessments.actions.begin import start
from assessments.actions.write import save_part
from audit.models import Access
from cases.actions.allocation import reallocate
from cases.actions.chronology import add_entry, correct_entry
from cases.actions.tasks import complete_task, set_task
from people.models import Person, Relationship
from reports.past import SECTIONS, past
from tests.conftest import MONDAY, days, hours

pytestmark = pytest.mark.django_db
THEN = MONDAY + days(2)
LATER = MONDAY + days(4)


def signed(row, by, at, **changes):
    """Change a tracked row as of a moment."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.sign(by, "changed", at)
    row.save(update_fields=list(changes))


@pytest.fixture
def changed(case, priya, maya, sam, cast, hindley):
    """Something of each kind before THEN, and all of it changed after: name, birth date, worker, a
    relative, a task, an assessment's words, an entry of the chronology."""
    from accounts.models import Absence, User

    case.refresh_from_db()
    person = case.person
    signed(person, priya, MONDAY + hours(3), birth_date=date(2016, 3, 5))
    # rows that the acts did not date stand from the day before, so that they are there then
    Person.history.filter(id=person.pk, history_type="+").update(history_date=MONDAY - days(1))
    gran = Person.objects.create(forename="Edith", surname="Brady")
    Person.history.filter(id=gran.pk).update(history_date=MONDAY)
    tie = Relationship(person=gran, other=person, kind="grandparent")
    tie.sign(priya, "told", MONDAY + hours(4))
    tie.save()
    task = set_task(
        by=maya, case=case, what="Ring the school", kind="other", owner=priya, team=hindley,
        due_on=date(2026, 3, 9), at=MONDAY + hours(5),
    )  # fmt: skip
    (assessment,) = start(case, "initial", by=priya, at=MONDAY + days(1))
    save_part(assessment, "analysis", "The home was cold.", 0, by=priya, at=MONDAY + days(1))
    entry = add_entry(case, by=priya, on=MONDAY.date(), what="Moved to Leigh.", at=MONDAY + days(1))

    nia = User.objects.create(
        username="nia", name="Nia Bowen", role="social-worker", team=hindley, registration="SW1"
    )
    signed(person, priya, LATER, surname="Marsden-Brady")
    signed(gran, priya, LATER, forename="Edie")
    signed(tie, priya, LATER, kind="aunt-or-uncle")
    correct_entry(case, entry, by=priya, what="Moved to Hindley.", at=LATER)
    complete_task(task, by=priya, outcome="Rung: she is well.", at=LATER)
    away = Absence.objects.create(
        user=priya, cover=nia, since=date(2026, 1, 1), recorded_by=maya
    )  # another author's words: what they replace is kept
    save_part(assessment, "analysis", "Warm and clean now.", 1, by=nia, at=LATER)
    away.delete()
    reallocate(case, by=maya, worker=nia, why="Priya moves on.", at=LATER)
    case.refresh_from_db()
    return case


def look(client, user, case, at, status=200):
    client.force_login(user)
    query = f"?at_day={at.day}/{at.month}/{at.year}&at_time={at:%H:%M}"
    answer = client.get(f"/cases/{case.reference}/as-of/{query}")
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def test_it_says_what_was_known_then_and_nothing_later(changed, client, maya):
    """W5: the record as of any moment."""
    page = look(client, maya, changed, THEN)
    for known in (
        "This is the past: Wednesday 4 March 2026, 10:00",
        "Ellie Marsden<",
        "Priya Raman, lead worker, since",
        "Edith Brady, grandparent",
        "Ring the school: to do, for Priya Raman",
        "being written, by Priya Raman",
        "The home was cold.",
        "Moved to Leigh.",
        "Priya Raman started the initial assessment",
        "9 years",  # the day before her tenth birthday
    ):
        assert known in page, known
    for later in (
        "Brady<", "Marsden-Brady", "Nia Bowen", "Edie", "aunt", "Rung", "Warm and clean",
        "Moved to Hindley", "10 years", "Correct this entry",
    ):  # fmt: skip
        assert later not in page.replace("Edith Brady", ""), later


def test_after_the_changes_it_says_them(changed, client, maya):
    page = look(client, maya, changed, LATER + hours(1))
    for known in (
        "Ellie Marsden-Brady", "Nia Bowen, lead worker", "Edie Brady", "Ring the school: done",
        "Rung: she is well.", "Warm and clean now.", "Moved to Hindley.", "10 years",
    ):  # fmt: skip
        assert known in page, known
    assert "The home was cold." not in page


def test_the_clocks_are_those_that_ran_then_as_the_ledger_knew_them(changed, maya):
    from assessments.models import Assessment
    from clocks.ledger import replan
    from clocks.models import Clock, ClockLine

    def ran(at):
        return [clock["sentence"] for clock in past(changed, at, maya).clocks()]

    early = ran(THEN)
    assert any(each.startswith("Ring the school: due Monday 9 March") for each in early)
    assert not any(each.startswith("Ring the school") for each in ran(LATER + hours(1)))
    clock = Clock.objects.running().get(case=changed, rule="initial-assessment")
    before = next(each for each in early if each.startswith(clock.label))
    assert "Wednesday 11 March" in before
    replan(
        clock, by=maya, why="A later start.", at=LATER, started_at=MONDAY + days(7),
        started_on=(MONDAY + days(7)).date(),
    )  # fmt: skip
    ClockLine.objects.latest("pk")  # written down now, long after
    assert ran(THEN) == early
    clock.refresh_from_db()
    assert clock.due_on != date(2026, 3, 11)
    assert Assessment.objects.get(case=changed).state == "draft"


def test_it_is_for_whoever_may_see_the_case_now_and_each_look_is_logged_once(
    changed, client, maya, tom
):
    look(client, maya, changed, THEN)
    assert Access.objects.filter(by=maya).values_list("page", flat=True).get() == "case-as-of"
    look(client, tom, changed, THEN, status=404)
    assert not Access.objects.filter(by=tom).exists()


def test_a_moment_that_is_not_one_is_refused_in_a_sentence(changed, client, maya):
    assert "There was no case yet" in look(client, maya, changed, MONDAY - days(1))
    for query, said in (
        ("at_day=31/2/2026&at_time=10:00", "is not right"),
        ("at_day=3/3/2026", "the time is missing"),
        ("at_time=now&at_day=1/1/2099", "cannot be in the future"),
        ("at_day=%00&at_time=%FF", "is not"),
        ("at_day=" + "9" * 400 + "&at_time=10:00", ""),
    ):
        answer = client.get(f"/cases/{changed.reference}/as-of/?{query}")
        assert answer.status_code == 200
        assert said in answer.content.decode(), query
        assert "This is the past" not in answer.content.decode()
    page = client.get(f"/cases/{changed.reference}/story/").content.decode()
    assert f"/cases/{changed.reference}/as-of/" in page


def test_every_row_of_the_table_is_of_a_model_with_a_row_history():
    from django.apps import apps

    for section in SECTIONS:
        model = apps.get_model(section.model)
        assert model.history, section.model
        model.history.model.objects.filter(**{section.way: 1}).first()
        for name in section.texts:
            model._meta.get_field(name)


def test_two_changes_of_one_instant_show_the_later(case, priya, maya):
    case.refresh_from_db()
    signed(case.person, priya, THEN, forename="Elly")
    signed(case.person, priya, THEN, forename="Ella")
    assert past(case, THEN + timedelta(seconds=1), maya).person.forename == "Ella"
