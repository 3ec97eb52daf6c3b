"""What somebody holds: everything that has to be handed over before they leave, or before they go
to another team. To make something count, add a row.

What higher apps know is reached by its reverse name, so that nothing here imports upward.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from cases.models import Case
from rules.codes import AllocationRole
from rules.lifecycles import CaseState, ContactState, TaskState


@dataclass(frozen=True)
class Kind:
    key: str
    through: tuple[str, ...]
    """The reverse names of a person that it goes by."""
    label: str
    how: str
    """What is to be done about it, and by whom."""
    of: Callable[[User], QuerySet[Any]]
    case_of: Callable[[Any], Case | None]
    page: str = ""
    """The page where it is handed over, by its URL name."""
    args: Callable[[Any], dict[str, Any]] = lambda thing: {"pk": thing.pk}
    says: Callable[[Any], str] = str


@dataclass(frozen=True)
class Held:
    kind: Kind
    thing: Any
    case: Case | None

    @property
    def words(self) -> str:
        return self.kind.says(self.thing)

    @property
    def url(self) -> str:
        try:
            return reverse(self.kind.page, kwargs=self.kind.args(self.thing))
        except NoReverseMatch:
            return ""


HELD: tuple[Kind, ...] = (
    Kind(
        "lead",
        ("cases",),
        "Lead worker of a child",
        "A manager of the team gives the child to another worker.",
        lambda user: user.cases.exclude(state=CaseState.CLOSED).select_related("team"),
        lambda case: case,
        "case-reallocate",
        lambda case: {"reference": case.reference},
        lambda case: f"Case {case.reference}",
    ),
    Kind(
        "beside",
        ("allocations",),
        "Second worker or cover of a child",
        "A manager of the team takes them off the case.",
        lambda user: (
            user.allocations.filter(until=None)
            .exclude(role=AllocationRole.LEAD)
            .select_related("case__team")
        ),
        lambda allocation: allocation.case,
        "case-end-worker",
        lambda allocation: {"reference": allocation.case.reference, "pk": allocation.pk},
        lambda allocation: f"{allocation.role_label}, case {allocation.case.reference}",
    ),
    Kind(
        "task",
        ("tasks",),
        "Open task",
        "They finish it, or a manager gives it to somebody else.",
        lambda user: user.tasks.filter(state=TaskState.OPEN).select_related("case__team"),
        lambda task: task.case,
        "task-detail",
        says=lambda task: (
            f"Task due {task.due_on:%-d %B}"
            + (f", case {task.case.reference}" if task.case else "")
        ),
    ),
    Kind(
        "answer",
        ("contacts_passed_on",),
        "New information to answer",
        "They answer it, or it goes with the child to another worker.",
        lambda user: user.contacts_passed_on.exclude(state=ContactState.DECIDED).select_related(
            "contact", "case__team"
        ),
        lambda child: child.case,
        "contact-answer",
        lambda child: {"reference": child.contact.reference, "child": child.pk},
        lambda child: f"Contact {child.contact.reference}",
    ),
    Kind(
        "decide",
        ("contacts_taken",),
        "Contact taken to decide",
        "They decide it, or put it back into the queue.",
        lambda user: user.contacts_taken.filter(
            state__in=(ContactState.WAITING, ContactState.ENQUIRING)
        ).select_related("contact"),
        lambda child: None,
        "contact-decide",
        lambda child: {"reference": child.contact.reference},
        lambda child: f"Contact {child.contact.reference}",
    ),
    Kind(
        "draft",
        ("assessments",),
        "Assessment being written",
        "It goes with the child: whoever leads the case next writes on.",
        lambda user: user.assessments.filter(
            Q(case__worker=user) | Q(case__worker=None), state__in=("draft", "returned")
        ).select_related("case__team"),
        lambda assessment: assessment.case,
        "assessment-detail",
        says=lambda assessment: (
            f"Assessment begun {assessment.started_on:%-d %B}, case {assessment.case.reference}"
        ),
    ),
    Kind(
        "authorise",
        (),
        "Assessment sent to them to authorise",
        "They authorise or return it, or its author takes it back and sends it to another manager.",
        lambda user: Case.objects.filter(
            assessments__state="sent", assessments__sent_to=user
        ).select_related("team"),
        lambda case: case,
        "case-assessments",
        lambda case: {"reference": case.reference},
        lambda case: f"An assessment of case {case.reference}",
    ),
    Kind(
        "enquiry",
        ("enquiries_led",),
        "Section 47 enquiry they lead",
        "A manager of the team hands it over to another qualified social worker.",
        lambda user: user.enquiries_led.filter(
            state__in=("under-way", "returned", "sent")
        ).select_related("case__team"),
        lambda enquiry: enquiry.case,
        "enquiry-detail",
        says=lambda enquiry: (
            f"Enquiry begun {enquiry.started_on:%-d %B}, case {enquiry.case.reference}"
        ),
    ),
    Kind(
        "conference",
        ("conferences_chaired", "conferences_arranged"),
        "Conference they chair or arrange",
        "Another chair or administrator is named.",
        lambda user: (
            user.conferences_chaired.filter(held_on=None, cancelled_at=None)
            | user.conferences_arranged.filter(held_on=None, cancelled_at=None)
        ),
        lambda conference: None,
        says=lambda conference: f"Conference of {conference.planned_at:%-d %B}",
    ),
    Kind(
        "plan-action",
        ("plan_actions",),
        "Something to do in a child's plan",
        "They do it, or the plan names somebody else.",
        lambda user: user.plan_actions.filter(standing="open").select_related(
            "plan__case__team", "in_need_plan__case__team"
        ),
        lambda action: (action.plan or action.in_need_plan).case,
        says=lambda action: f"Action due {action.due_on:%-d %B}",
    ),
    Kind(
        "theme",
        ("themes",),
        "What children say, to be acted on",
        "They say what became of it; what is left to do is recorded as a new theme.",
        lambda user: user.themes.filter(done_on=None),
        lambda theme: None,
        "theme-finish",
        says=lambda theme: f"To be done by {theme.due_on:%-d %B}",
    ),
    Kind(
        "cover",
        ("covering",),
        "Colleague whom they cover",
        "A manager names another cover.",
        lambda user: user.covering.filter(
            Q(until=None) | Q(until__gte=timezone.localdate())
        ).select_related("user"),
        lambda absence: None,
        "absence-cover",
        says=lambda absence: f"{absence.user}, away from {absence.since:%-d %B}",
    ),
)

NOT_HELD: dict[str, str] = {
    "account_events": "the account's own story",
    "absences": "end by themselves",
    "alerts": "told to them alone",
    "contacts_decided": "done",
    "clocks": "follow the case or the task",
    "glass_broken": "ends by itself, and with the account",
    "listed_on": "of use only to whoever signs in",
    "ties_to_people": "a fact of theirs, not a task",
    "posts": "vacated by the act of leaving",
    "sessions": "ended by the act of leaving",
    "training": "what they have learned is theirs",
    "visits": "done",
}
"""What else names somebody, and why it need not be handed over. A reverse name that stands in
neither table fails a test."""


def held_by(user: User) -> list[Held]:
    """Everything this person still holds, in the order of the table."""
    return [Held(kind, thing, kind.case_of(thing)) for kind in HELD for thing in kind.of(user)]


def in_words(held: list[Held]) -> list[str]:
    """How much of each kind: “3 × lead worker of a child”."""
    counts: dict[str, int] = {}
    for each in held:
        counts[each.kind.label] = counts.get(each.kind.label, 0) + 1
    return [f"{label}: {count}" for label, count in counts.items()]
