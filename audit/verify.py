"""Whether the logs still say what they said when they were sealed."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone

from audit import keys
from audit.models import Redaction, Seal
from audit.seals import FIRST, LONGEST, UNSEALED, WRITTEN, hash_of, hash_over, sealed_models
from audit.story import tell
from rules.access import ABILITIES

log = logging.getLogger(__name__)

CALLED = {
    "audit_access": "access log",
    "audit_event": "story",
    "clocks_clockline": "clock ledger",
    "accounts_accountevent": "story of accounts",
    "audit_redaction": "register of disposals",
    "retention_certificate": "certificates of disposal",
}
BACKDATED = timedelta(hours=1)
MOST = 1000
"""Findings that are written out; a log with more is beyond reading line by line."""


@dataclass
class Verified:
    seals: int = 0
    rows: int = 0
    disposed: dict[int, int] = field(default_factory=dict)
    """How many rows went under each certificate."""
    unsealed: int = 0
    findings: list[str] = field(default_factory=list)
    latest: str = ""
    """The latest seal, to be kept outside the database: number:hash."""


def verify(anchors: dict[int, str] | None = None) -> Verified:
    """Go along the chain and through the logs. `anchors` are seals that were written down outside
    the database, hash by number: a chain that was cut short or made again does not have them."""
    result = Verified()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        for finding in _findings(cursor, result, dict(anchors or {})):
            result.findings.append(finding)
            if len(result.findings) >= MOST:
                result.findings.append("More is wrong than is written out here.")
                break
    return result


def _findings(cursor: Any, result: Verified, anchors: dict[int, str]) -> Iterator[str]:
    known, gone = keys.known(), _disposed()
    previous, expected = FIRST, 1
    sealed_before: dict[str, Any] = {}
    columns: dict[str, set[str]] = {}
    for link in Seal.objects.order_by("number").iterator(chunk_size=20):
        result.seals += 1
        if link.number != expected:
            missing = f"Seal {expected} is" if link.number == expected + 1 else (
                f"Seals {expected} to {link.number - 1} are"
            )  # fmt: skip
            yield f"{missing} missing from the chain."
        elif link.previous != previous:
            yield f"Seal {link.number} does not follow from the one before it."
        if link.key not in known:
            yield (
                f"Seal {link.number} was made under another key ({link.key}); if that was ours, "
                "give it in SEAL_KEYS_BEFORE."
            )
        elif hash_over(link, known[link.key]) != link.hash:
            yield f"Seal {link.number} itself was changed."
        anchor = anchors.pop(link.number, link.hash)
        if anchor != link.hash:
            yield f"Seal {link.number} is not the one that was written down: the chain was made again."
        previous, expected = link.hash, link.number + 1
        result.latest = str(link)
        yield from _rows(cursor, link, result, gone, sealed_before.get(link.table), columns)
        sealed_before[link.table] = link.made_at
    for number in anchors:
        yield f"Seal {number}, which was written down, is not there: the end of the chain was removed."
    yield from _never_sealed(cursor, result)
    cursor.execute(
        "SELECT DISTINCT certificate FROM audit_redaction"
        " EXCEPT SELECT id FROM retention_certificate ORDER BY 1"
    )
    for (certificate,) in cursor.fetchall():
        yield f"Rows were removed under certificate {certificate}, and there is no such certificate."


def _disposed() -> dict[tuple[str, int], int]:
    """Rows that disposals removed, each with the certificate."""
    return {
        (row.table, pk): row.certificate
        for row in Redaction.objects.filter(table__in=WRITTEN)
        for pk in row.ids
    }


def _just_disposed(table: str, pk: int) -> int | None:
    """The certificate of a row that was removed while the verification ran."""
    rows = Redaction.objects.filter(table=table, ids__contains=[pk])
    return rows.values_list("certificate", flat=True).first()


def _rows(
    cursor: Any,
    link: Seal,
    result: Verified,
    gone: dict[tuple[str, int], int],
    before: Any,
    columns: dict[str, set[str]],
) -> Iterator[str]:
    """What is wrong with the rows of one seal."""
    called = CALLED.get(link.table, link.table)
    if link.table not in WRITTEN:
        yield f"Seal {link.number} is over {link.table}, which is not under seal."
        return
    if link.table not in columns:
        description = connection.introspection.get_table_description(cursor, link.table)
        columns[link.table] = {column.name for column in description}
    if not set(link.columns) <= columns[link.table]:
        yield f"Seal {link.number} is over columns that {link.table} no longer has."
        return
    written = WRITTEN[link.table]
    cursor.execute(
        f'SELECT t.id, {hash_of(link.columns)}, t."{written}" FROM {link.table} t'  # noqa: S608
        " WHERE t.id = ANY(%s)",
        [link.ids],
    )
    there = {pk: (bytes(digest), at) for pk, digest, at in cursor.fetchall()}
    hashes = bytes(link.hashes)
    for place, pk in enumerate(link.ids):
        result.rows += 1
        if pk not in there:
            if certificate := gone.get((link.table, pk)) or _just_disposed(link.table, pk):
                result.disposed[certificate] = result.disposed.get(certificate, 0) + 1
            else:
                yield f"Row {pk} of the {called} was removed (seal {link.number})."
            continue
        digest, at = there[pk]
        if digest != hashes[place * 32 : place * 32 + 32]:
            yield f"Row {pk} of the {called} was edited after it was sealed (seal {link.number})."
        elif link.table == "audit_access" and before is not None and at < before - BACKDATED:
            yield (
                f"Row {pk} of the {called} says {at:%Y-%m-%d %H:%M}, and was not there when the "
                f"log was sealed at {before:%Y-%m-%d %H:%M}: it was put in later."
            )


NEVER = """
SELECT t.id FROM {table} t
WHERE NOT EXISTS (
    SELECT FROM (SELECT unnest(ids) AS id FROM audit_seal WHERE "table" = '{table}') s
    WHERE s.id = t.id)
"""


def _never_sealed(cursor: Any, result: Verified) -> Iterator[str]:
    """Rows among those that were sealed long ago, with no seal of their own."""
    for model in sealed_models():
        table = model._meta.db_table
        waits = UNSEALED.format(table=table, longest=LONGEST, what="t.id")
        cursor.execute(f"SELECT count(*) FROM ({waits}) w")  # noqa: S608
        result.unsealed += cursor.fetchone()[0]
        # one statement: a row that comes in meanwhile is in both parts or in neither
        cursor.execute(f"{NEVER.format(table=table)} EXCEPT ({waits}) ORDER BY 1 LIMIT {MOST}")
        for (pk,) in cursor.fetchall():
            yield f"Row {pk} of the {CALLED[table]} was put in after its time: it has no seal."


def verify_and_report() -> Verified:
    """For the schedule: what is wrong is logged, and told to those who read the access log."""
    result = verify()
    log.info("Verified %d seals; the latest is %s", result.seals, result.latest or "none")
    if result.findings:
        for finding in result.findings:
            log.error("Audit: %s", finding)
        readers = ABILITIES["read-access-log"].by
        for user in get_user_model().objects.filter(role__in=readers, is_active=True):
            tell(
                user,
                key=f"audit-verify:{timezone.localdate()}",
                text="The access log, the story or the clock ledger was changed behind the "
                f"service's back: {len(result.findings)} findings. Run audit verify.",
                url="/access-log/",
                grave=True,
            )
    return result
