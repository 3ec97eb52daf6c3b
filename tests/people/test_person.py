"""What the database and the model keep true about people."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Address, NameWord, Person
from people.words import relearn


def test_everybody_gets_a_reference_of_their_own(db):
    people = Person.objects.bulk_create(Person(surname=f"Marsden {n}") for n in range(50))
    references = {one.reference for one in people}
    assert len(references) == 50
    assert all(ref.startswith("P") and ref[1:].isdecimal() for ref in references)


def test_an_unborn_child_keeps_reference_and_history_when_born(person):
    """W43."""
    baby = person("", "Marsden", expected_on=date(2026, 5, 3), sex="U")
    reference = baby.reference
    assert baby.name == "Unborn baby Marsden"
    baby.expected_on, baby.birth_date, baby.forename, baby.sex = None, date(2026, 5, 1), "Ada", "F"
    baby.full_clean()
    baby.save()
    baby.refresh_from_db()
    assert (baby.name, baby.reference) == ("Ada Marsden", reference)
    assert [row.expected_on for row in baby.history.order_by("history_id")] == [
        date(2026, 5, 3),
        None,
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"forename": "", "surname": ""},
        {"birth_date": date(2020, 1, 1), "expected_on": date(2020, 2, 1)},
        {"birth_date": date(2020, 1, 1), "died_on": date(2019, 12, 31)},
        {"nhs_number": "123"},
        {"upn": "H8012"},
        {"upn": "H801200001001", "upn_unknown": "UN1"},
    ],
)
def test_the_database_refuses_what_cannot_be(person, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        person(**fields)


def test_a_upn_belongs_to_one_person_and_having_none_to_many(person):
    person(upn="H801200001001")
    person(upn="")
    person(upn="")
    with pytest.raises(IntegrityError), transaction.atomic():
        person(upn="H801200001001")


def test_everything_wrong_is_said_at_once():
    wrong = Person(
        surname="Marsden", nhs_number="1111111111", upn="nonsense", disabilities=["NONE", "MOB"]
    )
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean(validate_unique=False, validate_constraints=False)
    assert {"nhs_number", "upn", "disabilities"} <= set(refused.value.message_dict)


def test_numbers_and_names_are_tidied(db):
    one = Person(forename=" Anne  Marie ", surname="Marsden", nhs_number="943 476 5919")
    one.full_clean()
    assert (one.forename, one.nhs_number) == ("Anne Marie", "9434765919")


def test_a_person_has_one_current_main_address(person):
    one = person()
    Address.objects.create(person=one, postcode="WN1 1AA", until=date(2025, 1, 1))
    Address.objects.create(person=one, postcode="WN1 1AB")
    Address.objects.create(person=one, kind="post", postcode="WN1 1AD")
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(person=one, postcode="WN1 1AE")


def test_a_postcode_is_tidied_and_a_wrong_one_refused(person):
    address = Address(person=person(), postcode="wn11aa")
    address.full_clean()
    assert address.postcode == "WN1 1AA"
    with pytest.raises(ValidationError):
        Address(person=address.person, postcode="nowhere").full_clean()


def test_names_that_change_are_learnt_and_names_that_go_are_forgotten(person):
    one = person("Zebedee", "Quillfeather")
    one.surname = "Thornback"
    one.save(update_fields=["surname"])
    words = set(NameWord.objects.values_list("word", flat=True))
    assert {"zebedee", "quillfeather", "thornback"} <= words
    relearn()
    words = set(NameWord.objects.values_list("word", flat=True))
    assert "quillfeather" not in words
    assert {"zebedee", "thornback"} <= words


def test_words_loaded_past_the_triggers_are_learnt_again(person):
    person("Zebedee", "Quillfeather")
    NameWord.objects.all().delete()
    assert relearn() == (0, 2)


def test_the_row_history_does_not_repeat_the_words_for_search(person):
    assert "name_words" not in {field.name for field in Person.history.model._meta.fields}


def test_a_bulk_update_that_history_would_not_see_is_refused(person, everybody):
    person()
    with pytest.raises(TypeError):
        everybody.update(surname="Nobody")
