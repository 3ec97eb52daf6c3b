"""The duty desk, one contact, and the counts of contacts."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from audit.models import Event
from audit.story import looked
from cases.forms.counts import PeriodForm
from cases.models import Contact, ContactChild, Task
from cases.pages import ability, contact_for
from cases.standing import clock_line, level_tag, most_pressing, sent_to, standing, with_clocks
from clocks.calendar import Calendar, calendar
from clocks.models import Clock
from clocks.plan import end_of, start_of
from people.matching import search
from people.models import Person
from rules.codes import ContactMethod, LevelOfNeed, ReferralSource
from rules.lifecycles import ContactState, Decision
from ui.pages import paginate
from workflow.engine import offered

FOUND = 30
"""How many children a search looks for contacts of."""
AT_HAND = timedelta(hours=12)
"""How long a contact stays on the desk at least: callers of the evening ring back after midnight."""


@ability("record-contact")
@require_GET
def duty_desk(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today = start_of(timezone.localtime(now).date())
    visible = ContactChild.objects.visible_to(request.user)
    mine = Contact.objects.of(visible)
    typed = request.GET.get("q", "").replace("\0", "").strip()[:200]
    order: tuple[Any, ...] = ("-received_at", "-pk")
    if typed:
        shown = _answering_to(typed, mine, visible, request)
        looked(request, "search", terms=typed)
    else:
        # what was received today was recorded today; two lists of keys, each from its own index
        recent = Contact.objects.order_by().filter(recorded_at__gte=min(today, now - AT_HAND))
        still_open = ContactChild.objects.order_by().exclude(state=ContactState.DECIDED)
        shown = mine.filter(pk__in=recent.values("pk").union(still_open.values("contact")))
        # the longest waiting is due soonest; below, what was decided, the newest first
        waits = Exists(still_open.filter(contact=OuterRef("pk")))
        shown = shown.annotate(waits_since=Case(When(waits, then="received_at")))
        order = (F("waits_since").asc(nulls_last=True), *order)
    page = paginate(
        shown.order_by(*order)
        .select_related("agency")
        .prefetch_related(Prefetch("children", visible.select_related(*_FOR_STANDING))),
        request,
    )
    with_clocks(child for contact in page for child in contact.children.all())
    known = calendar()
    return render(
        request,
        "cases/duty_desk.html",
        {
            "page": page,
            "contacts": [contact_line(contact, now, known) for contact in page],
            "q": typed,
            "received": mine.filter(received_at__gte=today).count(),
            **waiting_and_late(visible.undecided(), now),
            # a part of another app's, left empty while there is no such app
            "desk_parts": ["protection/_desk.html", "cases/_nothing.html"],
            "may_decide": request.user.may("decide-contact"),
            "may_count": request.user.may("lead-team"),
        },
    )


_FOR_STANDING = (
    "person",
    "owner",
    "team",
    "accepted_by",
    "decided_by",
    "case__worker",
    "case__team",
)


def is_late(now: datetime) -> Exists:
    """Children of contacts whose decision's clock has run out and runs still: a question about
    dates, whether or not the sweep has noticed."""
    return Exists(
        Clock.objects.running()
        .watched()
        .filter(
            contact=OuterRef("contact"),
            person=OuterRef("person"),
            rule__endswith="decision",
            due_at__lt=now,
        )
    )


def waiting_and_late(undecided: Any, now: datetime) -> dict[str, int]:
    """How many contacts wait to be decided for some of their children, and how many of those are
    late. One query."""
    counted: dict[str, int] = undecided.order_by().aggregate(
        waiting=Count("contact", distinct=True),
        late=Count("contact", distinct=True, filter=is_late(now)),
    )
    return counted


def _answering_to(typed: str, contacts: Any, visible: Any, request: HttpRequest) -> Any:
    """Contacts that a caller who rings back may mean: by reference, agency, caller or child."""
    people = Person.objects.visible_to(request.user)
    hits = [hit.person.pk for hit in search(typed, people, limit=FOUND)]
    return contacts.filter(
        Q(reference__iexact=typed.replace(" ", ""))
        | Q(agency__name__icontains=typed)
        | Q(caller_name__icontains=typed)
        | Q(pk__in=visible.filter(person__in=hits).values("contact"))
    )


def contact_line(contact: Contact, now: datetime, known: Calendar) -> dict[str, Any]:
    """A contact as a card of the desk: who, from whom, where each child stands."""
    children = list(contact.children.all())
    return {
        "contact": contact,
        "waits": getattr(contact, "waits_since", None) is not None,
        "title": ", ".join(child.person.name for child in children),
        "children": [{"child": child, "standing": standing(child, now)} for child in children],
        "clock": clock_line(most_pressing(children), now, known),
        "level": level_tag(contact.level),
    }


@require_GET
def contact_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """What was said, and where each child stands: the answer to a caller who rings back."""
    now = timezone.now()
    contact = contact_for(request, reference)
    visible = ContactChild.objects.visible_to(request.user)
    children = with_clocks(
        contact.children.filter(pk__in=visible.values("pk")).select_related(
            *_FOR_STANDING, "contact"
        )
    )
    people = [child.person_id for child in children]
    events = Event.objects.filter(Q(person__in=people) | Q(person=None), contact=contact)
    tasks = Task.objects.filter(contact_child__in=children).select_related(
        "owner", "team", "contact_child__person"
    )
    undecided = [child for child in children if child.state in _OPEN_FOR_DECISION]
    may_decide = bool(undecided) and request.user.may("decide-contact")
    return render(
        request,
        "cases/contact_detail.html",
        {
            "contact": contact,
            "title": f"Contact {contact.reference}",
            "children": [
                {
                    "child": child,
                    "standing": standing(child, now),
                    "sent_to": sent_to(child) if child.state == ContactState.WITH_WORKER else "",
                    "clock": clock_line(child.decision_clock, now),
                    "level": level_tag(child.level),
                    "age_then": child.person.age_on(timezone.localdate(contact.received_at)),
                    "answer_url": reverse("contact-answer", args=[contact.reference, child.pk])
                    if child.state == ContactState.WITH_WORKER and offered(child, request.user)
                    else "",
                }
                for child in children
            ],
            "said": said(contact),
            "tasks": tasks,
            "events": [
                {"sentence": event.sentence, "at": event.at, "detail": event.why}
                for event in events.select_related("by")
            ],
            "may_decide": may_decide,
            "decide_url": reverse("contact-decide", args=[contact.reference]) if may_decide else "",
            "queue_url": reverse("decision-queue") if request.user.may("decide-contact") else "",
            "desk_url": reverse("duty-desk") if request.user.may("record-contact") else "",
        },
    )


_OPEN_FOR_DECISION = (ContactState.WAITING, ContactState.ENQUIRING)


def said(contact: Contact) -> list[dict[str, Any]]:
    """What was told, as rows of a summary list."""
    may_name = {
        True: "Yes",
        False: "No: do not name them to the family",
        None: "Nobody asked: do not name them to the family",
    }
    rows = {
        "From": ", ".join(filter(None, [contact.caller_name, contact.source_words])),
        "Telephone": contact.caller_telephone,
        "May we say it was them?": may_name[contact.may_name_caller],
        "Kind of source": ReferralSource.label_of(contact.source),
        "How": ContactMethod.label_of(contact.method),
        "Immediate danger": "Yes" if contact.immediate_danger else "No",
        "Domestic abuse": "Part of it" if contact.domestic_abuse else "Not mentioned",
        "Destination proposed": _linked(contact),
        "Level of need proposed": LevelOfNeed.label_of(contact.level),
        "Why this level": contact.level_reason,
    }
    return [
        {"label": label, "value": value}
        for label, value in rows.items()
        if value or label != "Destination proposed"
    ]


def _linked(contact: Contact) -> str:
    """The team that the caller's agency is linked with, in words; most have none."""
    team = contact.agency.linked_team if contact.agency else None
    return f"{team}, with which {contact.agency} is linked" if team else ""


@ability("lead-team")
@require_GET
def contact_counts(request: HttpRequest) -> HttpResponse:
    """How many children we were told about, by level of need and what came of it."""
    now = timezone.now()
    today = timezone.localtime(now).date()
    form = PeriodForm(request.GET or None, initial={"since": today.replace(day=1), "until": today})
    since, until = today.replace(day=1), today
    if form.is_bound and form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    told = ContactChild.objects.visible_to(request.user).filter(
        received_at__gte=start_of(since), received_at__lt=end_of(until)
    )
    clocks = Clock.objects.filter(rule="contact-decision", measures_only=False)
    mine = clocks.filter(contact=OuterRef("contact"), person=OuterRef("person"))
    decided = told.filter(state=ContactState.DECIDED)
    return render(
        request,
        "cases/contact_counts.html",
        {
            "form": form,
            "since": since,
            "until": until,
            "table": _table(told),
            "total": told.count(),
            "screened_out": told.filter(screened_out=True).count(),
            "decided_late": decided.filter(Exists(mine.filter(stopped_at__gt=F("due_at")))).count(),
            "waiting_late": told.filter(is_late(now)).count(),
        },
    )


UNDECIDED, SCREENED_OUT = "undecided", "screened-out"


def _table(told: Any) -> dict[str, Any]:
    """Counts by level (rows) and outcome (columns). Screened out at the desk stands apart from
    the advice that a manager decided on."""
    columns = [
        (SCREENED_OUT, "Advice at the duty desk"),
        *Decision.choices(),
        (UNDECIDED, "Not decided yet"),
    ]
    counts: dict[tuple[str, str], int] = {}
    grouped = (
        told.order_by().values_list("level", "decision", "screened_out").annotate(n=Count("pk"))
    )
    for level, decision, screened_out, number in grouped:
        column = SCREENED_OUT if screened_out else decision or UNDECIDED
        counts[level, column] = counts.get((level, column), 0) + number
    rows = [
        {
            "label": level.label,
            "cells": [(label, counts.get((level.value, code), 0)) for code, label in columns],
            "total": sum(counts.get((level.value, code), 0) for code, _ in columns),
        }
        for level in LevelOfNeed
    ]
    return {"columns": [label for _, label in columns], "rows": rows}
