"""Numbers and postcodes as people type them."""

import random

import pytest
from stdnum.gb import nhs

from people import identifiers
from people.identifiers import NotValid


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919"])
def test_an_nhs_number_loses_its_spaces(typed):
    assert identifiers.nhs_number(typed) == "9434765919"


@pytest.mark.parametrize(
    "typed", ["9434765918", "943476591", "94347659199", "abc", "", "९४३४७६५९१९"]
)
def test_a_wrong_nhs_number_is_refused_in_a_sentence(typed):
    with pytest.raises(NotValid) as refused:
        identifiers.nhs_number(typed)
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("digit", "0123456789")
def test_an_nhs_number_of_one_digit_repeated_is_refused(digit):
    with pytest.raises(NotValid):
        identifiers.nhs_number(digit * 10)


def test_nhs_check_digits_agree_with_another_implementation():
    chance = random.Random(3)
    for _ in range(3000):
        number = "".join(chance.choices("0123456789", k=10))
        assert _accepts(identifiers.nhs_number, number) == nhs.is_valid(number)


@pytest.mark.parametrize("number", ["H801200001001", "U80120000100A", "h8012 0000 1001"])
def test_a_upn_permanent_or_temporary_is_read(number):
    assert identifiers.upn(number) == number.upper().replace(" ", "")


@pytest.mark.parametrize(
    "number", ["A801200001001", "H801200001002", "H80120000100", "I801200001001", ""]
)
def test_a_wrong_upn_is_refused(number):
    with pytest.raises(NotValid):
        identifiers.upn(number)


@pytest.mark.parametrize("council", ["838", "839", "940", "941", "942", "943"])
def test_councils_founded_since_2011_may_give_upns(council):
    rest = f"{council}123400001"
    assert identifiers.upn(identifiers.upn_letter(rest) + rest)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("wn1 1aa", "WN1 1AA"),
        ("sw1a1aa", "SW1A 1AA"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A0AX", "W1A 0AX"),
        ("M1 1AE", "M1 1AE"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("zz993cz", "ZZ99 3CZ"),
        (identifiers.NO_FIXED_ABODE, "ZZ99 3VZ"),
        ("GIR 0AA", "GIR 0AA"),
    ],
)
def test_a_postcode_gets_its_space(typed, cleaned):
    assert identifiers.postcode(typed) == cleaned


@pytest.mark.parametrize("typed", ["QQ1 1AA", "WN1 1A", "WN1", "1WN 1AA", "WN1 1CA", "", "ZZ1 1AA"])
def test_what_is_no_postcode_is_refused(typed):
    with pytest.raises(NotValid):
        identifiers.postcode(typed)


def _accepts(read, typed):
    try:
        return bool(read(typed))
    except NotValid:
        return False
