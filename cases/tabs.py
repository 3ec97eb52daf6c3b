"""The tabs of a case, in the order they are shown. To add one, add a row; a row whose page does
not exist is left out, so that an app brings its tab by bringing its page."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, reverse

from cases.models import Case
from rules.lifecycles import Hat


def everybody(case: Case, user: Any) -> bool:
    return True


def may_see_who_looked(case: Case, user: Any) -> bool:
    """Managers of the case, and whoever reads the access log."""
    return Hat.MANAGER in case.hats(user) or user.may("read-access-log")


@dataclass(frozen=True)
class Tab:
    label: str
    url_name: str
    covers: tuple[str, ...] = ()
    """Other pages that belong under this tab."""
    shown_to: Callable[[Case, Any], bool] = everybody


TABS: tuple[Tab, ...] = (
    Tab(
        "Overview",
        "case-detail",
        (
            "case-close",
            "case-visit",
            "case-task-set",
            "task-detail",
            "case-allocate",
            "case-reallocate",
            "case-wait",
            "case-review-waiting",
            "case-add-worker",
            "case-end-worker",
            "case-restrict",
            "case-restriction",
            "restriction-review",
            "restriction-lift",
        ),
    ),
    Tab(
        "Family",
        "case-family",
        (
            "case-family-add",
            "case-family-change",
            "case-family-end",
            "case-professional-add",
            "case-professional-end",
        ),
    ),
    Tab("Story", "case-story", ("chronology-add", "chronology-correct")),
    Tab("Assessments", "case-assessments"),
    Tab(
        "Protection",
        "case-protection",
        (
            "strategy-hold",
            "strategy-detail",
            "enquiry-hand-over",
            "enquiry-withdraw",
            "medical-ask",
            "medical-record",
            "emergency-begin",
            "emergency-extend",
            "emergency-end",
            "domestic-abuse-assess",
            "recommendation-discuss",
            "transfer-in",
        ),
    ),
    Tab(
        "Plan and visits",
        "case-plan",
        (
            "plan-actions-add",
            "plan-action-change",
            "plan-revise",
            "protection-plan-end",
            "core-group-hold",
            "core-group-detail",
            "core-group-members",
            "in-need-plan-begin",
            "in-need-plan-review",
            "in-need-plan-end",
            "birth-record",
            "adult-service-record",
        ),
    ),
    Tab("Panel", "case-panel"),
    Tab(
        "Documents",
        "case-documents",
        ("document-add", "document-detail", "document-correct", "document-withdraw"),
    ),
    Tab("Access", "case-access", shown_to=may_see_who_looked),
)


@lru_cache(maxsize=20_000)
def address(url_name: str, *args: Any) -> str:
    """The address of a page, or "" while no app has that page. Kept, for lists name the same records
    again and again."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""


def tabs_for(case: Case, user: Any, page: str) -> list[dict[str, Any]]:
    """The tabs to show; `page` is the URL name of the page under way."""
    shown = [
        {
            "label": tab.label,
            "url": address(tab.url_name, case.reference),
            "current": page == tab.url_name or page in tab.covers,
        }
        for tab in TABS
        if tab.shown_to(case, user)
    ]
    return [tab for tab in shown if tab["url"]]
