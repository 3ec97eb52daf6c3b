"""The seals over the logs: who looked, the story, the clocks' ledger, and what was disposed of.

A page inserts its row and waits for nobody. A periodic job then takes the rows that have no seal
yet and adds a link to one chain: the hash of each row, and over all of them, with the link before,
a hash under a key that is not in the database. `audit.verify` finds what does not agree.

A row is found by having no seal, never by being newer than the last one: a transaction that took
its number early and commits late is sealed when it shows itself.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from audit import keys
from audit.models import Seal

log = logging.getLogger(__name__)

SEALED = (
    "audit.Access",
    "audit.Event",
    "clocks.ClockLine",
    "accounts.AccountEvent",
    "audit.Redaction",
    "retention.Certificate",
)
"""The insert-only tables under seal. To put another under it, add its model and `WRITTEN`."""
WRITTEN = {
    "audit_access": "at",
    "audit_event": "recorded_at",
    "clocks_clockline": "recorded_at",
    "accounts_accountevent": "at",
    "audit_redaction": "at",
    "retention_certificate": "at",
}
"""The column of each that says when the row was written down."""
LONGEST = "1 hour"
"""No transaction takes longer between taking a row's number and committing it. Rows that show
themselves later were put in by hand, and `audit.verify` says so."""
BATCH = 5000
"""Rows in one seal."""
BEHIND_AFTER = 60
"""Seconds that a row may wait for its seal."""
FIRST = "0" * 64
LOCK = 7_102_041
"""Of the one sealer at a time; a number that nothing else uses."""

UNSEALED = """
WITH newest AS (
    SELECT max(made_at) AS at FROM audit_seal WHERE "table" = '{table}'
), settled AS (
    SELECT number, ids[cardinality(ids)] AS upto FROM audit_seal, newest
    WHERE "table" = '{table}' AND made_at < newest.at - interval '{longest}'
    ORDER BY number DESC LIMIT 1
), recent AS (
    SELECT unnest(ids) AS id FROM audit_seal
    WHERE "table" = '{table}' AND number > COALESCE((SELECT number FROM settled), 0)
)
SELECT {what} FROM {table} t
WHERE t.id > COALESCE((SELECT upto FROM settled), 0)
    AND NOT EXISTS (SELECT FROM recent WHERE recent.id = t.id)
"""


@dataclass(frozen=True)
class Sealed:
    """What one run of the job did."""

    rows: int
    seals: int
    latest: Seal | None


def sealed_models() -> Iterator[type[models.Model]]:
    for label in SEALED:
        yield apps.get_model(label)


def hash_of(columns: list[str]) -> str:
    """The SQL for the hash of row `t`: its columns as JSON, in their order. Moments are in UTC,
    which the caller sets."""
    listed = ", ".join(f't."{column}"' for column in columns)
    return f"sha256(convert_to(jsonb_build_array({listed})::text, 'UTF8'))"


def seal(*, now: datetime | None = None, seconds: float = 15) -> Sealed:
    """Seal every row that waits, for about `seconds` at the most. A second run at the same time
    does nothing."""
    began, rows, made = monotonic(), 0, 0
    for model in sealed_models():
        while monotonic() - began < seconds:
            number = _seal_some(model, now or timezone.now())
            rows += number
            made += bool(number)
            if number < BATCH:
                break
    latest = Seal.objects.order_by("-number").first()
    if made and latest:
        # outside the database: what a verification can hold the chain against
        log.info("Sealed %d rows; the latest seal is %s", rows, latest)
    return Sealed(rows, made, latest)


@transaction.atomic
def _seal_some(model: type[models.Model], now: datetime) -> int:
    table = model._meta.db_table
    columns = [field.column or "" for field in model._meta.local_concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SET LOCAL timezone = 'UTC'")
        what = f"t.id, {hash_of(columns)}"
        query = UNSEALED.format(table=table, longest=LONGEST, what=what)
        cursor.execute(f"{query} ORDER BY t.id LIMIT {BATCH}")
        found = cursor.fetchall()
    if not found:
        return 0
    latest = Seal.objects.order_by("-number").only("number", "hash").first()
    key = keys.current()
    link = Seal(
        number=latest.number + 1 if latest else 1,
        made_at=now,
        table=table,
        columns=columns,
        ids=[row[0] for row in found],
        hashes=b"".join(bytes(row[1]) for row in found),
        key=keys.name(key),
        previous=latest.hash if latest else FIRST,
    )
    link.hash = hash_over(link, key)
    link.save(force_insert=True)
    return len(found)


def hash_over(link: Seal, key: bytes) -> str:
    """The hash of a whole seal: of everything it says, and of the one before it."""
    said = [
        link.number,
        link.made_at.timestamp(),
        link.table,
        link.columns,
        link.ids,
        hashlib.sha256(bytes(link.hashes)).hexdigest(),
        link.previous,
    ]
    return hmac.digest(key, json.dumps(said).encode(), "sha256").hex()


def waiting(cursor: Any = None) -> int:
    """For how many seconds the oldest row without a seal has waited; 0 when none waits."""
    if cursor is None:
        with connection.cursor() as own:
            return waiting(own)
    ages = []
    for table, written in WRITTEN.items():
        what = f"EXTRACT(EPOCH FROM now() - min(t.{written}))::bigint"
        cursor.execute(UNSEALED.format(table=table, longest=LONGEST, what=what))
        ages.append(cursor.fetchone()[0] or 0)
    return max(0, *ages)
