"""Who is who around a child."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from people.families import relate
from people.models import Involvement, Person, Relationship
from tests.conftest import MONDAY


@pytest.fixture
def family(client, priya, case):
    client.force_login(priya)
    return lambda: client.get(reverse("case-family", args=[case.reference])).content.decode()


@pytest.fixture
def brother(case):
    person = Person.objects.create(forename="Owen", surname="Marsden")
    relate(person, case.person, "full-sibling")
    return person


def open_case_for(person, tell, sam, team, worker=None, manager=None):
    child = tell(children=[ChildTold(person=person)]).children.get()
    made = refer(child, by=sam, why="The same worry.", team=team, at=MONDAY)
    if worker:
        allocate(made, by=manager, worker=worker, at=MONDAY)
    return made


def test_a_relative_is_named_from_both_sides(family, case):
    grandmother = Person.objects.create(forename="Ada", surname="Marsden")
    relate(grandmother, case.person, "grandparent")
    page = family()
    assert "Grandparent" in page and "Grandchild" in page


def test_a_siblings_case_in_the_same_team_is_one_click_away(family, brother, tell, sam, hindley):
    other = open_case_for(brother, tell, sam, hindley)
    assert reverse("case-detail", args=[other.reference]) in family()


def test_a_siblings_case_in_another_team_is_not_told_of(
    family, brother, tell, sam, leigh, tom, helen
):
    """§6.1: the brother is named, his case and its worker are not."""
    other = open_case_for(brother, tell, sam, leigh, worker=tom, manager=helen)
    page = family()
    assert "Owen Marsden" in page
    assert other.reference not in page and tom.name not in page


def test_a_restricted_relative_is_not_shown(family, brother):
    brother.restricted = True
    brother.save(update_fields=["restricted"])
    assert "Owen" not in family()


def test_a_child_of_the_same_mother_is_a_sibling_without_being_recorded_as_one(family, case):
    mother = Person.objects.create(forename="Carol", surname="Marsden")
    half = Person.objects.create(forename="Lena", surname="Price")
    relate(mother, case.person, "mother")
    relate(mother, half, "mother")
    assert "Lena Price" in family()


@pytest.fixture
def add(client, priya, case):
    client.force_login(priya)

    def send(**given):
        form = {"who": "new", "forename": "Carol", "surname": "Marsden", "kind": "mother", **given}
        return client.post(reverse("case-family-add", args=[case.reference]), form)

    return send


def test_a_new_relative_is_recorded_with_the_child(add, case, priya):
    assert add(lives_with="on", birth="about 30", parental_responsibility="on").status_code == 302
    tie = Relationship.objects.get()
    assert (tie.person.name, tie.other, tie.kind) == ("Carol Marsden", case.person, "mother")
    assert tie.lives_with and tie.parental_responsibility and tie.person.birth_estimated
    assert tie.history.get().history_user == priya
    assert Event.objects.get(key="family.relate").data == {"kind": "mother"}


def test_a_person_on_record_is_found_and_chosen(add, client, case, priya, brother):
    """W23: nobody is recorded twice who is there already."""
    page = client.get(reverse("case-family-add", args=[case.reference]), {"q": "owen marsden"})
    assert brother.reference in page.content.decode()
    before = Person.objects.count()
    assert add(who=brother.reference, q="owen marsden", kind="cousin").status_code == 302
    assert Person.objects.count() == before
    assert Relationship.objects.filter(person=brother, kind="cousin").exists()


def test_the_same_relative_again_is_refused_with_a_sentence(add, case):
    add()
    again = add()
    assert "is recorded as the child&#x27;s mother already" in again.content.decode()
    assert 'value="Carol"' in again.content.decode()
    assert Person.objects.filter(forename="Carol").count() == 1


def test_a_second_press_of_the_button_makes_no_second_record(add, client, case):
    page = client.get(reverse("case-family-add", args=[case.reference]), {"q": "zzz"})
    token = page.context["form"]["token"].value()
    assert add(token=token).status_code == 302
    assert add(token=token).status_code == 302
    assert Relationship.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"forename": "", "surname": ""},
        {"kind": ""},
        {"kind": "emperor"},
        {"who": "P999999"},
        {"who": ""},
        {"birth": "31/2/2019"},
        {"since": "tomorrow"},
        {"forename": "x" * 101},
    ],
)
def test_a_relative_who_cannot_be_recorded_is_refused_and_nothing_is_written(add, given):
    before = Person.objects.count()
    page = add(**given)
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()
    assert Person.objects.count() == before and not Relationship.objects.exists()


@pytest.mark.parametrize("name", ["Ó", "O'Brien", "عائشة", "Zoë 🙂", "<b>x</b>"])
def test_odd_names_are_names(add, family, name):
    assert add(forename=name).status_code == 302
    assert Person.objects.filter(forename=name).exists()
    assert "<b>x</b>" not in family()


def test_a_professional_is_recorded_and_ends(client, priya, case, school, family):
    url = reverse("case-professional-add", args=[case.reference])
    client.force_login(priya)
    client.post(url, {"role": "class teacher", "name": "Mr Webb", "agency": school.pk})
    one = Involvement.objects.get()
    assert "Mr Webb" in family() and school.telephone in family()
    end = reverse("case-professional-end", args=[case.reference, one.pk])
    assert client.post(end, {"until": "today"}).status_code == 302
    one.refresh_from_db()
    assert one.until is not None
    assert "There is a problem" in client.post(url, {"role": "GP"}).content.decode()


def test_a_relationship_ends_and_leaves_the_table_the_day_after(client, priya, case, brother):
    tie = Relationship.objects.get()
    client.force_login(priya)
    url = reverse("case-family-end", args=[case.reference, tie.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"until": "yesterday"}).status_code == 302
    tie.refresh_from_db()
    assert tie.until is not None
    assert client.get(url).status_code == 404


def test_the_family_of_another_teams_child_cannot_be_written_on(client, tom, case):
    client.force_login(tom)
    url = reverse("case-family-add", args=[case.reference])
    assert client.post(url, {"who": "new", "forename": "X", "kind": "mother"}).status_code == 404
    assert not Relationship.objects.exists()


def test_a_larger_family_asks_no_more_questions_of_the_database(family, case, tell, sam, hindley):
    def grow(number, start):
        for n in range(start, start + number):
            person = Person.objects.create(forename=f"Kin{n}", surname="Marsden")
            relate(person, case.person, "sibling")
            open_case_for(person, tell, sam, hindley)

    grow(2, 0)
    family()
    with CaptureQueriesContext(connection) as few:
        family()
    grow(10, 2)
    with CaptureQueriesContext(connection) as many:
        family()
    assert len(many) == len(few) < 25


def test_who_lives_at_home_is_put_right_and_what_was_said_is_kept(client, case, priya, maya):
    """Household facts: lives with, parental responsibility, since when, notes."""
    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    tie = Relationship.objects.create(person=mother, other=case.person, kind="mother")
    url = reverse("case-family-change", args=[case.reference, tie.pk])
    client.force_login(priya)
    opened = client.get(url)
    assert "Gemma Marsden, the child&#x27;s mother" in opened.content.decode()
    version = opened.context["form"]["version"].value()
    typed = {"lives_with": "on", "parental_responsibility": "on", "since": "1/2/2026"}
    client.post(url, {**typed, "notes": "Nights only.", "version": version})
    tie.refresh_from_db()
    assert (tie.lives_with, tie.parental_responsibility, tie.notes) == (True, True, "Nights only.")
    assert tie.history.count() == 2 and tie.history.first().history_user == priya
    assert Event.objects.filter(key="family.change", case=case).count() == 1
    # a stale tab changes nothing, and keeps what was typed
    text = client.post(url, {"notes": "Mine.", "version": version}).content.decode()
    assert "Somebody has changed this since you opened it" in text and "Mine." in text
    text = client.post(url, {"since": "31/2/2026", "version": version}).content.decode()
    assert "There is a problem" in text
    tie.refresh_from_db()
    assert tie.notes == "Nights only."
