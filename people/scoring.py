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


def _best(sought: Sought, part: str, name: str, worth: float = 1.0) -> Match:
    """How well one typed word fits one name."""
    words = _words(name)
    if sought.initial:
        starts = any(word[0] == sought.word for word in words)
        return Match(0.9 * worth, Likeness.INITIAL, part) if starts else NO_MATCH
    if sought.alike.keys().isdisjoint(words):
        return NO_MATCH
    close, how = max(
        (sought.alike[word] for word in words if word in sought.alike), key=lambda found: found[0]
    )
    return Match(close * worth, how, part)


def _match(sought: Sought, forename: str, surname: str, known_as: Sequence[str]) -> Match:
    """Where a typed word fits a person's names best."""
    best = _best(sought, "surname", surname)
    if best.close < 1:
        best = max(best, _best(sought, "forename", forename), key=_close)
    if best.close < OTHER_NAME:
        for name in known_as:
            best = max(best, _best(sought, "other name", name, OTHER_NAME), key=_close)
    return best


def _close(found: Match) -> float:
    return found.close


class Names:
    """The words of names that somebody gave, with what is like them, and how people fit.

    Many people share their names, so each set of names is compared once."""

    def __init__(self, words: Sequence[Sought], runs: Sequence[Sought], forenames: int = 0) -> None:
        self.words = words
        self.forenames = forenames
        """How many words, from the first, are forenames; 0 when that is not known. A record
        without a forename (an unborn child) is compared by the others alone."""
        self.runs = runs
        """Neighbouring words run together: "Mac Donald" for a record that has it in one."""
        self._fits: dict[tuple[str, ...], tuple[float, list[Match]]] = {}

    def score(self, person: Candidate) -> float:
        return self._fit(person)[0]

    def reasons(self, person: Candidate) -> list[str]:
        """One phrase for each part of the name that fits, the best first."""
        best: dict[str, Match] = {}
        for found in self._fit(person)[1]:
            held = best.get(found.part)
            if found.close > 0 and (held is None or found.close < held.close):
                best[found.part] = found
        ordered = sorted(best.values(), key=lambda found: (found.how, -found.close))
        return [found.how.phrase.format(part=found.part) for found in ordered]

    def _fit(self, person: Candidate) -> tuple[float, list[Match]]:
        key = (person.forename, person.surname, *person.known_as)
        fit = self._fits.get(key)
        if fit is None:
            fit = self._fits[key] = self._compare(person.forename, person.surname, person.known_as)
        return fit

    def _compare(
        self, forename: str, surname: str, known_as: Sequence[str]
    ) -> tuple[float, list[Match]]:
        skip = self.forenames if not forename and self.forenames < len(self.words) else 0
        words, runs = self.words[skip:], self.runs[skip:]
        if not words:
            return 0.0, []
        matches = [_match(word, forename, surname, known_as) for word in words]
        for place, run in enumerate(runs):
            together = _match(run, forename, surname, known_as)
            if 2 * together.close > matches[place].close + matches[place + 1].close:
                matches[place] = matches[place + 1] = together
        if len(words) == 1:
            mean = matches[0].close
        else:
            weights = [INITIAL_WEIGHT if word.initial else 1.0 for word in words]
            each = zip(weights, matches, strict=True)
            mean = sum(weight * found.close for weight, found in each) / sum(weights)
        left_over = len(words_of_record(forename, surname)) - len(words)
        return max(mean - LEFT_OVER * max(left_over, 0), 0.0), matches


def words_of_record(forename: str, surname: str) -> tuple[str, ...]:
    return words_of(forename) + words_of(surname)


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
