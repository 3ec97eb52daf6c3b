"""W42. The medicals that Section 47 enquiries ask for: which of them are overdue, and how long it
takes from asking to examination."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from accounts.models import User
from cases.models import Case
from clocks.models import Clock
from protection.models import Medical
from reports import showing
from rules.lifecycles import MedicalState

YEAR = timedelta(days=365)


@dataclass
class Timely:
    """One team's medicals, or those of all the teams of the page."""

    name: str
    spans: list[timedelta] = field(default_factory=list)
    outstanding: int = 0
    overdue: int = 0

    @property
    def held(self) -> int:
        return len(self.spans)

    @property
    def median(self) -> timedelta | None:
        """The middle one; None where no medical was held."""
        seconds = [span.total_seconds() for span in self.spans]
        return timedelta(seconds=median(seconds)) if seconds else None


def of_teams(user: User, team_ids: Collection[int]) -> Any:
    """The medicals of the children of these teams whose record this person may open."""
    cases = Case.objects.visible_to(user).filter(team__in=team_ids)
    return Medical.objects.filter(enquiry__case__in=cases)


def outstanding(medicals: Any) -> Any:
    """Asked for and not held, the longest first: who comes first is due first."""
    return medicals.outstanding().select_related("enquiry__case__person", "enquiry__case__team")


def held(medicals: Any, now: datetime) -> Any:
    """Held in the last twelve months, the newest first."""
    rows = medicals.filter(state=MedicalState.ATTENDED, attended_at__gte=now - YEAR)
    return rows.select_related("enquiry__case__person", "enquiry__case__team").order_by(
        "-attended_at", "-pk"
    )


def timeliness(medicals: Any, now: datetime) -> tuple[Timely, list[Timely]]:
    """All together, and each team that has any. Two queries."""
    late = set(medicals.overdue(now).values_list("pk", flat=True))
    every, teams = Timely("Together"), defaultdict[str, Timely](lambda: Timely(""))
    rows = medicals.outstanding() | medicals.filter(
        state=MedicalState.ATTENDED, attended_at__gte=now - YEAR
    )
    for pk, team, asked_at, attended_at in rows.order_by("enquiry__case__team__name").values_list(
        "pk", "enquiry__case__team__name", "asked_at", "attended_at"
    ):
        teams[team].name = team
        for each in (every, teams[team]):
            if attended_at is None:
                each.outstanding += 1
                each.overdue += pk in late
            else:
                each.spans.append(attended_at - asked_at)
    return every, list(teams.values())


def rows_of(medicals: list[Medical], now: datetime) -> list[dict[str, Any]]:
    """The medicals of a list as the page shows them: with their clock, or how long they took."""
    words = showing.Words(now)
    running = Clock.objects.running().filter(
        occasion__in=[row.occasion for row in medicals if row.state == MedicalState.ASKED]
    )
    clocks = {clock.occasion: clock for clock in running}
    return [
        {
            "medical": row,
            "case": row.enquiry.case,
            "clock": words.bare(clocks[row.occasion]) if row.occasion in clocks else None,
            "took": row.attended_at - row.asked_at if row.attended_at else None,
        }
        for row in medicals
    ]
