from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions.absences import record_absence
from cases.actions.allocation import add_worker
from cases.actions.contacts import ChildTold
from cases.actions.tasks import set_task
from people.families import relate

TODAY = timezone.localdate


def test_my_work_shows_my_children_with_the_next_clock_and_when_they_were_seen(page, priya, refer):
    refer(to=priya, forename="Ivo")
    text = page(priya, "/my-work/")
    assert "Ivo Penrose" in text
    assert "Initial assessment: due" in text
    assert "Not seen yet" in text


def test_the_most_urgent_three_come_first_each_with_a_button(page, priya, refer):
    for n in range(5):
        refer(to=priya, forename=f"Child{'abcde'[n]}", days_ago=7 * n + 1)
    text = page(priya, "/my-work/")
    first = text[text.index('id="first"') : text.index('id="children"')]
    assert first.count("<li") == 3
    # the oldest referral is due first; a week apart, so that no two share a due date over a weekend
    assert first.index("Childe") < first.index("Childd") < first.index("Childc")


def test_a_late_task_that_nobody_owns_is_among_the_first(page, priya, tom, maya, refer, now):
    """A strategy discussion is set for the managers: its child's worker is reminded of it too, and
    of no task that somebody else has."""
    case = refer(to=priya, days_ago=1)
    about = {"by": maya, "case": case, "team": case.team, "kind": "other"}
    times = {"due_on": TODAY() - timedelta(days=1), "at": now - timedelta(days=2)}
    set_task(**about, **times, what="Strategy discussion", owner=None)
    set_task(**about, **times, what="Ring the court", owner=maya)
    text = page(priya, "/my-work/")
    first = text[text.index('id="first"') : text.index('id="children"')]
    assert "Strategy discussion, Ivo Penrose" in first and "late" in first
    assert "Ring the court" not in first


def test_brothers_and_sisters_stand_together(page, priya, refer):
    one = refer(to=priya, forename="Ivo", surname="Penrose")
    refer(to=priya, forename="Zed", surname="Other")
    two = refer(to=priya, forename="Una", surname="Quill")
    relate(one.person, two.person, "full-sibling")
    assert "Penrose and Quill family, 2 children" in page(priya, "/my-work/")


def test_children_of_one_mother_stand_together(page, priya, refer):
    """Two who share a parent, with nobody having recorded them as siblings."""
    from people.models import Person

    one, two = (refer(to=priya, forename=name, surname="Penrose") for name in ("Ivo", "Una"))
    mother = Person.objects.create(forename="Ada", surname="Penrose")
    relate(mother, one.person, "mother")
    relate(mother, two.person, "mother")
    assert "Penrose family, 2 children" in page(priya, "/my-work/")


def test_new_information_on_an_allocated_child_waits_for_the_worker_with_its_clock(
    page, priya, tom, refer, tell, now
):
    """W2, W8: a second contact goes onto the worker's list, and onto nobody else's."""
    case = refer(to=priya)
    tell(at=now, children=[ChildTold(person=case.person)])
    text = page(priya, "/my-work/")
    assert "New information from St Bride" in text
    assert "1 piece of new information to decide on" in text
    assert "New information" not in page(tom, "/my-work/")


def test_new_information_goes_to_the_cover_of_a_worker_who_is_away(
    page, priya, maya, colleague, refer, tell, now
):
    """W2: absent, so it is on the cover's list, who sees whose it is."""
    nia, case = colleague(), refer(to=priya)
    record_absence(priya, by=maya, since=TODAY(), until=None, cover=nia)
    tell(at=now, children=[ChildTold(person=case.person)])
    text = page(nia, "/my-work/")
    assert "New information from St Bride" in text
    assert "Covering for Priya Raman" in text
    assert "You cover for Priya Raman" in text


def test_a_second_worker_sees_the_child_and_as_what(page, priya, maya, colleague, refer, now):
    nia, case = colleague(), refer(to=priya)
    add_worker(case, by=maya, worker=nia, role="second", at=now)
    assert "Second worker beside Priya Raman" in page(nia, "/my-work/")


def test_tasks_and_drafts_are_there_to_go_on_with(page, priya, maya, refer, now):
    from assessments.actions.begin import start

    case = refer(to=priya)
    set_task(by=maya, what="Ring the school", kind="other", due_on=TODAY() + timedelta(days=3),
             team=case.team, owner=priya, case=case, at=now)  # fmt: skip
    case.refresh_from_db()
    start(case, "initial", by=priya, at=now)
    text = page(priya, "/my-work/")
    assert "Ring the school, Ivo Penrose" in text
    assert "Initial assessment of Ivo Penrose, begun on" in text


def test_a_page_with_nothing_on_it_says_so(page, priya):
    text = page(priya, "/my-work/")
    assert "You have no children at the moment." in text
    assert "No task is waiting for you." in text


@pytest.mark.parametrize("key", ["dana", "maya", "rosa", "dev", "ada", "cora"])
def test_my_work_is_not_there_for_those_who_carry_no_cases(client, cast, key):
    client.force_login(cast[key])
    assert client.get("/my-work/").status_code == 404


def test_my_work_takes_as_many_queries_for_twelve_children_as_for_two(
    queries, priya, maya, refer, tell, now
):
    def more(names):
        for name in names:
            case = refer(to=priya, forename=name, surname=f"Row{name}")
            tell(at=now, children=[ChildTold(person=case.person)])
            set_task(by=maya, what="Ring", kind="other", due_on=TODAY() + timedelta(days=3),
                     team=case.team, owner=priya, case=case, at=now)  # fmt: skip

    more("ab")
    two = queries(priya, "/my-work/")
    more("cdefghijkl")
    assert queries(priya, "/my-work/") == two
