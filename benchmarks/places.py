"""Databases of the benchmarks' own, one for each scale, on the server that the environment names.
The database that the environment itself names is never touched."""

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeVar

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

Measured = TypeVar("Measured")
CHILDREN = {"tiny": 600, "small": 1_300, "town": 10_000, "county": 106_000}
"""`tiny` is for the test that every line still runs. A town has some 5,000 cases, a county 50,000."""


@dataclass
class Place:
    """One database, loaded; `use()` turns the connection to it."""

    scale: str
    database: str
    facts: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def use(self) -> None:
        turn_to(self.database)

    def client(self, username: str) -> Client:
        """Somebody signed in there."""
        if username not in self.clients:
            from accounts.models import User

            self.clients[username] = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
            self.clients[username].force_login(User.objects.get(username=username))
        return self.clients[username]


def turn_to(database: str) -> None:
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    connection.ensure_connection()


@contextlib.contextmanager
def prepared(scales: list[str], seed: int, *, keep: bool) -> Iterator[list[Place]]:
    """A loaded database for each scale; removed at the end unless `keep`, and then used again by
    the next run that keeps."""
    own = str(connection.settings_dict["NAME"])
    places = []
    try:
        for scale in scales:
            place = Place(scale, f"bench_{re.sub(r'[^a-z0-9]', '_', own.lower())}_{scale}")
            places.append(place)
            there = _exists(place.database)
            if not (keep and there):
                _drop(place.database)
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'CREATE DATABASE "{place.database}"')
                place.use()
                call_command("migrate", verbosity=0)
                _load(place, seed)
            place.use()
            place.facts["size"] = _size()
        yield places
    finally:
        turn_to(own)
        if not keep:
            for place in places:
                _drop(place.database)


def in_a_database_of_its_own(name: str, act: Callable[[], Measured]) -> Measured:
    """What `act` gives, done in an empty database that is removed again."""
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        return act()
    finally:
        connection.creation.destroy_test_db(own, verbosity=0)


def _load(place: Place, seed: int) -> None:
    from socialcare.demo import bulk

    print(f"Loading {CHILDREN[place.scale]:,} children ({place.scale})")
    now = timezone.now().replace(second=0, microsecond=0)
    begun = perf_counter()
    bulk.load(CHILDREN[place.scale], seed, now, print)
    place.facts["loaded"] = f", loaded in {perf_counter() - begun:.0f} s"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _exists(database: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        return cursor.rowcount > 0


def _drop(database: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def _size() -> dict[str, int]:
    """How many rows of the main tables."""
    tables = {
        "people": "people_person",
        "cases": "cases_case",
        "events": "audit_event",
        "clocks": "clocks_clock",
    }
    with connection.cursor() as cursor:
        sizes = {}
        for name, table in tables.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            sizes[name] = cursor.fetchone()[0]
        cursor.execute("SELECT pg_database_size(current_database())")
        sizes["bytes"] = cursor.fetchone()[0]
    return sizes
