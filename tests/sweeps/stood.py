"""What a request wrote that stands: every INSERT, UPDATE and DELETE that was not taken back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_SAVEPOINT = re.compile(r'(SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK TO SAVEPOINT)\s+"?([\w-]+)"?')


class Writes:
    def __init__(self) -> None:
        self.tables: list[str] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        if found := _SAVEPOINT.match(text):
            verb, name = found.groups()
            if verb == "SAVEPOINT":
                self._marks[name] = len(self.tables)
            elif verb.startswith("ROLLBACK"):
                del self.tables[self._marks.get(name, 0) :]
        elif found := _WRITE.match(text):
            answer = execute(sql, params, many, context)
            if context["cursor"].rowcount != 0:
                self.tables.append(found.group(2))
            return answer
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Writes]:
    writes = Writes()
    with connection.execute_wrapper(writes):
        yield writes


def counted() -> dict[str, int]:
    """How many rows every table has."""
    tables = sorted(set(connection.introspection.table_names()))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT "
            + ", ".join(
                f"(SELECT count(*) FROM {connection.ops.quote_name(name)})" for name in tables
            )
        )
        return dict(zip(tables, cursor.fetchone(), strict=True))
