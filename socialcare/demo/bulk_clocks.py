"""Clocks with their whole ledger, as the service would have written them: the start, what the sweep
noticed while they ran, and the end."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from audit.models import Alert
from clocks.calendar import calendar
from clocks.models import Clock, ClockLine, LineKind, Standing
from clocks.plan import Plan, local_date, plan
from rules.timescales import ElapsedHours, Timescale, timescale
from socialcare.demo.bulk_tables import Copy

LAG = timedelta(seconds=12)
"""How long after a rung's instant the sweep came by."""
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
UNREAD_FOR = timedelta(days=5)
ALERTS_KEPT = timedelta(days=90)
KINDS = {"due-soon": LineKind.WARNED, "due": LineKind.BREACHED}


@dataclass(frozen=True)
class Ended:
    event: int
    at: datetime
    by: int
    why: str = ""
    late_reason: str = ""
    """What was said, if it turns out to be late."""
    kind: LineKind = LineKind.STOPPED


class Clocks:
    """Writes clocks, their lines, and the alerts of those that still matter."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.clocks, self.lines, self.alerts = Copy(Clock), Copy(ClockLine), Copy(Alert)
        self.last_due_on: date | None = None
        """Of the clock written last."""
        self._calendar = calendar()
        self._planned = lru_cache(maxsize=20_000)(self._plan_day)

    def _plan_day(self, row: Timescale, started_on: date, given: date | None) -> Plan:
        # as if it had begun long ago, so that no look is held back to one clock's own start
        return plan(
            row,
            started_at=LONG_AGO,
            started_on=started_on,
            holidays=self._calendar.days,
            given=given,
        )

    def _plan(self, row: Timescale, at: datetime, on: date, given: date | None) -> Plan:
        if isinstance(row.allowed, ElapsedHours):
            return plan(row, started_at=at, started_on=on, holidays=self._calendar.days)
        due = self._planned(row, on, given)
        return replace(due, looks=tuple(max(look, at) for look in due.looks))

    def run(
        self,
        rule: str,
        rule_set: str,
        occasion: str,
        *,
        event: int,
        at: datetime,
        by: int,
        started_at: datetime | None = None,
        started_on: date | None = None,
        given: date | None = None,
        ended: Ended | None = None,
        owner_id: int | None = None,
        **about: Any,
    ) -> bool:
        """One clock, started by the event `event` at `at`, to its end or to now. Whether it ran out
        of time."""
        row = timescale(rule, rule_set)
        started_at = started_at or at
        started_on = started_on or local_date(started_at)
        due = self._plan(row, started_at, started_on, given)
        self.last_due_on = due.due_on
        until = ended.at if ended else self.now
        line = {
            "clock_id": self.clocks.key(),
            "due_at": due.due_at,
            "rule_set": rule_set,
            "calendar_version": self._calendar.version,
        }
        self.lines.row(
            kind=LineKind.STARTED, at=started_at, recorded_at=at, by_id=by, event_id=event, **line
        )
        rung, noticed_at = 0, None
        for rung_row, look in zip(row.rungs, due.looks, strict=True):
            seen = max(look, at) + LAG
            if seen > until:
                break
            rung += 1
            kind = KINDS.get(rung_row.key, LineKind.CLIMBED)
            self.lines.row(kind=kind, rung=rung_row.key, at=look, recorded_at=seen, **line)
            if rung_row.key == "due":
                noticed_at = seen
        late = bool(ended) and ended.at > due.due_at
        late_reason = ""
        if ended:
            told = {"at": ended.at, "recorded_at": ended.at, "event_id": ended.event, **line}
            if late and ended.kind == LineKind.STOPPED:
                if noticed_at is None:
                    # done late between two sweeps: noticed by the act itself
                    noticed_at = ended.at
                    told_late = {**told, "at": due.due_at}
                    self.lines.row(kind=LineKind.BREACHED, rung="due", **told_late)
                if ended.late_reason and not row.measures_only:
                    late_reason = ended.late_reason
                    self.lines.row(kind=LineKind.EXPLAINED, by_id=ended.by, why=late_reason, **told)
            self.lines.row(kind=ended.kind, by_id=ended.by, why=ended.why, **told)
        ahead = due.looks[rung:]
        next_look_at = None
        if not ended and ahead:
            next_look_at = max(ahead[0], at) if rung == 0 else ahead[0]
        self.clocks.row(
            id=line["clock_id"],
            rule=rule,
            rule_set=rule_set,
            occasion=occasion,
            started_by_id=event,
            owner_id=owner_id,
            standing=_standing(ended),
            measures_only=row.measures_only,
            started_at=started_at,
            started_on=started_on,
            due_at=due.due_at,
            due_on=due.due_on,
            calendar_version=self._calendar.version,
            looks=due.looks,
            rung=rung,
            next_look_at=next_look_at,
            breached_at=due.due_at if noticed_at else None,
            noticed_at=noticed_at,
            stopped_at=ended.at if ended else None,
            late_reason=late_reason,
            **about,
        )
        if rung and owner_id and not row.measures_only:
            self._tell(line["clock_id"], row, rung, due, at, owner_id, about.get("case_id"))
        return late or (not ended and due.due_at < self.now)

    def _tell(
        self,
        clock: int,
        row: Timescale,
        rung: int,
        due: Plan,
        at: datetime,
        owner: int,
        case: int | None,
    ) -> None:
        """The alert of the last rung, if it is of these weeks; older ones are long forgotten."""
        seen = max(due.looks[rung - 1], at) + LAG
        if self.now - seen > ALERTS_KEPT:
            return
        key = row.rungs[rung - 1].key
        words = "due by" if key == "due-soon" else "overdue. It was due by"
        self.alerts.row(
            key=f"clock:{clock}:{key}:{due.due_at.timestamp():.0f}",
            recipient_id=owner,
            text=f"{row.label}: {words} {due.due_on:%A} {due.due_on.day} {due.due_on:%B %Y}",
            url=f"/clocks/{clock}/",
            case_id=case,
            grave=key != "due-soon",
            created_at=seen,
            read_at=None if self.now - seen < UNREAD_FOR else seen + timedelta(hours=5),
            mail=Alert.Mail.NONE,
            next_attempt_at=seen,
        )

    @property
    def tables(self) -> list[Copy]:
        return [self.clocks, self.lines, self.alerts]


def _standing(ended: Ended | None) -> Standing:
    if ended is None:
        return Standing.RUNNING
    return Standing.STOPPED if ended.kind == LineKind.STOPPED else Standing.CANCELLED
