"""Finding people: one box for everything, and the likely duplicates of somebody new.

Candidates come from indexes and are few; they are scored here, and each hit says why it is one.
Names are compared word by word: first with the word list (`people.closeness`), and then people are
looked up by the words found. So a common name costs no more than a rare one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from people import typed as reading
from people.closeness import CLOSE, Likeness, Sought, seek
from people.models import Address, Person, PersonQuerySet
from people.typed import Typed

CANDIDATES = 120
"""People scored for one way to find them."""
LEAST_SCORE = 0.55
LEAST_DUPLICATE = 0.7
UNBORN_MARGIN = timedelta(days=42)
"""How far an expected date may lie from the day of birth, or from another expected date."""


@dataclass(frozen=True)
class Hit:
    """A person found; `score` 0 to 1; `why` in words, the strongest first."""

    person: Person
    score: float
    why: tuple[str, ...]


class HasWord(Func):
    """Whether a person's names have any of some words. One look into an index."""

    output_field = models.BooleanField()

    def __init__(self, words: Iterable[str], operator: str = "&&") -> None:
        super().__init__(F("pk"))
        self.words, self.operator = list(words), operator

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        alias = self.source_expressions[0].alias
        return f'"{alias}"."name_words" {self.operator} %s::text[]', [self.words]


class WordRank(HasWord):
    """How many of some word lists a person's names meet: a rough order, made by the database."""

    output_field = models.IntegerField()

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        super().__init__(())
        self.lists = lists

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        alias = self.source_expressions[0].alias
        terms = " + ".join([f'("{alias}"."name_words" && %s::text[])::int'] * len(self.lists))
        return f"({terms})", [list(words) for words in self.lists]


_COLUMNS = ("pk", "forename", "surname", "known_as", "birth_date", "expected_on")


@dataclass(slots=True)
class _Candidate:
    pk: int
    forename: str
    surname: str
    known_as: list[str]
    birth_date: date | None
    expected_on: date | None


def search(
    text: str, among: PersonQuerySet, limit: int = 20, today: date | None = None
) -> list[Hit]:
    """People who fit what was typed, best first, at most `limit`.

    `text` holds names in any order, a birth date, a reference, an NHS number, a UPN or a
    postcode, in any mixture. `among` is whom to look among: `Person.objects.visible_to(user)`,
    with whatever `select_related` or `prefetch_related` the page needs. Nothing typed is an error.
    """
    return _Search(reading.read(text, today or timezone.localdate()), among).hits(limit)


class _Search:
    def __init__(self, typed: Typed, among: PersonQuerySet) -> None:
        self.typed = typed
        self.among = among
        self.bare = among.order_by().select_related(None).prefetch_related(None)
        runs = ["".join(pair) for pair in zip(typed.words, typed.words[1:], strict=False)]
        # a letter alone is looked up as a first letter, and is like nothing else
        long = [word for word in typed.words if len(word) > 1]
        sought = seek(long, runs)
        by_word = dict(zip(long, sought, strict=False))
        self.sought = [by_word.get(word) or Sought(word, {word: (1.0, Likeness.INITIAL)}) for word in typed.words]
        self.runs = sought[len(long) :]
        self.at_postcode: set[int] = set()
        self.by_number: set[int] = set()

    def hits(self, limit: int) -> list[Hit]:
        found = self.candidates(limit)
        scored = [(self.score(candidate), candidate) for candidate in found.values()]
        scored = [(score, candidate) for score, candidate in scored if score >= LEAST_SCORE]
        if not scored and len(self.sought) > 1:
            scored = [
                (self.score(candidate), candidate) for candidate in self.read(self.any_name_but_one())
            ]
        scored.sort(key=_best_first)
        return _hits(scored[:limit], self.among, self.why)

    # --- Whom to look at ----------------------------------------------------------------------

    def candidates(self, limit: int) -> dict[int, _Candidate]:
        typed, found = self.typed, {}
        if typed.has_number:
            numbered = self.read(
                self.bare.filter(
                    Q(reference__in=typed.references)
                    | Q(nhs_number__in=typed.nhs_numbers)
                    | Q(upn__in=typed.upns)
                )
            )
            self.by_number = {candidate.pk for candidate in numbered}
            found.update((candidate.pk, candidate) for candidate in numbered)
        if typed.postcodes:
            living = Address.objects.filter(postcode__in=typed.postcodes).order_by().values("person")
            there = self.read(self.bare.filter(pk__in=living))
            self.at_postcode = {candidate.pk for candidate in there}
            found.update((candidate.pk, candidate) for candidate in there)
        dates = [*typed.dates, *typed.swapped]
        if dates:
            born = self.read(self.bare.filter(Q(birth_date__in=dates) | Q(expected_on__in=dates)), 400)
            found.update((candidate.pk, candidate) for candidate in born)
        elif typed.span and not typed.words:
            born = self.read(self.bare.filter(birth_date__range=typed.span))
            found.update((candidate.pk, candidate) for candidate in born)
        if typed.words:
            named = self.read(self.named(limit))
            found.update((candidate.pk, candidate) for candidate in named)
        return found

    def named(self, limit: int) -> models.QuerySet:
        """Those whose names have a word like each typed one."""
        people = self.bare
        for place in range(len(self.sought)):
            people = people.filter(HasWord(self.like(place)))
        lists = [one.nearest for one in self.sought] + [one.words(CLOSE) for one in self.sought]
        order: list[Any] = [WordRank(lists).desc()]
        if self.typed.span:
            order.insert(0, Q(birth_date__range=self.typed.span).desc())
        return people.order_by(*order)

    def like(self, place: int) -> list[str]:
        """The words that may stand for a typed one, also run together with its neighbours."""
        words = self.sought[place].words()
        for run in self.runs[max(place - 1, 0) : place + 1]:
            words += run.words(CLOSE)
        return words

    def any_name_but_one(self) -> models.QuerySet:
        """Those who have all but one of the names, closely; asked only when nobody has all."""
        some = Q()
        for left_out in range(len(self.sought)):
            others = Q()
            for place, one in enumerate(self.sought):
                if place != left_out:
                    others &= Q(HasWord(one.words(CLOSE)))
            some |= others
        return self.bare.filter(some)

    def read(self, people: models.QuerySet, most: int = CANDIDATES) -> list[_Candidate]:
        return [_Candidate(*row) for row in people.values_list(*_COLUMNS)[:most]]

    # --- How well they fit --------------------------------------------------------------------

    def score(self, candidate: _Candidate) -> float:
        if candidate.pk in self.by_number:
            return 1.0
        parts: list[tuple[float, float]] = []
        if self.sought:
            parts.append((0.6, self.name_score(candidate)))
        if self.typed.dates or self.typed.swapped or self.typed.span:
            parts.append((0.4, _date_score(self.typed, candidate)[0]))
        if self.typed.postcodes:
            parts.append((0.3, float(candidate.pk in self.at_postcode)))
        if not parts:
            return 0.0
        return sum(weight * value for weight, value in parts) / sum(weight for weight, _ in parts)

    def name_score(self, candidate: _Candidate) -> float:
        return _name_score(self.sought, self.runs, _parts_of(candidate))

    def why(self, candidate: _Candidate) -> tuple[str, ...]:
        reasons = []
        if candidate.pk in self.by_number:
            reasons.append("same number")
        reasons += _name_reasons(self.sought, self.runs, _parts_of(candidate))
        reasons += filter(None, [_date_score(self.typed, candidate)[1]])
        if candidate.pk in self.at_postcode:
            reasons.append("lives or lived at this postcode")
        return tuple(reasons)
