"""What the worklists take from other parts of the product, in one place.

Assessments are read by their reverse name (`case.assessments`), so that a case without any is
no special case; addresses of pages that an install does not have are left out.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse

from cases.models import Case
from clocks.calendar import calendar
from clocks.models import Clock
from rules.lifecycles import CaseStatus
from rules.timescales import ElapsedHours
from ui.moments import day_words, moment_words, span_words

STATUS_COLOURS = {
    CaseStatus.IN_NEED: "teal",
    CaseStatus.ON_PLAN: "red",
    CaseStatus.LOOKED_AFTER: "purple",
}


def address(url_name: str, *args: Any) -> str:
    """The address of a page, or "" where there is no such page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def case_address(case: Case) -> str:
    return f"/cases/{case.reference}/"


def badge(case: Case) -> dict[str, str]:
    """What a child is to us now."""
    return {
        "text": CaseStatus.label_of(case.status),
        "colour": STATUS_COLOURS.get(CaseStatus(case.status), "grey"),
    }


# --- Clocks in words ----------------------------------------------------------------------------
class Words:
    """Clocks in words for one page: one moment, and the calendar fetched once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.known = calendar()

    def tone(self, clock: Clock) -> str:
        """ok, soon or late."""
        if clock.is_late(self.now):
            return "late"
        return "soon" if clock.looks and self.now >= clock.looks[0] else "ok"

    def sentence(self, clock: Clock) -> str:
        """When it is due and how long that is; or how late."""
        hours = _in_hours(clock)
        due = (moment_words if hours else day_words)(
            clock.due_at if hours else clock.due_on, self.now
        )
        if clock.is_late(self.now):
            return f"Late by {span_words(self.now - clock.due_at)}, due {due}"
        if hours:
            return f"Due {due}, {span_words(clock.due_at - self.now)} left"
        return f"Due {due}"

    def inside(self, clock: Clock) -> str:
        """The same, inside a sentence."""
        text = self.sentence(clock)
        return f"{text[:1].lower()}{text[1:]}"

    def shown(self, clock: Clock) -> dict[str, str]:
        """A clock as `components/_clock.html` takes it."""
        return {
            "sentence": f"{clock.label}: {self.inside(clock)}",
            "tone": self.tone(clock),
            "url": address("clock-detail", clock.pk),
        }


def _in_hours(clock: Clock) -> bool:
    try:
        return isinstance(clock.row.allowed, ElapsedHours)
    except KeyError:
        return False


# --- Assessments --------------------------------------------------------------------------------
def assessments_of(cases: Iterable[Case]) -> dict[int, list[Any]]:
    """The unfinished assessments of some cases, by case. One query."""
    found: dict[int, list[Any]] = defaultdict(list)
    if not apps.is_installed("assessments") or "assessment" not in apps.all_models["assessments"]:
        return found
    model: Any = apps.get_model("assessments", "Assessment")
    rows = model.objects.unfinished().filter(case__in=[case.pk for case in cases])
    for row in rows.select_related("case__person", "returned_by", "author").order_by("pk"):
        found[row.case_id].append(row)
    return found


def to_authorise(cases: Any) -> Any:
    """The assessments on these cases that wait to be authorised, longest first."""
    if not apps.is_installed("assessments") or "assessment" not in apps.all_models["assessments"]:
        return Case.objects.none()
    model: Any = apps.get_model("assessments", "Assessment")
    rows = model.objects.filter(state="sent", case__in=cases)
    return rows.select_related("case__person", "author", "sent_to").order_by("sent_at")
