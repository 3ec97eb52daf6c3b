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

from django.db import models
from django.db.models import F, Func, Q, QuerySet
from django.utils import timezone

from people import identifiers, scoring
from people import typed as reading
from people.closeness import CLOSE, seek
from people.models import Address, Person
from people.scoring import COLUMNS, UNBORN_MARGIN, Candidate
from people.typed import Typed, words_of

CANDIDATES = 120
"""How many people one way of finding them may bring to be scored."""
BORN_THEN = 400
"""The same for a birth date; more than a county's children of one day and its swap."""
LEAST_SCORE = 0.55
LEAST_DUPLICATE = 0.68


@dataclass(frozen=True)
class Hit:
    """A person found; `score` 0 to 1; `why` in words, the strongest first."""

    person: Person
    score: float
    why: tuple[str, ...]


class HasNames(Func):
    """Whether a person's names have a word of each of some lists: one look into the index."""

    output_field = models.BooleanField()

    def __init__(self, lists: Iterable[Sequence[str]]) -> None:
        super().__init__(F("pk"))
        self.lists = [list(words) for words in lists]

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        alias = self.source_expressions[0].alias  # type: ignore[attr-defined]
        one = f'"{alias}"."name_words" && %s::text[]'
        return "(" + " AND ".join([one] * len(self.lists)) + ")", list(self.lists)


class Rank(Func):
    """A rough order before scoring: born on one of some dates or within a span first; then by how
    many of some lists of words a person's names meet."""

    output_field = models.IntegerField()

    def __init__(
        self,
        lists: Iterable[Sequence[str]],
        dates: Sequence[date] = (),
        span: tuple[date, date] | None = None,
    ) -> None:
        super().__init__(F("pk"))
        self.lists = [list(words) for words in lists]
        self.dates, self.span = list(dates), span

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        alias = self.source_expressions[0].alias  # type: ignore[attr-defined]
        terms = [f'("{alias}"."name_words" && %s::text[])::int'] * len(self.lists)
        values: list[Any] = list(self.lists)
        if self.dates:
            terms.append(f'CASE WHEN "{alias}"."birth_date" = ANY (%s) THEN 100 ELSE 0 END')
            values.append(self.dates)
        if self.span:
            terms.append(f'CASE WHEN "{alias}"."birth_date" BETWEEN %s AND %s THEN 100 ELSE 0 END')
            values.extend(self.span)
        return f"({' + '.join(terms)})", values


def search(
    text: str, among: QuerySet[Person], limit: int = 20, today: date | None = None
) -> list[Hit]:
    """People who fit what was typed, best first, at most `limit`.

    `text` holds names in any order, a birth date, a reference, an NHS number, a UPN or a
    postcode, in any mixture. `among` is whom to look among: `Person.objects.visible_to(user)`, with
    whatever `select_related` or `prefetch_related` the page needs, not sliced. Nothing that is
    typed is an error; what finds nobody gives an empty list.
    """
    typed = reading.read(text, today or timezone.localdate())
    names = _Names(typed.words)
    plain = _plain(among)
    dates = [*typed.dates, *typed.swapped]
    found: dict[int, Candidate] = {}
    by_number: set[int] = set()
    there: set[int] = set()
    if typed.has_number:
        by_number = _gather(found, plain.filter(_number_is(typed)))
    if typed.postcodes:
        there = _gather(found, _living_at(plain, typed.postcodes))
    if dates:
        born = Q(birth_date__in=dates) | Q(expected_on__in=dates)
        _gather(found, names.likely(plain, or_born=born, dates=dates), BORN_THEN)
    elif typed.words:
        _gather_named(found, names, plain, typed.span)
    elif typed.span:
        _gather(found, plain.filter(birth_date__range=typed.span))

    def score(person: Candidate) -> float:
        if person.pk in by_number:
            return 1.0
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
        yield from ["same number"] * (person.pk in by_number)
        yield from names.reasons(person)
        yield scoring.date_fit(typed.dates, typed.swapped, typed.span, person).why
        yield from ["lives or lived at this postcode"] * (person.pk in there)

    scored = _scored(found.values(), score, LEAST_SCORE)
    if not scored and len(typed.words) > 1:
        _gather(found, names.people_without_one(plain))
        scored = _scored(found.values(), score, LEAST_SCORE * 0.8)
    return _hits(scored[:limit], among, why)


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
    plain = _plain(among)
    found: dict[int, Candidate] = {}
    there: set[int] = set()
    if day is not None:
        about = (day - UNBORN_MARGIN, day + UNBORN_MARGIN)
        dated, named = Q(expected_on__range=about), Q()
        if birth_date is not None:
            dated |= Q(birth_date__in=[*born, *swapped])
        else:  # somebody expected is none of the many of that surname who were born long ago
            named = Q(birth_date__range=about)
        likely = names.likely(plain, or_born=dated, dates=[*born, *swapped], only=named)
        _gather(found, likely, BORN_THEN)
    elif names.words:
        _gather_named(found, names, plain)
    if postcode:
        try:
            there = _gather(found, _living_at(plain, [identifiers.postcode(postcode)]))
        except identifiers.NotValid:
            postcode = ""

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

    return _hits(_scored(found.values(), score, LEAST_DUPLICATE)[:limit], among, why)


class _Names(scoring.Names):
    """Names that were given, as queries for the people who may have them."""

    def __init__(self, words: Sequence[str], forenames: int = 0) -> None:
        sought = seek(words, [one + other for one, other in pairwise(words)])
        super().__init__(sought[: len(words)], sought[len(words) :], forenames)

    def nearest(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Those who have for each word the one most like it, in no order."""
        return people.filter(HasNames(word.nearest for word in self.words))

    def likely(
        self,
        people: QuerySet[Person],
        or_born: Q | None = None,
        dates: Sequence[date] = (),
        span: tuple[date, date] | None = None,
        only: Q | None = None,
    ) -> QuerySet[Person]:
        """Those whose names have a word like each one given (of them, `only` those), and those
        born then; the likeliest first."""
        if not self.words:
            return people.filter(or_born or Q())
        lists = []
        for place, word in enumerate(self.words):
            alike = word.words()
            for run in self.runs[max(place - 1, 0) : place + 1]:
                alike += run.words()
            lists.append(alike)
        named = Q(HasNames(lists)) & (only or Q())
        better = [word.nearest for word in self.words] + [word.words(CLOSE) for word in self.words]
        return people.filter(named | or_born if or_born else named).order_by(
            Rank(better, dates, span).desc()
        )

    def people_without_one(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Those who have all of the names but one, closely. For when nobody has them all."""
        close = [word.words(CLOSE) for word in self.words]
        some = Q()
        for place in range(len(close)):
            some |= Q(HasNames(close[:place] + close[place + 1 :]))
        return people.filter(some)


def _plain(among: QuerySet[Person]) -> QuerySet[Person]:
    """The same people without order and without what only the page needs."""
    return among.order_by().select_related(None).prefetch_related(None)


def _number_is(typed: Typed) -> Q:
    return (
        Q(reference__in=typed.references)
        | Q(nhs_number__in=[number for number in typed.nhs_numbers if number])
        | Q(upn__in=[number for number in typed.upns if number])
    )


def _living_at(people: QuerySet[Person], postcodes: Sequence[str]) -> QuerySet[Person]:
    return people.filter(
        pk__in=Address.objects.filter(postcode__in=postcodes).order_by().values("person")
    )


def _gather(
    found: dict[int, Candidate], people: QuerySet[Person], most: int = CANDIDATES
) -> set[int]:
    """Add some people to those found; which they were."""
    new = {row[0]: Candidate._make(row) for row in people.values_list(*COLUMNS)[:most]}
    found.update(new)
    return set(new)


def _gather_named(
    found: dict[int, Candidate],
    names: _Names,
    people: QuerySet[Person],
    span: tuple[date, date] | None = None,
) -> None:
    """Add people by name. A common surname alone, or with a first letter, fills the list, and to put thousands
    in order only to drop them would be waste: then nobody less near is asked for."""
    if sum(not word.initial for word in names.words) < 2:
        nearest = names.nearest(people)
        if span is not None:
            nearest = nearest.filter(birth_date__range=span)
        if len(_gather(found, nearest)) == CANDIDATES:
            return
    _gather(found, names.likely(people, span=span))


def _mean(parts: Sequence[tuple[float, float]]) -> float:
    weight = sum(weight for weight, _ in parts)
    return sum(weight * value for weight, value in parts) / weight if weight else 0.0


def _scored(
    people: Iterable[Candidate], score: Callable[[Candidate], float], least: float
) -> list[tuple[float, Candidate]]:
    """Those who fit well enough, best first; of equals the youngest, then by name."""
    scored = [(value, person) for person in people if (value := score(person)) >= least]
    return sorted(scored, key=_best_first)


def _best_first(item: tuple[float, Candidate]) -> tuple[Any, ...]:
    value, person = item
    day = person.expected_on or person.birth_date or date.min
    return (-round(value, 3), -day.toordinal(), person.surname, person.forename, person.pk)


def _hits(
    scored: Sequence[tuple[float, Candidate]],
    among: QuerySet[Person],
    why: Callable[[Candidate], Iterable[str]],
) -> list[Hit]:
    people = {
        person.pk: person for person in among.order_by().filter(pk__in=[p.pk for _, p in scored])
    }
    return [
        Hit(people[person.pk], round(score, 3), tuple(filter(None, why(person))))
        for score, person in scored
        if person.pk in people
    ]
