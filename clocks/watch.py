"""Watching the watcher: whether the sweep runs, and what it has not noticed yet.

One statement asks for everything, by the database's own clock, so that any connection will do:
the health check brings one of its own that gives up soon.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from ui.moments import span_words

BEHIND_AFTER = 300
"""Seconds that a due clock may wait to be noticed, or that the last sweep may lie back."""

STATE = """
WITH moment AS (SELECT COALESCE(%(now)s::timestamptz, now()) AS now)
SELECT
    (SELECT EXTRACT(EPOCH FROM now - (
        SELECT min(next_look_at) FROM clocks_clock
        WHERE standing = 'running' AND parked_at IS NULL AND next_look_at <= now))::bigint),
    (SELECT EXTRACT(EPOCH FROM now - (
        SELECT finished_at FROM clocks_heartbeat WHERE finished_at IS NOT NULL
        ORDER BY id DESC LIMIT 1))::bigint),
    (SELECT oldest_lag_seconds FROM clocks_heartbeat WHERE finished_at IS NOT NULL
     ORDER BY id DESC LIMIT 1),
    (SELECT count(*) FROM audit_alert WHERE mail = 'wanted'),
    (SELECT count(*) FROM audit_alert WHERE mail = 'dead'),
    (SELECT count(*) FROM clocks_incident WHERE settled_at IS NULL)
FROM moment
"""


@dataclass(frozen=True)
class Watch:
    """How the watch stands. Ages are whole seconds; None where there is nothing of the kind."""

    oldest_unnoticed: int | None
    """How long the oldest due clock has waited to be noticed."""
    last_beat: int | None
    """How long ago a sweep last came to its end."""
    last_lag: int
    """How late the last sweep noticed the oldest clock that it found."""
    alerts_waiting: int
    alerts_dead: int
    incidents: int

    @property
    def behind(self) -> bool:
        """A due clock has waited longer than five minutes to be noticed."""
        return (self.oldest_unnoticed or 0) > BEHIND_AFTER

    @property
    def silent(self) -> bool:
        """No sweep has come to its end in the last five minutes."""
        return self.last_beat is None or self.last_beat > BEHIND_AFTER

    @property
    def warning(self) -> str:
        """What managers have to know before they trust a list of clocks; empty when all is well."""
        if self.behind:
            waited = span_words(timedelta(seconds=self.oldest_unnoticed or 0))
            return (
                f"Time limits are not being watched: one passed {waited} ago and nobody has been "
                "told. Check what is due yourself until this message goes."
            )
        if self.silent:
            return (
                "Time limits are not being watched at the moment. Nothing is known to be missed; "
                "check what is due yourself until this message goes."
            )
        return ""


def state_of_watch(now: datetime | None = None, cursor: Any = None) -> Watch:
    """How the watch stands at `now`; left out, by the database's clock."""
    if cursor is not None:
        cursor.execute(STATE, {"now": now})
        row = cursor.fetchone()
    else:
        with connection.cursor() as own:
            own.execute(STATE, {"now": now})
            row = own.fetchone()
    return Watch(row[0], row[1], row[2] or 0, *row[3:])


def running_clocks(cursor: Any) -> int:
    cursor.execute("SELECT count(*) FROM clocks_clock WHERE standing = 'running'")
    return int(cursor.fetchone()[0])
