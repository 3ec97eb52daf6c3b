"""How well a person fits names and dates that somebody gave, 0 to 1, and why, in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from people.closeness import Likeness, Sought
from people.typed import swap, words_of

UNBORN_MARGIN = timedelta(days=42)
"""How far an expected date may lie from the day of birth, or from another expected date."""

OTHER_NAME = 0.97
"""A name somebody also goes by counts a little less than the one on the record."""
LEFT_OVER = 0.02
"""Taken off for each word of the person's names that nobody asked for, so that Ann Smith comes
before Ann Smith-Jones."""
INITIAL_WEIGHT = 0.4
"""Of a first letter, beside a whole word."""


class Candidate(NamedTuple):
    """What is scored of a person; the order of the columns that are read."""

    pk: int
    forename: str
    surname: str
    known_as: list[str]
    birth_date: date | None
    expected_on: date | None


COLUMNS = Candidate._fields


class Match(NamedTuple):
    """The best that a person's names offer for one typed word."""

    close: float
    how: Likeness
    part: str
    """forename, surname or other name."""


NO_MATCH = Match(0.0, Likeness.SAME, "")


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    """The words of one name, and neighbours run together, as the database keeps them."""
    words = words_of(name)
    runs = [one + other for one, other in pairwise(words)]
    whole = ["".join(words)] if len(words) > 2 else []
    return (*words, *runs, *whole)


@lru_cache(maxsize=20_000)
def _count(forename: str, surname: str) -> int:
    return len(words_of(forename)) + len(words_of(surname))


def _best(sought: Sought, part: str, names: Sequence[str], worth: float = 1.0) -> Match:
    best = NO_MATCH
    for name in names:
        for word in _words(name):
            close, how = sought.alike.get(word, (0.0, Likeness.SAME))
            if close > best.close:
                best = Match(close, how, part)
        if sought.initial and best is NO_MATCH and any(w[0] == sought.word for w in _words(name)):
            best = Match(0.9, Likeness.INITIAL, part)
    return best._replace(close=best.close * worth) if worth < 1 else best


def match(sought: Sought, person: Candidate) -> Match:
    """Where a typed word fits a person's names best."""
    best = _best(sought, "surname", (person.surname,))
    if best.close < 1:
        best = max(best, _best(sought, "forename", (person.forename,)), key=_close)
    if best.close < OTHER_NAME and person.known_as:
        best = max(best, _best(sought, "other name", person.known_as, OTHER_NAME), key=_close)
    return best


def _close(found: Match) -> float:
    return found.close


def names(words: Sequence[Sought], runs: Sequence[Sought], person: Candidate) -> list[Match]:
    """For each typed word its match; two typed apart that the record has in one ("Mac Donald")
    share theirs, when that is better."""
    matches = [match(word, person) for word in words]
    for place, run in enumerate(runs):
        together = match(run, person)
        if 2 * together.close > matches[place].close + matches[place + 1].close:
            matches[place] = matches[place + 1] = together
    return matches


def name_score(words: Sequence[Sought], runs: Sequence[Sought], person: Candidate) -> float:
    matches = names(words, runs, person)
    total = weights = 0.0
    for word, found in zip(words, matches, strict=True):
        weight = INITIAL_WEIGHT if word.initial else 1.0
        total += weight * found.close
        weights += weight
    left_over = max(_count(person.forename, person.surname) - len(words), 0)
    return max(total / weights - LEFT_OVER * left_over, 0.0)


def name_reasons(words: Sequence[Sought], runs: Sequence[Sought], person: Candidate) -> list[str]:
    """One phrase for each part of the name that fits, the best first."""
    best: dict[str, Match] = {}
    for found in names(words, runs, person):
        held = best.get(found.part)
        if found.close > 0 and (held is None or found.close < held.close):
            best[found.part] = found
    ordered = sorted(best.values(), key=lambda found: (found.how, -found.close))
    return [found.how.phrase.format(part=found.part) for found in ordered]


class Fit(NamedTuple):
    score: float
    why: str


NOT_KNOWN = Fit(0.5, "")
NO_FIT = Fit(0.0, "")


def date_fit(
    born: Sequence[date], swapped: Sequence[date], span: tuple[date, date] | None, person: Candidate
) -> Fit:
    """How well a birth date that was typed fits. A person whose birth date is not known is
    neither for nor against."""
    if person.expected_on is not None:
        return expected_fit(person.expected_on, [*born, *swapped])
    if person.birth_date is None:
        return NOT_KNOWN
    if person.birth_date in born:
        return Fit(1.0, "same birth date")
    if person.birth_date in swapped:
        return Fit(0.9, "birth date with day and month swapped")
    if span is not None and span[0] <= person.birth_date <= span[1]:
        return Fit(
            0.8, "born in that year" if span[0].month < span[1].month else "born in that month"
        )
    return max(
        (near_fit(typed, person.birth_date) for typed in [*born, *swapped]),
        key=lambda fit: fit.score,
        default=NO_FIT,
    )


def near_fit(typed: date, birth_date: date) -> Fit:
    """Dates of which one part was misheard, or that lie days apart."""
    same = (
        typed.year == birth_date.year,
        typed.month == birth_date.month,
        typed.day == birth_date.day,
    )
    if same == (True, True, False):
        return Fit(0.7, "birth date the same but for the day")
    if same == (True, False, True):
        return Fit(0.7, "birth date the same but for the month")
    if same == (False, True, True):
        return Fit(0.7, "birth date the same but for the year")
    if abs(typed - birth_date) <= timedelta(days=7):
        return Fit(0.6, "birth date within a week")
    if same[0]:
        return Fit(0.3, "born in the same year")
    return NO_FIT


def expected_fit(expected_on: date, dates: Sequence[date]) -> Fit:
    """An unborn child and a date: of birth since then, or when a child is expected."""
    if expected_on in dates:
        return Fit(1.0, "expected on that date")
    if any(abs(day - expected_on) <= UNBORN_MARGIN for day in dates):
        return Fit(0.85, f"unborn, was expected on {expected_on.day} {expected_on:%B %Y}")
    return NO_FIT


def both_ways(day: date | None) -> tuple[list[date], list[date]]:
    """A date, and the same with day and month the other way round, as lists for `date_fit`."""
    if day is None:
        return [], []
    other = swap(day)
    return [day], [other] if other else []
