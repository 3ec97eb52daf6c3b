"""Many invented people in the database at once, by COPY, for measuring."""

import io
from collections.abc import Iterable
from typing import Any

from django.db import connection

from people.models import Person
from tests.people.invented import Invented


def load(people: Iterable[Invented]) -> None:
    """Write people straight into the table and let the planner learn about them."""
    fields = [f for f in Person._meta.local_concrete_fields if f.name not in ("id", "reference")]
    lines = io.StringIO()
    for one in people:
        person = Person(
            forename=one.forename,
            surname=one.surname,
            known_as=one.known_as,
            birth_date=one.birth_date,
        )
        lines.write("\t".join(_text(getattr(person, field.attname)) for field in fields) + "\n")
    lines.seek(0)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY people_person ({columns}) FROM STDIN", lines)
        cursor.execute("ANALYZE people_person")
        cursor.execute("ANALYZE people_nameword")


def _text(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list):
        return "{" + ",".join(f'"{item}"' for item in value) + "}"
    return str(value)
