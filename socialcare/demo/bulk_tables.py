"""Rows by the million: written by COPY, while foreign keys and plain indexes are set aside."""

# ruff: noqa: S608 — names of tables and columns, from the models

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from audit.models import Tracked

AT_ONCE = 10_000
"""Rows of one table that are held before they are sent."""


class Copy:
    """One table. `row()` takes columns by name; the rest have the model's defaults. Keys are
    given here, so that rows of several tables can name one another before they are sent."""

    def __init__(self, model: type[models.Model], *, held: bool = False) -> None:
        fields = model._meta.local_concrete_fields
        self.table = model._meta.db_table
        self.next_id = self._after_the_last(model)
        self.rows = 0
        self._held = held
        self._columns = [field.column for field in fields]
        self._places = {column: place for place, column in enumerate(self._columns)}
        self._defaults = [_text(_default_of(field)) for field in fields]
        self._lines: list[str] = []

    def _after_the_last(self, model: type[models.Model]) -> int:
        last = model._default_manager.aggregate(models.Max("pk"))["pk__max"]
        return (last or 0) + 1

    def key(self) -> int:
        """The key of a row to be written."""
        self.next_id += 1
        return self.next_id - 1

    def row(self, **values: Any) -> int:
        """Write one row; gives back its key."""
        texts = self._defaults[:]
        places = self._places
        for column, value in values.items():
            texts[places[column]] = _text(value)
        if "id" not in values:
            values["id"] = self.key()
            texts[places["id"]] = str(values["id"])
        self._lines.append("\t".join(texts))
        self.rows += 1
        if len(self._lines) >= AT_ONCE and not self._held:
            self.send()
        return values["id"]

    def send(self) -> None:
        columns = ", ".join(connection.ops.quote_name(column) for column in self._columns)
        with connection.cursor() as cursor:
            for first in range(0, len(self._lines), AT_ONCE):
                lines = "\n".join(self._lines[first : first + AT_ONCE])
                cursor.copy_expert(
                    f"COPY {self.table} ({columns}) FROM STDIN", io.StringIO(lines + "\n")
                )
        self._lines.clear()


def _default_of(field: models.Field) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(field.get_default())
    if field.has_default():
        # a moment or a number drawn from a sequence is always given
        return (
            None if callable(field.default) and field.default is not list else field.get_default()
        )
    return "" if field.empty_strings_allowed and not field.null else None


def _text(value: Any) -> str:
    """A value as COPY reads it."""
    kind = type(value)
    if kind is str:
        if "\\" in value or "\n" in value or "\t" in value:
            return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        return value
    if value is None:
        return r"\N"
    if kind is bool:
        return "t" if value else "f"
    if kind is datetime:
        return _moment(value)
    if kind is list or kind is tuple:
        items = [_item(item) for item in value]
        return "{" + ",".join(items) + "}"
    return str(value)


_moment = lru_cache(maxsize=1 << 16)(datetime.isoformat)
"""A moment is written into several rows, and putting it into words costs more than all else."""


def _item(value: Any) -> str:
    if type(value) is datetime:
        return f'"{_moment(value)}"'
    return '"' + str(value).replace('"', '\\\\"') + '"'


@contextmanager
def set_aside(tables: list[str], say: Callable[[str], None]) -> Iterator[None]:
    """Without the foreign keys and the indexes of `tables` meanwhile. Making them again at the end
    checks every row, so that nothing unlawful can stay; primary keys, and the rules of single rows,
    hold throughout. All in the caller's transaction: a load that fails leaves everything as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY 1, 2",
            [tables],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY (%s::regclass[]) AND NOT EXISTS ("
            "   SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))"
            " ORDER BY 1",
            [tables],
        )
        indexes = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        say("Indexes")
        for _, definition in indexes:
            cursor.execute(definition)
        say("Foreign keys")
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def begin_histories(models_loaded: list[type[models.Model]], at: datetime) -> None:
    """The row history of what was loaded begins with the load: one line for each row."""
    with connection.cursor() as cursor:
        for model in models_loaded:
            if not issubclass(model, Tracked):
                continue
            history = apps.get_model(model._meta.app_label, f"Historical{model.__name__}")
            columns = ", ".join(
                connection.ops.quote_name(field.column)
                for field in model._meta.local_concrete_fields
            )
            cursor.execute(
                f"INSERT INTO {history._meta.db_table} ({columns}, history_date, history_type,"
                f" history_change_reason) SELECT {columns}, %s, '+', 'Loaded in bulk'"
                f" FROM {model._meta.db_table} ORDER BY id",
                [at],
            )


def move_sequences_on(models_loaded: list[type[models.Model]]) -> None:
    """New rows get keys after those that were given here."""
    with connection.cursor() as cursor:
        for model in models_loaded:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM "
                f"{model._meta.db_table}))",
                [model._meta.db_table],
            )


def history_tables(models_loaded: list[type[models.Model]]) -> list[str]:
    return [
        apps.get_model(model._meta.app_label, f"Historical{model.__name__}")._meta.db_table
        for model in models_loaded
        if issubclass(model, Tracked)
    ]
