"""Search beside its own statements, and how many of the misspelt it finds."""

import random

from django.db import connection

from benchmarks import search
from benchmarks.places import Place
from benchmarks.timing import Line
from tests.people.invented import Invented

AIM, FOUND_AIM = 1.5, 0.98


def searching(places: list[Place], searches: int) -> list[Line]:
    lines = []
    for place in places:
        place.use()
        rows = search.measure(_some_people(3 * search.COUNTED * searches), searches)
        for row in rows:
            found = f"found {row.found:.3f}"
            if "misspelt" in row.kind:
                found += " ✓" if row.found >= FOUND_AIM else " ✗"
            lines.append(
                Line(f"search: {row.kind}", place.scale, row.whole, row.replayed, AIM, found)
            )
    return lines


def _some_people(number: int) -> list[Invented]:
    """People of the place, drawn by chance, the same in each run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_person")
        first, last = cursor.fetchone()
        chance = random.Random(5)
        keys = [chance.randint(first, last) for _ in range(number)]
        cursor.execute(
            "SELECT forename, surname, birth_date FROM people_person"
            " WHERE id = ANY (%s) AND birth_date IS NOT NULL ORDER BY id",
            [keys],
        )
        return [Invented(*row) for row in cursor.fetchall()]
