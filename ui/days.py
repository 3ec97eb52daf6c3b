"""Reads the days and times that people type. Pure functions; `today` is always passed in.

Days are local calendar dates, day before month, as in the United Kingdom. Whatever cannot be read
raises `NotADay` or `NotATime`, whose `sentence` says what is wrong in words a person can act on.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Literal

Prefer = Literal["near", "past", "future"]

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in list(MONTHS.items())} | {"sept": 9}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
WEEKDAYS |= {name[:3]: number for name, number in list(WEEKDAYS.items())}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
NEAR_WORDS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
UNITS = {"day": 1, "week": 7, "fortnight": 14}


class NotADay(ValueError):
    """The text is not a day. `sentence` says why; `understood` is true when we could read what was
    meant and the calendar has no such day."""

    def __init__(self, sentence: str, *, understood: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.understood = understood


class NotATime(NotADay):
    """The text is not a time of day."""


def parse_day(text: str, *, today: date, prefer: Prefer = "near") -> date:
    """The day that `text` means, seen from `today`.

    `prefer` settles what the text leaves open (a missing year, a two-digit year, a bare weekday):
    the nearest day, the latest one not after today, or the first one not before it.
    """
    words = _words(text)
    if not words:
        raise NotADay("Enter a date, like 3/4/2026.")
    for read in (_relative, _weekday, _figures, _month_in_words):
        found = read(words, today, prefer)
        if found is not None:
            return found
    raise NotADay(
        f"“{shorten(text)}” is not a date we can read. Enter it like 3/4/2026 or 3 April."
    )


def parse_time(text: str) -> time:
    """The time of day that `text` means, to the minute. Nine o'clock is 9, 09:00, 0900 or 9am."""
    words = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    words = words.removesuffix("hrs").removesuffix("h").replace("a.m.", "am").replace("p.m.", "pm")
    if words in ("noon", "midday"):
        return time(12)
    if words == "midnight":
        return time(0)
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]?([0-9]{2}))?(am|pm)?", words)
    if not found:
        raise NotATime(f"“{shorten(text)}” is not a time we can read. Enter it like 9:30 or 16:40.")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise NotATime(
            f"There is no time {shorten(text)}, as the day runs from 00:00 to 23:59.",
            understood=True,
        )
    return time(hour, minute)


def make_day(year: int, month: int, day: int) -> date:
    """The date, or `NotADay` with the reason the calendar has no such day."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotADay(
            f"The year must be between {EARLIEST_YEAR} and {LATEST_YEAR}, not {year}.",
            understood=True,
        )
    if not 1 <= month <= 12:
        raise NotADay(
            f"There is no month {month}: write the day first, like 3/4/2026.", understood=True
        )
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        name = calendar.month_name[month]
        raise NotADay(
            f"There is no {day} {name} {year}, as {name} {year} has {last} days.", understood=True
        )
    return date(year, month, day)


def shorten(text: str, length: int = 30) -> str:
    """What was typed, short enough to say back."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _words(text: str) -> list[str]:
    """Lower-case words and numbers, without ordinals, commas and filler."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    plain = re.sub(r"\b([0-9]{1,2})(st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])", " ", plain)
    return [
        word for word in re.split(r"[\s,/.\-–]+", plain) if word and word not in ("of", "the", "on")
    ]


def _relative(words: list[str], today: date, _prefer: Prefer) -> date | None:
    if len(words) == 1 and words[0] in NEAR_WORDS:
        return today + timedelta(days=NEAR_WORDS[words[0]])
    if words == ["day", "before", "yesterday"]:
        return today - timedelta(days=2)
    if words == ["day", "after", "tomorrow"]:
        return today + timedelta(days=2)
    if len(words) != 3:
        return None
    if words[2] == "ago":
        count, unit, sign = words[0], words[1], -1
    elif words[0] == "in":
        count, unit, sign = words[1], words[2], 1
    else:
        return None
    number = COUNTS.get(count) or (int(count) if re.fullmatch(r"[0-9]{1,3}", count) else 0)
    unit = unit.removesuffix("s")
    if not number:
        return None
    if unit in UNITS:
        return today + timedelta(days=sign * number * UNITS[unit])
    if unit in ("month", "year"):
        return add_months(today, sign * number * (12 if unit == "year" else 1))
    return None


def _weekday(words: list[str], today: date, prefer: Prefer) -> date | None:
    which = words[0] if len(words) == 2 and words[0] in ("last", "next", "this") else ""
    if words[-1] not in WEEKDAYS or len(words) != (2 if which else 1):
        return None
    ahead = (WEEKDAYS[words[-1]] - today.weekday()) % 7
    if which == "last" or (not which and prefer == "past" and ahead):
        return today + timedelta(days=ahead - 7)
    if which == "next":
        return today + timedelta(days=ahead or 7)
    return today + timedelta(days=ahead)


def _figures(words: list[str], today: date, prefer: Prefer) -> date | None:
    if not all(re.fullmatch(r"[0-9]+", word) for word in words):
        return None
    if len(words) == 1 and len(words[0]) in (6, 8):
        run = words[0]
        words = [run[:2], run[2:4], run[4:]]
    if len(words) == 3 and len(words[0]) == 4:
        return make_day(int(words[0]), int(words[1]), int(words[2]))
    if len(words) not in (2, 3) or any(len(word) > 2 for word in words[:2]):
        return None
    return _with_year(int(words[0]), int(words[1]), words[2:], today, prefer)


def _month_in_words(words: list[str], today: date, prefer: Prefer) -> date | None:
    if words[0] in WEEKDAYS:
        words = words[1:]
    if len(words) not in (2, 3):
        return None
    first, second, year = words[0], words[1], words[2:]
    if first in MONTHS:
        first, second = second, first
    if second not in MONTHS or not re.fullmatch(r"[0-9]{1,2}", first):
        return None
    return _with_year(int(first), MONTHS[second], year, today, prefer)


def _with_year(day: int, month: int, year: list[str], today: date, prefer: Prefer) -> date | None:
    if not year:
        return _choose(day, month, (today.year - 1, today.year, today.year + 1), today, prefer)
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", year[0]):
        return None
    number = int(year[0])
    if len(year[0]) == 4:
        return make_day(number, month, day)
    return _choose(day, month, (1900 + number, 2000 + number, 2100 + number), today, prefer)


def _choose(day: int, month: int, years: Iterable[int], today: date, prefer: Prefer) -> date:
    found = []
    wrong: NotADay | None = None
    for year in years:
        try:
            found.append(make_day(year, month, day))
        except NotADay as error:
            # 29 February: say so for the year that was most likely meant.
            if wrong is None or year <= today.year:
                wrong = error
    if not found:
        assert wrong is not None
        raise wrong
    nearest = min(found, key=lambda each: abs(each - today))
    if prefer == "past":
        return max((each for each in found if each <= today), default=nearest)
    if prefer == "future":
        return min((each for each in found if each >= today), default=nearest)
    return nearest
