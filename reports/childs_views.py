"""W47. Finished work that has no words of the child's own: what counts is said on the page in the
same words as here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from assessments.models import Assessment, PartText
from cases.models import Case
from protection.models import ConferenceChild, InNeedReview, Section47Enquiry
from reports import showing
from rules.assessment_types import VOICE
from rules.lifecycles import EnquiryState
from ui.moments import day_words

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Kind:
    """One kind of work, with those of the last twelve months, and those of them that are blank."""

    key: str
    label: str
    counts: str
    """What of it is counted, in words."""
    all: Any
    blank: Any
    line: Callable[[Any, datetime], dict[str, Any]]


def kinds(user: User, team_ids: Collection[int], now: datetime) -> list[Kind]:
    """Each kind, of the children of these teams whose record this person may open."""
    cases = Case.objects.visible_to(user).filter(team__in=team_ids)
    since = now - YEAR
    enquiries = Section47Enquiry.objects.filter(
        case__in=cases,
        state__in=(EnquiryState.AUTHORISED, EnquiryState.CONFERRED),
        authorised_at__gte=since,
    ).select_related("case__person", "case__team")
    assessments = Assessment.objects.filter(
        case__in=cases, state="authorised", authorised_at__gte=since
    ).select_related("case__person", "case__team")
    said = PartText.objects.filter(assessment=OuterRef("pk"), key=VOICE.key, text__regex=r"\S")
    conferences = ConferenceChild.objects.filter(
        case__in=cases, state__in=("held", "agreed"), conference__held_on__gte=since.date()
    ).select_related("case__person", "case__team", "conference")
    reviews = InNeedReview.objects.filter(
        plan__case__in=cases, held_on__gte=since.date()
    ).select_related("plan__case__person", "plan__case__team")
    return [
        Kind(
            "enquiries",
            "Section 47 enquiries",
            "authorised",
            enquiries,
            enquiries.filter(childs_words="").order_by("-authorised_at", "-pk"),
            _enquiry,
        ),
        Kind(
            "assessments",
            "Assessments",
            "authorised",
            assessments,
            assessments.filter(~Exists(said)).order_by("-authorised_at", "-pk"),
            _assessment,
        ),
        Kind(
            "conferences",
            "Conferences",
            "held, initial and review",
            conferences,
            conferences.filter(views="").order_by("-conference__held_on", "-pk"),
            _conference,
        ),
        Kind(
            "reviews",
            "Reviews of children in need",
            "held",
            reviews,
            reviews.filter(childs_views="").order_by("-held_on", "-pk"),
            _review,
        ),
    ]


def _row(case: Case, what: str, why: str, url: str) -> dict[str, Any]:
    return {"case": case, "what": what, "why": why.strip(), "url": url}


def _enquiry(row: Section47Enquiry, now: datetime) -> dict[str, Any]:
    what = f"Section 47 enquiry, authorised {day_words(row.authorised_at or now, now)}"
    return _row(row.case, what, row.why_no_words, showing.address("enquiry-detail", row.pk))


def _assessment(row: Assessment, now: datetime) -> dict[str, Any]:
    what = f"{row.type.label}, authorised {day_words(row.authorised_at or now, now)}"
    return _row(row.case, what, row.why_no_words, showing.assessment_address(row))


def _conference(row: ConferenceChild, now: datetime) -> dict[str, Any]:
    held = row.conference
    what = f"{held.kind_label}, {day_words(held.held_on or now, now)}"
    url = showing.address("conference-detail", held.pk)
    return _row(row.case, what, row.why_no_views, url)


def _review(row: InNeedReview, now: datetime) -> dict[str, Any]:
    case = row.plan.case
    url = showing.address("case-plan", case.reference)
    return _row(case, f"Review, {day_words(row.held_on, now)}", row.why_no_views, url)
