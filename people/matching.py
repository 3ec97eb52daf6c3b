"""Finding people: one box for everything, and the likely duplicates of somebody new.

Candidates come from indexes and are few; they are scored here, and each hit says why it is one.
Names are compared word by word, first with the list of words that names are made of
(`people.closeness`); then people are looked up by the words found. So "Smiht" is compared with one
"smith", however many Smiths there are.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from people import gather, identifiers, scoring
from people import typed as reading
from people.closeness import CLOSE, seek
from people.gather import CANDIDATES, Gathered, Sql, Way
from people.models import Person
from people.scoring import UNBORN_MARGIN, Candidate
from people.typed import words_of

LEAST_SCORE = 0.55
LEAST_DUPLICATE = 0.68


@dataclass(frozen=True)
class Hit:
    """A person found; `score` 0 to 1; `why` in words, the strongest first."""

    person: Person
    score: float
    why: tuple[str, ...]


def search(
    text: str, among: QuerySet[Person], limit: int = 20, today: date | None = None
) -> list[Hit]:
    """People who fit what was typed, best first, at most `limit`.

    `text` holds names in any order, a birth date, a reference, an NHS number, a UPN or a
    postcode, in any mixture. `among` is whom to look among: `Person.objects.visible_to(user)`, with
    whatever `prefetch_related` the page needs. Nothing that is typed is an error; what finds nobody
    gives an empty list. Two queries, and one more when nobody has all the names.
    """
    typed = reading.read(text, today or timezone.localdate())
    names = _Names(typed.words)
    dates = [*typed.dates, *typed.swapped]
    ways: list[Way] = []
    if typed.has_number:
        numbers = gather.has_number(typed.references, typed.nhs_numbers, typed.upns)
        ways.append(Way("number", numbers))
    if typed.postcodes:
        ways.append(Way("place", gather.lives_at(typed.postcodes)))
    if dates:
        ways.append(names.likely(or_born=gather.born_on(dates), dates=dates, most=gather.BORN_THEN))
    elif typed.words:
        ways += _ways_by_name(names, typed.span)
    elif typed.span:
        ways.append(Way("name", gather.born_between(typed.span)))
    people = Gathered(among)
    people.look(*ways)
    by_number, there = people.by.get("number", set()), people.by.get("place", set())
    by_name_alone = bool(typed.words) and not (dates or typed.span or typed.postcodes)

    def score(person: Candidate) -> float:
        if person.pk in by_number:
            return 1.0
        if by_name_alone:
            return names.score(person)
        parts = []
        if typed.words:
            parts.append((0.6, names.score(person)))
        if dates or typed.span:
            parts.append(
                (0.4, scoring.date_fit(typed.dates, typed.swapped, typed.span, person).score)
            )
        if typed.postcodes:
            parts.append((0.3, float(person.pk in there)))
        return _mean(parts)

    def why(person: Candidate) -> Iterable[str]:
        if by_number:
            yield from ["same number"] * (person.pk in by_number)
        yield from names.reasons(person)
        if by_name_alone:
            return
        yield scoring.date_fit(typed.dates, typed.swapped, typed.span, person).why
        yield from ["lives or lived at this postcode"] * (person.pk in there)

    scored = _scored(people, score, LEAST_SCORE)
    if not scored and len(typed.words) > 1:
        people.look(names.all_but_one())
        scored = _scored(people, score, LEAST_SCORE * 0.8)
    return _hits(scored[:limit], people, why)


def likely_duplicates(
    forename: str,
    surname: str,
    birth_date: date | None = None,
    expected_on: date | None = None,
    postcode: str = "",
    *,
    among: QuerySet[Person],
    limit: int = 5,
) -> list[Hit]:
    """People on record who may be the one about to be recorded, best first.

    Stricter than `search`: both names have to fit (forename and surname may be swapped), or one
    together with the birth date. A postcode that is none is left out, not refused.
    """
    forenames = words_of(forename)[:3]
    words = [word[: reading.LONGEST_WORD] for word in (*forenames, *words_of(surname))]
    names = _Names(words[: reading.MOST_WORDS], len(forenames))
    day = birth_date or expected_on
    born, swapped = scoring.both_ways(day)
    ways: list[Way] = []
    if day is not None:
        about = (day - UNBORN_MARGIN, day + UNBORN_MARGIN)
        dated, only = gather.expected_between(about), None
        if birth_date is not None:
            dated = dated | gather.born_on([*born, *swapped])
        else:  # somebody expected is none of the many of that surname who were born long ago
            only = gather.born_between(about)
        dates = [*born, *swapped]
        ways.append(names.likely(or_born=dated, dates=dates, only=only, most=gather.BORN_THEN))
    elif names.words:
        ways += _ways_by_name(names)
    if postcode:
        try:
            ways.append(Way("place", gather.lives_at([identifiers.postcode(postcode)])))
        except identifiers.NotValid:
            postcode = ""
    people = Gathered(among)
    people.look(*ways)
    there = people.by.get("place", set())

    def date_fit(person: Candidate) -> scoring.Fit:
        if expected_on and person.birth_date:  # born since: our expected date against the birth
            fit = scoring.expected_fit(expected_on, [person.birth_date])
            return fit._replace(why="born near the expected date") if fit.score else fit
        return scoring.date_fit(born, swapped, None, person)

    def score(person: Candidate) -> float:
        parts = [(0.6, names.score(person) if names.words else 0.0)]
        if born:
            parts.append((0.4, date_fit(person).score))
        if postcode:
            parts.append((0.1, 1.0 if person.pk in there else 0.5))
        return _mean(parts)

    def why(person: Candidate) -> Iterable[str]:
        yield from names.reasons(person)
        if born:
            yield date_fit(person).why
        yield from ["lives or lived at this postcode"] * (person.pk in there)

    return _hits(_scored(people, score, LEAST_DUPLICATE)[:limit], people, why)


class _Names(scoring.Names):
    """Names that were given, as queries for the people who may have them."""

    def __init__(self, words: Sequence[str], forenames: int = 0) -> None:
        sought = seek(words, [one + other for one, other in pairwise(words)])
        super().__init__(sought[: len(words)], sought[len(words) :], forenames)

    def nearest(self, span: tuple[date, date] | None = None) -> Way:
        """Those who have for each word the one most like it, in no order."""
        where = gather.has_names(word.nearest for word in self.words)
        return Way("nearest", where & gather.born_between(span) if span else where)

    def likely(
        self,
        or_born: Sql | None = None,
        dates: Sequence[date] = (),
        span: tuple[date, date] | None = None,
        only: Sql | None = None,
        most: int = CANDIDATES,
        unless_full: bool = False,
    ) -> Way:
        """Those whose names have a word like each one given (of them, `only` those), and those
        born then; the likeliest first."""
        if not self.words:
            return Way("name", or_born or gather.EVERYBODY, most=most)
        lists = []
        for place, word in enumerate(self.words):
            alike = word.words()
            for run in self.runs[max(place - 1, 0) : place + 1]:
                alike += run.words()
            lists.append(alike)
        named = gather.has_names(lists)
        if only:
            named = named & only
        better = [word.nearest for word in self.words] + [word.words(CLOSE) for word in self.words]
        return Way(
            "name",
            named | or_born if or_born else named,
            gather.rank(better, dates, span),
            most,
            unless_full,
        )

    def all_but_one(self) -> Way:
        """Those who have all of the names but one, closely. For when nobody has them all."""
        close = [word.words(CLOSE) for word in self.words]
        some = [gather.has_names(close[:place] + close[place + 1 :]) for place in range(len(close))]
        where = some[0]
        for each in some[1:]:
            where = where | each
        return Way("but one", where)


def _ways_by_name(names: _Names, span: tuple[date, date] | None = None) -> list[Way]:
    """People by name. A common surname alone, or with a first letter, fills the list, and to put
    thousands in order only to drop them would be waste: then nobody less near is asked for."""
    if sum(not word.initial for word in names.words) < 2:
        return [names.nearest(span), names.likely(span=span, unless_full=True)]
    return [names.likely(span=span)]


def _mean(parts: Sequence[tuple[float, float]]) -> float:
    weight = sum(weight for weight, _ in parts)
    return sum(weight * value for weight, value in parts) / weight if weight else 0.0


def _scored(
    people: Gathered, score: Callable[[Candidate], float], least: float
) -> list[tuple[float, Candidate]]:
    """Those who fit well enough, best first; of equals the youngest, then by name."""
    every = people.found.values()
    scored = [(value, person) for person in every if (value := score(person)) >= least]
    return sorted(scored, key=_best_first)


def _best_first(item: tuple[float, Candidate]) -> tuple[Any, ...]:
    value, person = item
    day = person.expected_on or person.birth_date or date.min
    return (-round(value, 3), -day.toordinal(), person.surname, person.forename, person.pk)


def _hits(
    scored: Sequence[tuple[float, Candidate]],
    people: Gathered,
    why: Callable[[Candidate], Iterable[str]],
) -> list[Hit]:
    records = people.people(candidate.pk for _, candidate in scored)
    return [
        Hit(record, round(score, 3), tuple(filter(None, why(candidate))))
        for record, (score, candidate) in zip(records, scored, strict=True)
    ]
