"""The sweep as it would have been in the demo's past.

The real sweep goes by the database's clock, which cannot be set back; so here, and only here, what
it would have noticed at each moment is written as of that moment. `clocks verify` holds it to the
same rules as everything else, and nobody is alerted to what is long over.
"""

from datetime import datetime, timedelta

from clocks.models import Clock, ClockLine, LineKind


def notice(moment: datetime) -> None:
    """Write what had become due up to `moment`, each rung as of its own instant."""
    due = Clock.objects.running().filter(next_look_at__lte=moment)
    lines = []
    for clock in due:
        keys = [rung.key for rung in clock.row.rungs]
        while clock.rung < len(clock.looks) and clock.looks[clock.rung] <= moment:
            key = keys[clock.rung]
            seen = max(clock.looks[clock.rung], clock.started_by.recorded_at) + timedelta(
                seconds=12
            )
            kind = {"due-soon": LineKind.WARNED, "due": LineKind.BREACHED}.get(
                key, LineKind.CLIMBED
            )
            lines.append(
                ClockLine(
                    clock=clock,
                    kind=kind,
                    rung=key,
                    at=clock.looks[clock.rung],
                    recorded_at=seen,
                    due_at=clock.due_at,
                    rule_set=clock.rule_set,
                    calendar_version=clock.calendar_version,
                )
            )
            if key == "due":
                clock.breached_at, clock.noticed_at = clock.due_at, seen
            clock.rung += 1
        clock.next_look_at = clock.looks[clock.rung] if clock.rung < len(clock.looks) else None
    ClockLine.objects.bulk_create(lines)
    Clock.objects.bulk_update(due, ["rung", "next_look_at", "breached_at", "noticed_at"])
