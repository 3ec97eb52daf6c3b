"""Reads what people know of a birth: a date, an age, a due date, or nothing. Pure functions."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ui.days import MONTHS, NotADay, add_months, make_day, parse_day, shorten

OLDEST = 120
LATEST_DUE_DAYS = 300  # a pregnancy is dated at 280 days; the rest is room for a wrong guess
OVERDUE_DAYS = 28


@dataclass(frozen=True)
class Birth:
    """`date` is the birth date, or the expected one when `expected`, or the middle of what an
    approximate age allows when `estimated`, or None when it is not known. `text` is what was typed.
    """

    date: date | None
    estimated: bool = False
    expected: bool = False
    text: str = ""

    def __str__(self) -> str:
        return self.text


def parse_birth(text: str, *, today: date) -> Birth:
    """What `text` says of a birth: "3/4/2019", "about 7", "3 weeks old", "April 2019", "due 3 May",
    "unknown". Raises NotADay with a sentence."""
    typed = " ".join(text.split())
    plain = typed.lower().replace("approximately", "about").replace("approx", "about")
    if plain in ("unknown", "not known", "not yet known", "don't know", "dont know", "?"):
        return Birth(None, text=typed)
    due = re.fullmatch(r"(?:unborn,? ?)?(?:due|expected|edd):? (?:on )?(.+)", plain)
    if due:
        return _due(due[1], typed, today)
    aged = re.fullmatch(
        r"(?:about |age |aged |around |~ ?)*([0-9]{1,3})"
        r"(?: ?(years?|yrs?|y|months?|mths?|m|weeks?|wks?|w|days?|d))?(?: old)?",
        plain,
    )
    if aged:
        return _aged(int(aged[1]), (aged[2] or "y")[0], typed, today)
    loose = re.fullmatch(r"(?:about |around |in )?(?:([a-z]+) )?([0-9]{4})", plain)
    if loose and (not loose[1] or loose[1] in MONTHS):
        month, day = (MONTHS[loose[1]], 15) if loose[1] else (7, 1)
        return Birth(_not_future(make_day(int(loose[2]), month, day), today), True, text=typed)
    try:
        born = parse_day(plain, today=today, prefer="past")
    except NotADay as error:
        if error.understood:
            raise
        raise NotADay(
            f"“{shorten(text)}” is not a birth date we can read. Enter a date like 3/4/2019, an age "
            "like “about 7”, “due 3 May” for an unborn child, or “unknown”."
        ) from None
    return Birth(_not_future(born, today), text=typed)


def _due(text: str, typed: str, today: date) -> Birth:
    day = parse_day(text, today=today, prefer="near")
    if day > today + timedelta(days=LATEST_DUE_DAYS):
        raise NotADay("A due date can be at most ten months ahead.", understood=True)
    if day < today - timedelta(days=OVERDUE_DAYS):
        raise NotADay(
            "This due date is more than four weeks past: enter the date of birth.", understood=True
        )
    return Birth(day, expected=True, text=typed)


def _aged(number: int, unit: str, typed: str, today: date) -> Birth:
    years = {"y": number, "m": number // 12, "w": number // 52, "d": number // 365}[unit]
    if years > OLDEST:
        raise NotADay(f"The age must be {OLDEST} years or less.", understood=True)
    if unit == "y":
        # Somebody aged 7 is between 7 and 8: take the middle, so that the shown age stays 7.
        born = add_months(today, -12 * number - 6)
    elif unit == "m":
        born = add_months(today, -number) - timedelta(days=15)
    else:
        born = today - timedelta(days=number * (7 if unit == "w" else 1))
    return Birth(born, estimated=True, text=typed)


def _not_future(day: date, today: date) -> date:
    if day > today:
        raise NotADay(
            "A birth date cannot be in the future. For an unborn child enter “due” and the date, "
            "like “due 3 May”.",
            understood=True,
        )
    if day.year < today.year - OLDEST:
        raise NotADay(f"The birth date must be in the last {OLDEST} years.", understood=True)
    return day
