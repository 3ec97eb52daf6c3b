"""Numbers that name a person or a place, read as people type them.

Each reader gives the cleaned value or raises `NotValid` with a sentence for the page.
"""

import re

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters a check letter may be: the alphabet without I, O and S."""

NO_FIXED_ABODE = "ZZ99 3VZ"
"""The postcode that national returns use for somebody in England without a home."""

_POSTCODE = re.compile(
    # area and district: A9, A99, AA9, AA99, A9A, AA9A; then one digit and two of the letters that
    # the inward part uses
    r"([A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
    r"([0-9][ABD-HJLNP-UW-Z]{2})"
)
_AREAS = """ AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT
 DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL
 LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO
 SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE """


class NotValid(ValueError):
    """What was typed is not such a number; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def nhs_number(typed: str) -> str:
    """Ten digits with a right check digit, without spaces. All digits the same is refused: it
    passes the check and is what people type when they have no number."""
    digits = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise NotValid("An NHS number has 10 digits, like 999 123 4560.")
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    if len(set(digits)) == 1 or (11 - total % 11) % 11 != int(digits[9]):
        raise NotValid("This NHS number is not right. Check each digit.")
    return digits


def upn(typed: str) -> str:
    """A unique pupil number: check letter, eleven digits, and a digit or (temporary) a letter."""
    number = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(rf"[A-Z][0-9]{{11}}[0-9{UPN_LETTERS}]", number):
        raise NotValid(
            "A unique pupil number is a letter and 12 digits, like H801200001001; "
            "a temporary one ends in a letter."
        )
    if number[0] != upn_letter(number[1:]):
        raise NotValid(
            "This unique pupil number is not right. Check the first letter and each digit."
        )
    return number


def upn_letter(rest: str) -> str:
    """The check letter for the twelve characters after it. A temporary number's last letter
    counts as its place among the letters."""
    values = [int(c) if c.isdecimal() else UPN_LETTERS.index(c) for c in rest]
    return UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23]


def postcode(typed: str) -> str:
    """A postcode with its space, "WN1 1AA". The ZZ99 codes of national returns (no fixed abode,
    abroad) and GIR 0AA are postcodes too."""
    letters = re.sub(r"[\s-]", "", typed).upper()
    if letters == "GIR0AA" or re.fullmatch(r"ZZ99[0-9][A-Z]{2}", letters):
        return f"{letters[:-3]} {letters[-3:]}"
    match = _POSTCODE.fullmatch(letters)
    area = re.match(r"[A-Z]*", letters)
    if match is None or area is None or area.group() not in _AREAS.split():
        raise NotValid("This is not a United Kingdom postcode. Enter it like WN1 1AA.")
    return f"{match[1]} {match[2]}"
