"""What needs a manager now to keep a child safe: emergencies, strategy discussions that nobody has
held, enquiries to authorise."""

from django.db.models import QuerySet

from cases.models import Task
from cases.models.case import CaseQuerySet
from protection.models import EmergencyAction, Section47Enquiry
from reports import showing
from reports.showing import Line
from rules.codes import TaskKind
from rules.lifecycles import EnquiryState
from ui.moments import day_words, moment_words, since_words


def in_force(cases: CaseQuerySet) -> QuerySet[EmergencyAction]:
    """Emergency action in force, the one that runs out first comes first."""
    rows = EmergencyAction.objects.in_force().filter(case__in=cases)
    return rows.select_related("case__person", "case__team")


def undiscussed(cases: CaseQuerySet) -> QuerySet[Task]:
    """The strategy discussions that were asked for and nobody has held, the longest first."""
    rows = Task.objects.open().filter(kind=TaskKind.STRATEGY_DISCUSSION, case__in=cases)
    return rows.select_related("case__person", "case__team").order_by("set_at", "pk")


def to_authorise(cases: CaseQuerySet) -> QuerySet[Section47Enquiry]:
    """Section 47 enquiries that wait for a manager, the longest first."""
    rows = Section47Enquiry.objects.filter(state=EnquiryState.SENT, case__in=cases)
    return rows.select_related("case__person", "case__team", "lead", "sent_to").order_by("sent_at")


def emergency_line(action: EmergencyAction, words: showing.Words) -> Line:
    over = action.ends_at <= words.now
    ends = f"{'ran' if over else 'runs'} out {moment_words(action.ends_at, words.now)}"
    tail = ", and no end is recorded" if over else ""
    return Line(
        action.case,
        f"{action.kind_label}: {ends}{tail}.",
        showing.address("case-protection", action.case.reference),
        "late" if over else "soon",
    )


def strategy_line(task: Task, words: showing.Words) -> Line:
    assert task.case is not None  # listed by their case
    return Line(
        task.case,
        f"Not held; asked for {since_words(task.set_at, words.now)} ago, by "
        f"{day_words(task.due_on, words.now)} at the latest.",
        showing.address("strategy-hold", task.case.reference),
        "late" if task.due_on < words.now.date() else "soon",
    )


def enquiry_line(enquiry: Section47Enquiry, words: showing.Words) -> Line:
    assert enquiry.sent_at is not None  # listed because it was sent
    return Line(
        enquiry.case,
        f"Section 47 enquiry led by {enquiry.lead}, sent "
        f"{moment_words(enquiry.sent_at, words.now)} to {enquiry.sent_to}.",
        showing.address("enquiry-authorise", enquiry.pk),
    )
