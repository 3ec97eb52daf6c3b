"""Notice what has become due: the one job that must not miss anything, nor say it twice.

It asks the database, whose clock alone counts, for every running clock whose next look has come,
however long ago. Each small batch is one transaction: lock the rows, look again, write the ledger,
tell the people, move the clocks on. Several sweeps may run at once; one that is killed leaves
nothing half done. The statements themselves are in `clocks/sweep_sql.py`.
"""

import json
import logging
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, NamedTuple

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from clocks import calendar_actions, sweep_sql
from clocks.incidents import report
from clocks.recipients import Recipients
from rules import timescales
from rules.timescales import BY_HOUR, Timescale, To

log = logging.getLogger(__name__)

TRIES = 3
PASSING = ("40001", "40P01", "55P03")
"""Serialisation failure, deadlock, lock not available: nothing is wrong with the rows."""
ELSEWHERE = ("08", "25", "53", "57", "58", "XX")
"""Classes of fault that lie with the server or the connection, not with a row."""
MISSED_ONE = (
    "Reminders about # clock did not go out in time, because the service was not watching. "
    "What matters now has an alert of its own."
)
MISSED_MANY = MISSED_ONE.replace("# clock", "# clocks")


class SweepFailed(Exception):
    """The fault is not in a clock but in the sweep itself, or in what it stands on."""


@dataclass
class SweepResult:
    noticed: int = 0
    parked: int = 0
    oldest_lag_seconds: int = 0
    unfinished: bool = False
    """The time was up before everything was noticed; the next sweep goes on."""
    skip: list[int] = field(default_factory=list)
    """Rows that this sweep has put aside."""


class Picked(NamedTuple):
    """A due clock, locked."""

    id: int
    rule: str
    rule_set: str
    owner_id: int
    team_id: int
    seen: int
    """How many rungs were noticed before."""
    reached: int
    """How many rungs' instants have come."""
    lag: int
    """Seconds since its look was due."""

    @property
    def known_as(self) -> tuple[str, str, int]:
        return self.rule, self.rule_set, self.reached


def sweep(batch: int = 1000, seconds: float = 200) -> SweepResult:
    """Notice everything that is due, `batch` clocks to a transaction, for `seconds` at the most.
    Raises `SweepFailed` when it is not one clock that is at fault."""
    began = monotonic()
    result = SweepResult()
    beat = _run(sweep_sql.BEAT_STARTS)[0][0]
    try:
        calendar_actions.catch_stragglers()
        rungs = Rungs()
        while _batch(batch, rungs, result) == batch:
            if monotonic() - began > seconds:
                result.unfinished = True
                break
    except SweepFailed as error:
        report(str(error))
        raise
    finish(beat, result)
    return result


def finish(beat: int, result: SweepResult) -> None:
    """Say that this sweep came to its end, and what it found; now and then forget old ones."""
    _run(
        sweep_sql.BEAT_ENDS,
        {
            "id": beat,
            "noticed": result.noticed,
            "parked": result.parked,
            "lag": result.oldest_lag_seconds,
        },
    )
    if beat % 100 == 0:
        _run(sweep_sql.FORGET_BEATS)


class Rungs:
    """The rule book and the people, in the shape that the statements join with."""

    def __init__(self) -> None:
        self.told: list[tuple[To, ...]] = []
        """Each different set of people that some rung tells."""
        self.due_place: dict[tuple[str, str, int], int] = {}
        """(rule, rule set, rungs reached) that a clock may be found with: the place of its "due"."""
        rows = [
            described
            for row in timescales.TIMESCALES
            for rule_set in row.sets
            for described in self._describe(row, rule_set)
        ]
        self.as_json = json.dumps(rows)
        self.recipients = Recipients(
            _run("SELECT (now() AT TIME ZONE 'Europe/London')::date")[0][0]
        )

    def _describe(self, row: Timescale, rule_set: str) -> list[dict[str, Any]]:
        keys = [rung.key for rung in row.rungs]
        due_place = keys.index("due") + 1
        described = []
        for place, rung in enumerate(row.rungs, 1):
            if rung.to not in self.told:
                self.told.append(rung.to)
            if place < due_place:
                kind, words = "warned", f"{row.label}: due by "
            elif place == due_place:
                kind, words = "breached", f"{row.label}: overdue. It was due by "
            else:
                kind, words = "climbed", f"{row.label}: {rung.label.lower()}. It was due by "
            described.append(
                {
                    "rule": row.key,
                    "rule_set": rule_set,
                    "place": place,
                    "key": rung.key,
                    "keys": keys,
                    "kind": kind,
                    "words": words,
                    "by_hour": isinstance(row.allowed, BY_HOUR),
                    "told": self.told.index(rung.to),
                }
            )
            self.due_place[row.key, rule_set, place] = due_place
        return described

    def values(self, hits: list[Picked]) -> dict[str, Any]:
        """What every statement of a batch is run with."""
        people: list[tuple[int, int, int, int]] = []
        lone: list[tuple[int, int, int]] = []
        for owner, team in {(hit.owner_id, hit.team_id) for hit in hits}:
            for told, to in enumerate(self.told):
                found = self.recipients.of(owner, team, to)
                people += [(owner, team, told, pk) for pk in found]
                if to and not found:
                    lone.append((owner, team, told))
        return {
            "ids": [hit.id for hit in hits],
            "breached": [hit.id for hit in hits if hit.reached >= self.due_place[hit.known_as]],
            "passed_unseen": any(hit.reached - hit.seen > 1 for hit in hits),
            "rungs": self.as_json,
            "owners": [row[0] for row in people],
            "teams": [row[1] for row in people],
            "tolds": [row[2] for row in people],
            "people": [row[3] for row in people],
            "lone_owners": [row[0] for row in lone],
            "lone_teams": [row[1] for row in lone],
            "lone_tolds": [row[2] for row in lone],
            "one": MISSED_ONE,
            "many": MISSED_MANY,
        }


def _batch(batch: int, rungs: Rungs, result: SweepResult) -> int:
    """Notice one batch in one transaction; how many rows it found."""
    for attempt in range(TRIES):
        try:
            return _in_one_transaction(rungs, result, limit=batch)
        except Exception as error:
            if _is_passing(error) and attempt + 1 < TRIES:
                continue
            if not _is_about_rows(error):
                raise
            log.warning("A batch failed (%s); its clocks go one by one.", describe(error))
            break
    return _one_by_one(batch, rungs, result)


def _in_one_transaction(
    rungs: Rungs, result: SweepResult, limit: int, only: list[int] | None = None
) -> int:
    with transaction.atomic():
        picked = pick(limit, result.skip, only)
        strangers = [
            row for row in picked if row.reached > row.seen and row.known_as not in rungs.due_place
        ]
        hits = [row for row in picked if row.reached > row.seen and row not in strangers]
        for row in strangers:
            set_aside(row.id, f"The rule book has no clock {row.rule!r} like this one.")
        if len(hits) + len(strangers) < len(picked):
            _run(sweep_sql.WAIT, {"ids": [row.id for row in picked]})
        if hits:
            notice(rungs.values(hits))
    # only what was committed is counted
    result.noticed += len(hits)
    result.parked += len(strangers)
    result.skip += [row.id for row in strangers]
    lag = max((row.lag for row in hits), default=0)
    result.oldest_lag_seconds = max(result.oldest_lag_seconds, lag)
    return len(picked)


def _one_by_one(batch: int, rungs: Rungs, result: SweepResult) -> int:
    """Each row of a batch that failed, in a transaction of its own, so that only the bad ones are
    put aside. Where all of many fail it is not the rows that are bad, and none is put aside."""
    with transaction.atomic():
        due = [row[0] for row in _run(sweep_sql.PICK_IDS, {"limit": batch, "skip": result.skip})]
    failed: dict[int, str] = {}
    for pk in due:
        try:
            _in_one_transaction(rungs, result, limit=1, only=[pk])
        except Exception as error:
            if not _is_about_rows(error) or _is_passing(error):
                raise
            failed[pk] = describe(error)
    if len(failed) > 10 and len(failed) == len(due):
        raise SweepFailed(f"The sweep fails for every clock: {next(iter(failed.values()))}.")
    for pk, why in failed.items():
        try:
            with transaction.atomic():
                set_aside(pk, f"The sweep could not notice this clock: {why}.")
        except DatabaseError as error:
            # not even that can be written; the rest goes on without it
            report(f"Clock {pk} can be neither noticed nor put aside: {describe(error)}.")
        result.parked += 1
        result.skip.append(pk)
    return len(due)


def _is_passing(error: Exception) -> bool:
    return getattr(error.__cause__, "pgcode", None) in PASSING


def _is_about_rows(error: Exception) -> bool:
    """False where the server or the connection is at fault: the next sweep finds a new one."""
    if isinstance(error, InterfaceError):
        return False
    if isinstance(error, OperationalError):
        code = getattr(error.__cause__, "pgcode", None) or ""
        return bool(code) and not code.startswith(ELSEWHERE)
    return True


def describe(error: Exception) -> str:
    """What went wrong, without the row's values that a database puts beside it."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return (getattr(diagnosis, "message_primary", None) or type(error).__name__).rstrip(".")


# --- The steps of one batch, each one statement -------------------------------------------------


def pick(limit: int, skip: list[int], only: list[int] | None = None) -> list[Picked]:
    """Lock the due clocks that no other sweep holds, the longest waiting first."""
    found = _run(sweep_sql.PICK, {"limit": limit, "skip": skip, "only": only})
    return [Picked._make(row) for row in found]


def notice(values: dict[str, Any]) -> None:
    """Write all that follows from a batch of locked clocks."""
    _run(sweep_sql.PLANNING)
    write_lines(values)
    tell(values)
    if values["passed_unseen"]:
        tell_what_was_missed(values)
    move_on(values)


def write_lines(values: dict[str, Any]) -> None:
    _run(sweep_sql.LINES, values)


def tell(values: dict[str, Any]) -> None:
    _run(sweep_sql.ALERTS, values)
    if values["lone_tolds"]:
        _run(sweep_sql.NOBODY, values)


def move_on(values: dict[str, Any]) -> None:
    _run(sweep_sql.MOVE_ON, values)


def tell_what_was_missed(values: dict[str, Any]) -> None:
    _run(sweep_sql.DIGEST, values)


def set_aside(pk: int, what: str) -> None:
    """Leave a clock out of every sweep until a person has settled its incident."""
    _run(sweep_sql.SET_ASIDE, {"id": pk})
    _run(sweep_sql.INCIDENT, {"id": pk, "what": what})


def _run(statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
