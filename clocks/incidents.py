"""What the service could not do by itself, and a person has to look at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from clocks.models import Clock, Incident


def report(what: str) -> None:
    """Open an incident that is about no one clock; one that says the same and is open will do."""
    if not Incident.objects.filter(clock=None, settled_at=None, what=what).exists():
        Incident.objects.create(what=what)


def report_clocks(faults: Iterable[tuple[int, str]]) -> None:
    """Open an incident for each (clock id, what is wrong); a clock has one open at a time."""
    Incident.objects.bulk_create(
        [Incident(clock_id=clock_id, what=what) for clock_id, what in faults],
        ignore_conflicts=True,
        batch_size=500,
    )


@transaction.atomic
def settle(incident: Incident, *, by: Any, how: str, at: datetime | None = None) -> None:
    """Close an incident. A clock that was put aside for it goes back to the sweep."""
    incident.settled_at, incident.settled_by, incident.how = at or timezone.now(), by, how
    incident.save(update_fields=["settled_at", "settled_by", "how"])
    if incident.clock_id is not None:
        Clock.objects.filter(pk=incident.clock_id).update(parked_at=None)
