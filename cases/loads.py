"""What each worker carries, worked out for any number of them in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Absence, User
from cases.models import Allocation, Case, Task
from clocks.models import Clock
from people.access import either, open_to
from rules.access import ABILITIES
from rules.codes import AllocationRole
from rules.lifecycles import MAY_NOT_WAIT

CARRIERS = ABILITIES["carry-cases"].by


@dataclass
class Load:
    """What one worker carries. `cases` are those they lead; `beside`, those they are second worker
    or cover on; `grave`, their children on a plan or looked after."""

    worker: User
    cases: int = 0
    grave: int = 0
    beside: int = 0
    tasks: int = 0
    late: int = 0
    absence: Absence | None = None

    @property
    def per_fte(self) -> Decimal | None:
        """Cases as lead for each full-time place; None for somebody without hours."""
        return Decimal(self.cases) / self.worker.fte if self.worker.fte else None


def carriers(team_ids: Iterable[int]) -> list[User]:
    """Those who can be allocated to a child in these teams, by name."""
    return list(
        User.objects.filter(
            team__in=list(team_ids), role__in=CARRIERS, is_active=True
        ).select_related("team")
    )


def absences_on(workers: Iterable[User], now: datetime) -> dict[int, Absence]:
    """Who of them is away today; where two are recorded, the later one decides, as it does for
    `accounts.models.stand_in`."""
    rows = Absence.objects.on(timezone.localdate(now)).filter(user__in=[w.pk for w in workers])
    return {
        absence.user_id: absence
        for absence in rows.select_related("cover", "user").order_by("since", "pk")
    }


def loads_of(workers: Iterable[User], now: datetime, reader: User) -> list[Load]:
    """The loads in the order of the workers, without records that are closed to the reader: a count
    would tell of them. Five queries, however many they are."""
    loads = {worker.pk: Load(worker) for worker in workers}
    led = Case.objects.open().filter(open_to(reader), worker__in=loads).order_by().values("worker")
    for row in led.annotate(n=Count("pk"), grave=Count("pk", filter=Q(status__in=MAY_NOT_WAIT))):
        loads[row["worker"]].cases, loads[row["worker"]].grave = row["n"], row["grave"]
    beside = Allocation.objects.current().exclude(role=AllocationRole.LEAD)
    for row in (
        beside.filter(open_to(reader, "case__person"), worker__in=loads)
        .order_by()
        .values("worker")
        .annotate(n=Count("pk"))
    ):
        loads[row["worker"]].beside = row["n"]
    theirs = either(Q(case=None), open_to(reader, "case__person"))
    tasks = Task.objects.open().filter(theirs, owner__in=loads).order_by().values("owner")
    for row in tasks.annotate(n=Count("pk")):
        loads[row["owner"]].tasks = row["n"]
    theirs = either(Q(person=None), open_to(reader))
    late = Clock.objects.running().watched().filter(theirs, owner__in=loads, due_at__lte=now)
    for row in late.order_by().values("owner").annotate(n=Count("pk")):
        loads[row["owner"]].late = row["n"]
    for pk, absence in absences_on([load.worker for load in loads.values()], now).items():
        loads[pk].absence = absence
    return list(loads.values())
