"""What somebody typed into the one search box, taken apart: dates, numbers, postcodes, names."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from people import identifiers

MOST_WORDS = 6
LONGEST_WORD = 40

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})\b",
        r"\b(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4}|\d{2})\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]*{_MONTH}[\s,./-]*(?P<year>\d{{4}}|\d{{2}})\b",
        rf"\b{_MONTH}[\s,./-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,./-]+(?P<year>\d{{4}})\b",
        r"\b(?P<day>[0-3]\d)(?P<month>[01]\d)(?P<year>(?:19|20)\d\d)\b",
        rf"\b{_MONTH}[\s,./-]*(?P<year>(?:19|20)\d\d)\b",
        r"\b(?P<year>(?:19|20)\d\d)\b",
    )
)
_NHS = re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")
_UPN = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\bP?(\d{5,9})\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|GIR ?0AA)\b", re.IGNORECASE)

# As the database folds (people_fold): apostrophes and marks that cannot be seen join what they stand
# between, everything else that is no letter or digit parts it.
_JOINING = dict.fromkeys(
    map(
        ord,
        "'`\u00b4\u02b9\u02bc\u2018\u2019\u2032\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c"
        "\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
    )
)
_UNACCENTED = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)


@dataclass(frozen=True)
class Typed:
    """`swapped` are the dates with day and month the other way round; `span` is a year or a month
    when no more of the date was given (first and last day)."""

    words: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    swapped: tuple[date, ...] = ()
    span: tuple[date, date] | None = None
    references: tuple[str, ...] = ()
    nhs_numbers: tuple[str, ...] = ()
    upns: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()

    @property
    def has_number(self) -> bool:
        return bool(self.references or self.nhs_numbers or self.upns)


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, folded as the database folds them, as nearly as Python can. Kept, for
    people share their names, forename by forename and surname by surname."""
    letters = unicodedata.normalize("NFKD", name.translate(_JOINING)).lower()
    plain = (
        "".join(c for c in letters if not _is_accent(c)).translate(_UNACCENTED).translate(_JOINING)
    )
    parted = "".join(" " if _parts(c) else c for c in plain)
    return tuple(unicodedata.normalize("NFC", parted).split())


def _is_accent(letter: str) -> bool:
    """Accents on Latin, Greek and Cyrillic letters; vowel signs of other scripts are letters."""
    return "\u0300" <= letter <= "\u036f"


def _parts(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PZC" or letter in "$+<=>^|~"


def swap(day: date) -> date | None:
    """The date with day and month the other way round; None when that is the same or no date."""
    if day.day > 12 or day.day == day.month:
        return None
    return day.replace(month=day.day, day=day.month)


def read(text: str, today: date) -> Typed:
    """Take a search apart. Never refuses: what is not understood counts as a name."""
    text = text[:1000].encode("utf-8", "ignore").decode().replace("\x00", " ")
    text = unicodedata.normalize("NFKC", text)
    text, upns = _take(_UPN, text)
    text, nhs = _take(_NHS, text)
    text, dates, swapped, span = _take_dates(text, today)
    text, places = _take(_POSTCODE, text)
    text, numbers = _take(_REFERENCE, text)
    postcodes, odd = [], []
    for place in places:
        try:
            postcodes.append(identifiers.postcode(place))
        except identifiers.NotValid:
            odd.append(place)
    return Typed(
        words=tuple(word[:LONGEST_WORD] for word in words_of(" ".join([text, *odd]))[:MOST_WORDS]),
        dates=tuple(dates),
        swapped=tuple(swapped),
        span=span,
        references=tuple("P" + number.lstrip("Pp") for number in numbers),
        nhs_numbers=tuple(re.sub(r"\D", "", number) for number in nhs),
        upns=tuple(number.upper() for number in upns),
        postcodes=tuple(postcodes),
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, list[str]]:
    """The text without what the pattern finds, and what it found."""
    return pattern.sub(" ", text), [match.group() for match in pattern.finditer(text)]


def _take_dates(
    text: str, today: date
) -> tuple[str, list[date], list[date], tuple[date, date] | None]:
    dates: list[date] = []
    swapped: list[date] = []
    span = None
    for pattern in _DATES:
        match = pattern.search(text)
        if match is None:
            continue
        text = text[: match.start()] + " " + text[match.end() :]
        found = match.groupdict()
        year = int(found["year"])
        if len(found["year"]) == 2:
            year += 2000 if 2000 + year <= today.year + 1 else 1900
        if not 1800 <= year <= 2200:
            continue
        named = found.get("name")
        month = _MONTHS.index(named[:3].lower()) + 1 if named else int(found.get("month") or 0)
        day = int(found.get("day") or 0)
        read_as = _date(year, month, day)
        other = None if named else _date(year, day, month)
        if read_as:
            dates.append(read_as)
        if other and other != read_as:
            swapped.append(other)
        if not read_as and not other:
            first, last = (month, month) if 1 <= month <= 12 else (1, 12)
            span = (date(year, first, 1), date(year, last, monthrange(year, last)[1]))
        break
    return text, dates, swapped, span


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
