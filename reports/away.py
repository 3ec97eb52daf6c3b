"""Who is away, who answers for their children, and who of the gravest has nobody."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Absence, User
from cases.actions.absences import may_keep_absences_of
from cases.loads import absences_on
from cases.models import Case
from reports import showing
from rules.lifecycles import MAY_NOT_WAIT


@dataclass(frozen=True)
class Covered:
    """A child on a plan or looked after whose worker is away. `wrong` says why nobody answers."""

    case: Case
    by: str
    wrong: str

    @property
    def url(self) -> str:
        return showing.case_address(self.case)

    @property
    def badge(self) -> dict[str, str]:
        return showing.badge(self.case)


@dataclass
class Away:
    absence: Absence
    begun: bool
    mine: bool
    """Whether the reader may change it."""
    cover_is_away: bool
    cases: int = 0
    children: list[Covered] = field(default_factory=list)

    @property
    def uncovered(self) -> list[Covered]:
        return [child for child in self.children if child.wrong]


def grave_of(reader: User, worker: User) -> list[Case]:
    """The children on a plan or looked after whom a worker leads, as far as the reader sees them."""
    cases = Case.objects.visible_to(reader).open().filter(worker=worker, status__in=MAY_NOT_WAIT)
    return list(cases.select_related("person").order_by("person__surname", "pk"))


def away(user: User, team_ids: Collection[int], now: datetime) -> list[Away]:
    """Who of these teams is away or is going to be; for somebody without a team's page, their own
    team. A fixed number of queries."""
    today = timezone.localdate(now)
    rows = list(
        Absence.objects.filter(
            Q(until=None) | Q(until__gte=today), Q(user__team__in=team_ids) | Q(user=user)
        )
        .select_related("user__team", "cover")
        .order_by("since", "user__name", "pk")
    )
    covers = absences_on({row.cover for row in rows if row.cover}, now)
    held = defaultdict(list)
    # counted for everybody, named only where the reader may open the case
    for case in (
        Case.objects.visible_to(user)
        .open()
        .filter(worker__in=[row.user_id for row in rows])
        .select_related("person")
        .order_by("person__surname", "pk")
    ):
        held[case.worker_id].append(case)
    found = []
    for row in rows:
        begun = row.since <= today
        out = begun and row.cover_id in covers
        each = Away(row, begun, may_keep_absences_of(user, row.user), out, len(held[row.user_id]))
        wrong = "nobody covers" if row.cover is None else ""
        if out:
            wrong = f"{row.cover} is away too"
        elif row.cover and not row.cover.is_active:
            wrong = f"{row.cover} has left"
        each.children = [
            Covered(case, row.cover.name if row.cover else "", wrong)
            for case in held[row.user_id]
            if case.status in MAY_NOT_WAIT
        ]
        found.append(each)
    return found
