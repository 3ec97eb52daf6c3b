"""One box finds a person, a case or a contact, as far as the one who looks may see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Access
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from people.families import relate
from people.models import Person
from tests.conftest import MONDAY


@pytest.fixture
def look(client):
    def get(user, q, **kwargs):
        client.force_login(user)
        return client.get(reverse("search"), {"q": q}, **kwargs)

    return get


def text(answer):
    return answer.content.decode()


def test_a_duty_officer_learns_that_a_child_is_open_and_to_whom(look, case, dana, priya):
    """W23, §6.1: known, to whom, and why it matches; the case itself stays shut."""
    page = text(look(dana, "marsden ellie"))
    assert "1 person found" in page and case.person.reference in page
    assert f"With {priya.name}, Hindley" in page
    assert "In need" in page
    assert reverse("case-detail", args=[case.reference]) not in page


def test_a_worker_finds_the_case_of_a_child_of_the_team(look, case, priya):
    assert reverse("case-detail", args=[case.reference]) in text(look(priya, "marsden"))


def test_a_worker_finds_the_family_of_the_teams_children_and_nobody_else(look, case, priya, tom):
    mother = Person.objects.create(forename="Carol", surname="Marsden")
    relate(mother, case.person, "mother")
    half = Person.objects.create(forename="Lena", surname="Price")
    relate(mother, half, "mother")
    Person.objects.create(forename="Norman", surname="Marsden")
    page = text(look(priya, "marsden"))
    assert "Carol Marsden" in page and "Norman" not in page
    assert "Lena Price" in text(look(priya, "lena price"))
    assert "Nobody found" in text(look(tom, "marsden"))


def test_a_siblings_worker_in_another_team_is_not_told_to_a_worker(
    look, case, priya, tell, sam, leigh, tom, helen
):
    brother = Person.objects.create(forename="Owen", surname="Marsden")
    relate(brother, case.person, "full-sibling")
    child = tell(children=[ChildTold(person=brother)]).children.get()
    other = refer(child, by=sam, why="Same.", team=leigh, at=MONDAY)
    allocate(other, by=helen, worker=tom, at=MONDAY)
    page = text(look(priya, "owen marsden"))
    assert "Owen Marsden" in page
    assert tom.name not in page and other.reference not in page


def test_a_restricted_child_is_found_by_those_who_answer_for_them_and_nobody_else(
    look, case, priya, maya, dana, helen, grace, omar
):
    """§6.1: never leak a name, and lock out neither the worker nor the manager."""
    case.person.restricted = case.restricted = True
    case.person.save(update_fields=["restricted"])
    case.save(update_fields=["restricted"])
    for one in (priya, maya, helen):
        assert "Ellie Marsden" in text(look(one, "marsden"))
    for other in (dana, grace, omar):
        assert "Ellie" not in text(look(other, "marsden"))
        assert look(other, case.person.reference).status_code == 200


@pytest.mark.parametrize("kind", ["person", "case", "contact"])
def test_a_reference_typed_in_full_jumps_to_its_page(look, case, maya, kind):
    from cases.tabs import address

    thing = {
        "person": case.person,
        "case": case,
        "contact": case.referral.contact_child.contact,
    }[kind]
    there = address(f"{kind}-detail", thing.reference)
    answer = look(maya, f" {thing.reference.lower()} ")
    if there:
        assert answer.status_code == 302 and answer.url == there
    else:
        assert answer.status_code == 200


def test_a_reference_that_is_not_ones_own_to_see_is_nobody(look, case, tom):
    answer = look(tom, case.reference)
    assert answer.status_code == 200 and "Nobody found" in text(answer)
    assert look(tom, case.person.reference).status_code == 200


def test_what_was_looked_for_is_logged_with_its_terms(look, case, dana):
    look(dana, "marsden 2019")
    row = Access.objects.get()
    assert (row.by, row.what, row.terms) == (dana, "search", "marsden 2019")
    look(dana, "")
    assert Access.objects.count() == 1


@pytest.mark.parametrize(
    "q",
    [
        "",
        " ",
        "\x00",
        "%",
        "'; drop table",
        "x" * 500,
        "🙂",
        "عائشة",
        "O'",
        "31/2/2019",
        "C" * 40,
        "P1" * 9,
    ],
)
def test_nothing_typed_is_an_error(look, case, dana, q):
    assert look(dana, q).status_code == 200


def test_roles_that_do_not_look_for_people_have_no_search(look, case, ada, dev, cora, pat):
    for user in (ada, dev, cora, pat):
        assert look(user, "marsden").status_code == 404


def test_more_people_found_ask_no_more_questions_of_the_database(
    look, case, dana, tell, sam, hindley
):
    def grow(start, number):
        for n in range(start, start + number):
            person = Person.objects.create(
                forename=f"Ellie{chr(97 + n)}", surname="Marsden", birth_date=date(2019, 1, 1 + n)
            )
            child = tell(children=[ChildTold(person=person)]).children.get()
            refer(child, by=sam, why="Same.", team=hindley, at=MONDAY)

    grow(0, 2)
    look(dana, "marsden")
    with CaptureQueriesContext(connection) as few:
        look(dana, "marsden")
    grow(2, 10)
    with CaptureQueriesContext(connection) as many:
        page = look(dana, "marsden")
    assert "13 people found" in text(page)
    assert len(many) == len(few) < 20
