"""How clocks, cases and assessments are shown in worklists, in one place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from assessments.models import Assessment
from cases.models import Case
from cases.showing import badges_of
from cases.tabs import address
from clocks import words
from clocks.calendar import calendar
from clocks.models import Clock


@dataclass(frozen=True)
class Line:
    """One row of a list that needs the manager."""

    case: Case | None
    text: str
    url: str
    tone: str = "plain"


def case_address(case: Case) -> str:
    return address("case-detail", case.reference)


def badge(case: Case) -> dict[str, str]:
    """What a child is to us now."""
    return badges_of(case)[0]


class Words:
    """Clocks in words for one page: one moment, and the calendar fetched once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.known = calendar()

    def tone(self, clock: Clock) -> str:
        """ok, soon or late."""
        return words.tone(clock, self.now)

    def sentence(self, clock: Clock) -> str:
        """When it is due and how long that is; or how late."""
        return words.sentence(clock, self.now, self.known)

    def inside(self, clock: Clock) -> str:
        """The same, inside a sentence."""
        text = self.sentence(clock)
        return f"{text[:1].lower()}{text[1:]}"

    def bare(self, clock: Clock) -> dict[str, str]:
        """The same, where the page says already what it is about."""
        return {**self.shown(clock), "sentence": self.sentence(clock)}

    def shown(self, clock: Clock) -> dict[str, str]:
        """A clock as `components/_clock.html` takes it."""
        return {
            "sentence": f"{clock.label}: {self.inside(clock)}",
            "tone": self.tone(clock),
            "url": address("clock-detail", clock.pk),
        }


def assessments_of(cases: Iterable[Case]) -> dict[int, list[Assessment]]:
    """The unfinished assessments of some cases, by case. One query."""
    found: dict[int, list[Assessment]] = defaultdict(list)
    by_key = {case.pk: case for case in cases}
    rows = Assessment.objects.unfinished().filter(case__in=list(by_key))
    for row in rows.select_related("returned_by", "author").order_by("pk"):
        row.case = by_key[row.case_id]
        found[row.case_id].append(row)
    return found


def assessment_address(row: Assessment) -> str:
    return address("assessment-detail", row.pk)


def to_authorise(cases: Any) -> QuerySet[Assessment]:
    """The assessments on these cases that wait to be authorised, longest first."""
    rows = Assessment.objects.filter(state="sent", case__in=cases)
    return rows.select_related("case__person", "author", "sent_to").order_by("sent_at")
