"""Those who wait for a worker: why, how long, and who last looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from audit.models import Event
from cases.models import Case
from cases.models.case import CaseQuerySet
from clocks.models import Clock
from reports import showing
from rules.codes import CasePriority

PRIORITY_COLOURS = {
    CasePriority.IMMEDIATE: "red",
    CasePriority.HIGH: "orange",
    CasePriority.MEDIUM: "yellow",
    CasePriority.LOW: "grey",
}


@dataclass(frozen=True)
class Row:
    case: Case
    age: str
    days: int
    reason: str
    review: str
    """What the last look at the wait found."""
    clock: dict[str, str] | None
    """By when somebody has to look again; the sentence without the label."""
    assessment: dict[str, str] | None
    """The assessment that runs on meanwhile."""

    @property
    def person(self) -> Any:
        return self.case.person

    @property
    def url(self) -> str:
        return showing.case_address(self.case)

    @property
    def badge(self) -> dict[str, str]:
        return {}

    @property
    def priority(self) -> dict[str, str]:
        label = CasePriority.label_of(self.case.priority)
        word, _, rest = label.partition(": ")
        colour = PRIORITY_COLOURS.get(CasePriority(self.case.priority), "grey")
        return {"text": word, "rest": rest, "colour": colour}

    @property
    def overdue(self) -> bool:
        return self.clock is not None and self.clock["tone"] == "late"


def waiting(user: User, team_ids: Iterable[int]) -> CaseQuerySet:
    """The queue, most pressing first, each with the words it waits for."""
    return (
        Case.objects.visible_to(user)
        .filter(team__in=list(team_ids))
        .waiting()
        .select_related("person", "team", "last_reviewed_by")
        .annotate(
            reason=_newest_why("case.refer", "case.wait"),
            review=_newest_why("case.review-waiting"),
        )
    )


def _newest_why(*keys: str) -> Subquery:
    lines = Event.objects.filter(case=OuterRef("pk"), key__in=keys).order_by("-at", "-id")
    return Subquery(lines.values("why")[:1])


def rows_of(cases: Iterable[Any], now: datetime) -> list[Row]:
    """One query more, for the clocks."""
    cases = list(cases)
    review: dict[int | None, Clock] = {}
    other: dict[int | None, Clock] = {}
    for clock in Clock.objects.running().watched().filter(case__in=cases).soonest():
        (review if clock.rule == "allocation-review" else other).setdefault(clock.case_id, clock)
    today, words = timezone.localdate(now), showing.Words(now)
    return [
        Row(
            case=case,
            age=case.person.age_on(today),
            days=case.days_waiting(now),
            reason=case.reason or "",
            # a review before the child last went back to wait is another wait's
            review=(case.review or "") if case.last_reviewed_at else "",
            clock=words.bare(review[case.pk]) if case.pk in review else None,
            assessment=words.shown(other[case.pk]) if case.pk in other else None,
        )
        for case in cases
    ]


@dataclass(frozen=True)
class Counted:
    all: int
    pressing: int
    overdue: int


def counted(user: User, team_ids: Iterable[int], now: datetime) -> Counted:
    """How many wait, how many of them at once, and how many reviews are overdue. One query."""
    late = Clock.objects.running().filter(rule="allocation-review", due_at__lte=now)
    found = (
        Case.objects.visible_to(user)
        .filter(team__in=list(team_ids), state="waiting")
        .aggregate(
            all=Count("pk"),
            pressing=Count("pk", filter=Q(priority=CasePriority.IMMEDIATE)),
            overdue=Count("pk", filter=Q(pk__in=late.values("case"))),
        )
    )
    return Counted(**found)
