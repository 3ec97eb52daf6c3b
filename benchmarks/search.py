"""What a search costs beside the bare index queries that fetch the same people, and how many of
the people who were meant it finds.

    python -m benchmarks.search [--people 250000] [--searches 300]

Everything is loaded inside one transaction and taken back at the end. Two yardsticks are measured
in turn with each search, so that a busy machine slows all alike:

- replayed: the very statements of that search, sent again as they are, rows fetched, no Python;
- single: one hand-written statement from the typed words to everybody who may be meant.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.crowd import load
from people.matching import search
from people.models import Person
from people.typed import read
from tests.people.invented import Invented, invented, misspelt

TODAY = date(2026, 3, 31)
SINGLE = """
WITH near AS MATERIALIZED (
    SELECT place, array_agg(near.word) AS words
    FROM unnest(%(words)s::text[]) WITH ORDINALITY AS typed (word, place),
        LATERAL (
            SELECT word FROM people_nameword WHERE keys && people_word_keys(people_fold(typed.word))
            UNION SELECT word FROM people_nameword WHERE word %% people_fold(typed.word)
        ) AS near
    GROUP BY place
)
SELECT id, forename, surname, known_as, birth_date FROM people_person
WHERE name_words && (SELECT words FROM near WHERE place = 1)
    AND (%(count)s = 1 OR name_words && (SELECT words FROM near WHERE place = 2))
UNION
SELECT id, forename, surname, known_as, birth_date FROM people_person
WHERE birth_date = ANY (%(dates)s::date[])
LIMIT 640
"""


def typed_by(kind: str, person: Invented, chance: random.Random) -> str:
    """What somebody types who is looking for a person."""
    forename, surname = misspelt(person.forename, chance), misspelt(person.surname, chance)
    born = f"{person.birth_date.day}/{person.birth_date.month}/{person.birth_date.year}"
    if person.birth_date.day <= 12:
        swapped = f"{person.birth_date.month}/{person.birth_date.day}/{person.birth_date.year}"
    else:
        swapped = born
    return {
        "name": f"{person.forename} {person.surname}",
        "surname only": person.surname,
        "surname misspelt": f"{person.forename} {surname}",
        "both misspelt": f"{forename} {surname}",
        "surname first, misspelt": f"{surname} {person.forename}",
        "both misspelt, birth date": f"{forename} {surname} {born}",
        "misspelt, birth date swapped": f"{surname} {forename} {swapped}",
    }[kind]


KINDS = (
    "name",
    "surname only",
    "surname misspelt",
    "both misspelt",
    "surname first, misspelt",
    "both misspelt, birth date",
    "misspelt, birth date swapped",
)


COUNTED = 5


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def replay(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.cursor.execute(statement.encode())
            cursor.fetchall()


def single(text: str) -> None:
    typed = read(text, TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            SINGLE,
            {
                "words": list(typed.words[:2]),
                "count": len(typed.words[:2]),
                "dates": [*typed.dates, *typed.swapped],
            },
        )
        cursor.fetchall()


@dataclass(frozen=True)
class Row:
    """One kind of search: medians in milliseconds, and shares of searches."""

    kind: str
    whole: float
    replayed: float
    single: float
    ratio: float
    found: float
    itself: float


def measure(people: list[Invented], searches: int) -> list[Row]:
    """`searches` of each kind are timed; whether the right person is found is counted over
    five times as many, since a few rare misses in a few hundred say little."""
    chance = random.Random(11)
    everybody = Person.objects.all()
    search("warm up", everybody, today=TODAY)
    rows = []
    for kind in KINDS:
        costs: list[tuple[float, float, float]] = []
        found = itself = 0
        tried = chance.sample(people, min(COUNTED * searches, len(people)))
        for person in tried:
            text = typed_by(kind, person, chance)
            reset_queries()  # the log is cut at some thousands, and what is past the cut is not captured
            with CaptureQueriesContext(connection) as captured:
                hits = search(text, everybody, today=TODAY)
            statements = [query["sql"] for query in captured.captured_queries]
            found += any(_same_name(hit.person, person) for hit in hits)
            itself += any(_same(hit.person, person) for hit in hits)
            if len(costs) == min(searches, len(people)):
                continue
            costs.append(
                (
                    timed(lambda text=text: search(text, everybody, today=TODAY)),
                    timed(lambda statements=statements: replay(statements)),
                    timed(lambda text=text: single(text)),
                )
            )
        whole, replayed, one = (statistics.median(column) for column in zip(*costs, strict=True))
        ratio = statistics.median(cost[0] / cost[1] for cost in costs)
        shares = found / len(tried), itself / len(tried)
        rows.append(Row(kind, whole, replayed, one, ratio, *shares))
    return rows


def show(rows: list[Row]) -> None:
    print(
        f"{'typed':32}{'search':>9}{'replayed':>10}{'single':>9}{'ratio':>8}{'found':>8}{'it':>8}"
    )
    for row in rows:
        print(
            f"{row.kind:32}{row.whole:7.1f}ms{row.replayed:8.1f}ms{row.single:7.1f}ms{row.ratio:8.2f}"
            f"{row.found:8.3f}{row.itself:8.3f}"
        )
    print("found: somebody of that name is among the twenty; it: the very person is")


def _same_name(person: Person, sought: Invented) -> bool:
    return (person.forename, person.surname) == (sought.forename, sought.surname)


def _same(person: Person, sought: Invented) -> bool:
    return _same_name(person, sought) and person.birth_date == sought.birth_date


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=250_000)
    options.add_argument("--searches", type=int, default=300)
    chosen = options.parse_args()
    people = list(invented(chosen.people, seed=7))
    with transaction.atomic():
        print(f"loaded {chosen.people} people in {timed(lambda: load(people)) / 1000:.0f} s")
        show(measure(people, chosen.searches))
        transaction.set_rollback(True)


if __name__ == "__main__":
    main()
