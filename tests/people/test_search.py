"""One box finds people, and says why."""

from datetime import date

import pytest

from people.matching import search
from people.models import Address, Person
from people.typed import words_of
from tests.people.invented import FORENAMES, SURNAMES

TODAY = date(2026, 3, 2)


def found(text, among=None):
    return search(text, Person.objects.all() if among is None else among, today=TODAY)


def names(text):
    return [hit.person.name for hit in found(text)]


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("Mohammed", "Muhammad"),
        ("Katherine", "Catherine"),
        ("OBrien", "O'Brien"),
        ("O Brien", "O'Brien"),
        ("O’Brien", "O'Brien"),
        ("Kowalski", "Kowalska"),
        ("Hussain", "Hussein"),
        ("Zofia", "Sophia"),
        ("Wojcik", "Wójcik"),
        ("Wójcik", "Wojcik"),
        ("Lukasz", "Łukasz"),
        ("Muller", "Müller"),
        ("Jorgensen", "Jørgensen"),
        ("Mac Donald", "MacDonald"),
        ("McDonald", "MacDonald"),
        ("Al Hassan", "Al-Hassan"),
        ("Alhassan", "Al-Hassan"),
        ("Jones", "Smith-Jones"),
        ("SmithJones", "Smith-Jones"),
        ("Annemarie", "Anne-Marie"),
        ("Anne Marie", "Annemarie"),
        ("Vanderberg", "van der Berg"),
        ("Smiht", "Smith"),
        ("Smth", "Smith"),
        ("Smiith", "Smith"),
        ("Thistlewaite", "Thistlethwaite"),
        ("Winst", "Winstanley"),
        ("علي", "علي"),
        ("НОВАК", "Новак"),
        ("李", "李"),
        ("प्रिया", "प्रिया"),
    ],
)
def test_a_name_is_found_under_another_spelling(person, typed, recorded):
    person("Ellie", recorded)
    person("Bartholomew", "Quillfeather")
    assert names(typed) == [f"Ellie {recorded}"]


def test_names_no_code_can_join_are_found_by_what_somebody_is_known_as(person):
    person("Siobhan", "Keane", known_as=["Shivaun"])
    (hit,) = found("Shivaun Keane")
    assert hit.person.forename == "Siobhan"
    assert "same other name" in hit.why


def test_names_come_in_any_order(person):
    person("Amina", "Khan")
    assert names("khan amina") == names("Amina Khan") == ["Amina Khan"]


def test_the_same_name_comes_first_and_the_closer_before_the_less_close(person):
    for surname in ("Smythe", "Smith-Jones", "Smith", "Schmidt"):
        person("Ann", surname)
    assert names("Ann Smith")[:2] == ["Ann Smith", "Ann Smith-Jones"]


@pytest.mark.parametrize(
    "typed",
    [
        "3/4/2019",
        "03.04.2019",
        "3-4-19",
        "2019-04-03",
        "3 apr 2019",
        "3rd April 2019",
        "April 3, 2019",
    ],
)
def test_a_birth_date_is_read_however_it_is_typed(person, typed):
    ellie = person(birth_date=date(2019, 4, 3))
    person(birth_date=date(2018, 1, 30))
    (hit,) = found(typed)
    assert hit.person == ellie
    assert hit.why == ("same birth date",)


def test_day_and_month_may_be_swapped(person):
    person("Ellie", "Marsden", birth_date=date(2019, 3, 4))
    (hit,) = found("Marsden 3/4/2019")
    assert hit.why == ("same surname", "birth date with day and month swapped")


def test_a_year_narrows_a_name(person):
    younger = person("Ellie", "Marsden", birth_date=date(2019, 3, 4))
    older = person("Ellie", "Marsden", birth_date=date(1980, 3, 4))
    hits = found("Marsden 2019")
    assert [hit.person for hit in hits] == [younger, older]
    assert "born in that year" in hits[0].why


def test_a_date_that_cannot_be_still_gives_its_month(person):
    ellie = person(birth_date=date(2019, 2, 4))
    assert [hit.person for hit in found("31/2/2019")] == [ellie]


def test_a_birth_date_outranks_a_namesake(person):
    person("John", "Smith", birth_date=date(2012, 7, 1))
    right = person("Jon", "Smyth", birth_date=date(2015, 9, 14))
    assert found("John Smith 14/9/2015")[0].person == right


def test_an_unknown_birth_date_is_neither_for_nor_against(person):
    one = person("Ellie", "Marsden")
    assert [hit.person for hit in found("Ellie Marsden 3/4/2019")] == [one]


def test_numbers_find_one_person(person):
    one = person(nhs_number="9434765919", upn="H801200001001")
    person()
    for typed in (
        one.reference,
        one.reference.lower(),
        one.reference[1:],
        "943 476 5919",
        "9434765919",
        "h801200001001",
    ):
        (hit,) = found(typed)
        assert (hit.person, hit.score, hit.why) == (one, 1.0, ("same number",))


def test_a_postcode_finds_who_lives_or_lived_there(person):
    now, before, elsewhere = person("Ellie"), person("Jan"), person("Ola")
    Address.objects.create(person=now, postcode="WN1 1AA")
    Address.objects.create(person=before, postcode="WN1 1AA", until=date(2020, 1, 1))
    Address.objects.create(person=elsewhere, postcode="WN1 1AB")
    assert {hit.person for hit in found("wn1 1aa")} == {now, before}
    assert found("Ellie WN11AA")[0].person == now


def test_a_first_letter_stands_for_a_name(person):
    person("John", "Smith")
    person("Mary", "Smith")
    assert names("J Smith")[0] == "John Smith"


def test_when_nobody_has_all_the_names_those_who_have_some_are_shown(person):
    person("Ellie", "Marsden")
    (hit,) = found("Persephone Marsden")
    assert hit.why == ("same surname",)
    assert hit.score < 0.6


def test_nobody_is_found_for_a_name_nobody_has(person):
    person("Ellie", "Marsden")
    assert found("Quillfeather") == []


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "%", "_", "%%%", "\\", "'", "''", '"', "O'", "-", "--", "x", "o", "\x00", "a\x00b", "👶",
        "👶 Marsden", "\u200f", "\u202eSmith", "\ud800", "x" * 1000, "smith " * 200, "9" * 1000, "1/1/" * 90,
        "'; DROP TABLE people_person; --", "%s %(x)s {0}", "0/0/0000", "99/99/9999", "1/1/0001",
        "\\u0041", "a b c d e f g h", "ﬃ ½ Ⅷ", "\n\t", "P", "P99999999999999999999",
    ],
)  # fmt: skip
def test_nothing_that_is_typed_is_an_error(person, typed):
    person("Ellie", "Marsden")
    assert isinstance(found(typed), list)


def test_odd_characters_beside_a_name_do_not_hide_it(person):
    person("Ellie", "Marsden")
    for typed in (
        "Marsden%",
        "_Marsden_",
        "👶 Marsden",
        "\u200fMarsden",
        "Mars\x00den Marsden",
        "(Marsden)",
    ):
        assert names(typed)[:1] == ["Ellie Marsden"], typed


def test_at_most_as_many_as_asked_for(person, everybody):
    Person.objects.bulk_create(Person(forename="John", surname="Smith") for _ in range(30))
    assert len(search("Smith", everybody)) == 20
    assert len(search("Smith", everybody, limit=3)) == 3


def test_bulk_loads_are_found_at_once(db, everybody):
    Person.objects.bulk_create([Person(forename="Zebedee", surname="Quillfeather")])
    assert names("Zebedy Quilfeather") == ["Zebedee Quillfeather"]


def test_a_search_costs_the_same_number_of_questions_for_one_and_for_many(
    person, everybody, django_assert_num_queries
):
    person("Ellie", "Marsden")
    with django_assert_num_queries(2):
        search("Elly Marsden", everybody)
    Person.objects.bulk_create(Person(forename="Ellie", surname="Marsden") for _ in range(200))
    with django_assert_num_queries(2):
        assert len(search("Elly Marsden", everybody)) == 20


def test_python_and_the_database_fold_names_alike(db):
    """The database keeps the words; Python compares them. They have to be the same words."""
    from django.db import connection

    odd = "Łukasz Ørsted Þórr ßtraße Æsa Œuvre Đorđe Ħal ISTANBUL İrem ﬁona Ñuñez Ｊｏｈｎ O'Brien O’Brien"
    every = [*FORENAMES.split(), *SURNAMES.split(), *odd.split(), "Новак", "Αλέξης", "محمد", "李"]
    with connection.cursor() as cursor:
        for name in every:
            cursor.execute("SELECT people_name_words(%s, '', '{}')", [name])
            (kept,) = cursor.fetchone()
            assert set(words_of(name)) <= set(kept), name
