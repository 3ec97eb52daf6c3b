"""Who has looked at a record, in words."""

from typing import Any

from django.db.models import Q, QuerySet

from audit.models import Access
from cases.models import Case, ContactChild
from clocks.plan import end_of, start_of

PAGES = {
    "case-detail": "the case",
    "case-family": "the family",
    "case-story": "the story",
    "case-as-of": "the case as it was on another day",
    "case-protection": "protection",
    "case-plan": "the plan and visits",
    "retention-record": "how long the record is kept",
    "certificate-detail": "a certificate of disposal",
    "case-documents": "the documents",
    "document-detail": "a document",
    "document-file": "a document",
    "case-access": "who has looked",
    "case-assessments": "the assessments",
    "assessment-detail": "an assessment",
    "clock-detail": "a clock",
    "task-detail": "a task",
    "case-allocate": "to allocate a worker",
    "case-reallocate": "to change the worker",
    "case-wait": "to put back to wait",
    "case-review-waiting": "to review the wait",
    "case-add-worker": "to add a worker",
    "case-end-worker": "to take a worker off",
    "case-visit": "to record a visit",
    "case-task-set": "to set a task",
    "case-close": "to close the case",
    "case-restriction": "who reads the restricted record",
    "contact-decide": "to decide a contact",
    "contact-answer": "to decide on new information",
    "contact-receipt": "the receipt of a contact",
    "person-detail": "the person",
    "contact-detail": "a contact",
    "glass-review": "why somebody opened the closed record",
    "search": "the search",
    "access-log": "the access log",
}
"""Pages in words; any other is shown by its name."""
WHAT = {"view": "Opened", "search": "Searched", "export": "Downloaded", "print": "Printed"}
GLASS = "glass"
"""Kinds of looks that the list can be cut down to; `GLASS` is not one that the log names."""


def doing_words(row: Access) -> str:
    """«Opened: the story»."""
    page = PAGES.get(row.page) or row.page.replace("-", " ").removesuffix(" detail")
    did = WHAT.get(row.what, row.what.capitalize())
    return f"{did}: {page}" if page else did


def looks_at(case: Case) -> QuerySet[Access]:
    """Every look at this child's record, on whichever case it was and in the contacts that told of
    the child; the newest first."""
    told = list(ContactChild.objects.filter(person=case.person_id).values_list("contact"))
    contacts = [key for (key,) in told]
    rows = Access.objects.filter(Q(person=case.person_id) | Q(person=None, contact__in=contacts))
    return rows.select_related("by__team", "glass").order_by("-at", "-id")


def chosen_looks(rows: QuerySet[Access], chosen: dict[str, Any]) -> QuerySet[Access]:
    """What is left of the looks after the reader's choices."""
    if who := chosen.get("who"):
        rows = rows.filter(Q(by__name__icontains=who) | Q(by__username__iexact=who))
    if what := chosen.get("what"):
        rows = rows.filter(glass__isnull=False) if what == GLASS else rows.filter(what=what)
    if since := chosen.get("since"):
        rows = rows.filter(at__gte=start_of(since))
    if until := chosen.get("until"):
        rows = rows.filter(at__lt=end_of(until))
    return rows
