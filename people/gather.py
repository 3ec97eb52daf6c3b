"""Fetching the people whom a search may mean: every way of looking for them in one statement.

Written as SQL, because the searches that a person types in a row must feel like one: a statement put
together by the ORM takes longer to compile than the database takes to answer it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import QuerySet, prefetch_related_objects

from people.models import Person
from people.scoring import COLUMNS, Candidate

CANDIDATES = 120
"""How many people one way of finding them may bring to be scored."""
BORN_THEN = 400
"""The same for a birth date; more than a county's children of one day and its swap."""

FIELDS = [field.attname for field in Person._meta.concrete_fields]
_SELECTED = ", ".join(f'people_person."{name}"' for name in FIELDS)
# the first column of a row is the way it was found by
_candidate = itemgetter(*(1 + FIELDS.index("id" if name == "pk" else name) for name in COLUMNS))


@dataclass(frozen=True)
class Sql:
    """A piece of a statement, and the values that go into it."""

    text: str
    values: tuple[Any, ...] = ()

    def __and__(self, other: "Sql") -> "Sql":
        return Sql(f"({self.text} AND {other.text})", self.values + other.values)

    def __or__(self, other: "Sql") -> "Sql":
        return Sql(f"({self.text} OR {other.text})", self.values + other.values)


EVERYBODY = Sql("TRUE")


@dataclass(frozen=True)
class Way:
    """One way of looking for people. `rank` puts them in order; without it any will do."""

    name: str
    where: Sql
    rank: Sql | None = None
    most: int = CANDIDATES
    unless_full: bool = False
    """Only when the way before brought fewer than it may."""


def has_names(lists: Iterable[Sequence[str]]) -> Sql:
    """Those whose names have a word of each of some lists: one look into the index."""
    lists = [list(words) for words in lists]
    one = "people_person.name_words && %s::text[]"
    return Sql("(" + " AND ".join([one] * len(lists)) + ")", tuple(lists))


def born_on(dates: Sequence[date]) -> Sql:
    return Sql(
        "(people_person.birth_date = ANY (%s::date[]) OR people_person.expected_on = ANY (%s::date[]))",
        (list(dates), list(dates)),
    )


def born_between(span: tuple[date, date]) -> Sql:
    return Sql("people_person.birth_date BETWEEN %s AND %s", span)


def expected_between(span: tuple[date, date]) -> Sql:
    return Sql("people_person.expected_on BETWEEN %s AND %s", span)


def lives_at(postcodes: Sequence[str]) -> Sql:
    """Those who live or lived there; nobody is found by an address that is protected."""
    return Sql(
        "people_person.id IN (SELECT person_id FROM people_address WHERE postcode = ANY (%s::text[])"
        " AND postcode <> '' AND NOT confidential)",
        (list(postcodes),),
    )


def has_number(references: Sequence[str], nhs_numbers: Sequence[str], upns: Sequence[str]) -> Sql:
    found = EVERYBODY
    numbers = {"reference": references, "nhs_number": nhs_numbers, "upn": upns}
    pieces = [
        Sql(
            f"(people_person.{name} = ANY (%s::text[]) AND people_person.{name} <> '')",
            (list(given),),
        )
        for name, given in numbers.items()
        if given
    ]
    for place, piece in enumerate(pieces):
        found = found | piece if place else piece
    return found


def rank(
    lists: Iterable[Sequence[str]],
    dates: Sequence[date] = (),
    span: tuple[date, date] | None = None,
) -> Sql:
    """A rough order before scoring: born on one of some dates or within a span first; then by how
    many of some lists of words a person's names meet."""
    values: list[Any] = [list(words) for words in lists]
    terms = ["(people_person.name_words && %s::text[])::int"] * len(values)
    if dates:
        terms.append("CASE WHEN people_person.birth_date = ANY (%s::date[]) THEN 100 ELSE 0 END")
        values.append(list(dates))
    if span:
        terms.append("CASE WHEN people_person.birth_date BETWEEN %s AND %s THEN 100 ELSE 0 END")
        values.extend(span)
    return Sql(f"({' + '.join(terms)})", tuple(values))


class Gathered:
    """The people found so far, as they are scored, and by which ways each was found."""

    def __init__(self, among: QuerySet[Person]) -> None:
        self._among = among
        self._reach = _reach(among)
        self._rows: dict[int, tuple[Any, ...]] = {}
        self.found: dict[int, Candidate] = {}
        self.by: dict[str, set[int]] = {}

    def look(self, *ways: Way) -> None:
        """Add whom these ways bring, by one query."""
        for way in ways:
            self.by.setdefault(way.name, set())
        if self._reach is None or not ways:
            return
        statement = _statement(ways, self._reach)
        with connection.cursor() as cursor:
            cursor.execute(statement.text, statement.values)
            for row in cursor.fetchall():
                key = row[1]
                self._rows[key] = row
                self.found[key] = Candidate._make(_candidate(row))
                self.by[row[0]].add(key)

    def people(self, keys: Iterable[int]) -> list[Person]:
        """Some of those found, with what the page asked to have fetched beside them."""
        alias = connection.alias
        people = [Person.from_db(alias, FIELDS, self._rows[key][1:]) for key in keys]
        wanted = self._among._prefetch_related_lookups  # type: ignore[attr-defined]
        if people and wanted:
            prefetch_related_objects(people, *wanted)
        return people


def _statement(ways: Sequence[Way], reach: Sql) -> Sql:
    queries: list[str] = []
    values: list[Any] = []
    for place, way in enumerate(ways):
        where = reach & way.where
        text = f"SELECT '{way.name}'::text, {_SELECTED} FROM people_person WHERE {where.text}"  # noqa: S608 - every value is a parameter
        values += where.values
        if way.unless_full:
            text += f" AND (SELECT count(*) FROM way{place - 1}) < {ways[place - 1].most}"  # noqa: S608
        if way.rank:
            text += f" ORDER BY {way.rank.text} DESC"
            values += way.rank.values
        queries.append(f"{text} LIMIT {way.most}")
    if len(queries) == 1:
        return Sql(queries[0], tuple(values))
    named = ", ".join(f"way{place} AS MATERIALIZED ({text})" for place, text in enumerate(queries))
    every = " UNION ALL ".join(f"SELECT * FROM way{place}" for place in range(len(queries)))  # noqa: S608
    return Sql(f"WITH {named} {every}", tuple(values))


def _reach(among: QuerySet[Person]) -> Sql | None:
    """The condition that keeps to `among`, which is filtered and nothing else; None when that is
    nobody."""
    query = among.query
    try:
        if len(query.alias_map) > 1 or query.combinator or query.distinct or query.is_sliced:
            text, values = among.order_by().values("pk").query.sql_with_params()
            return Sql(f"people_person.id IN ({text})", tuple(values))
        if not query.where:
            return EVERYBODY
        text, values = query.get_compiler(connection=connection).compile(query.where)
        return Sql(f"({text})", tuple(values))
    except EmptyResultSet:
        return None
    except FullResultSet:
        return EVERYBODY
