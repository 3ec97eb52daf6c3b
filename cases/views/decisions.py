"""The queue of contacts, and deciding on them within 24 hours."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.actions.decisions import accept_all, answer, decide_all, hand_back_all
from cases.forms.decisions import AnswerForm, DecisionForm, same_for_all
from cases.known import RECENT, Known, family_of, known_of
from cases.models import Case, Contact, ContactChild
from cases.pages import ability, contact_for, done
from cases.standing import (
    clock_line,
    level_tag,
    most_pressing,
    sent_to,
    standing,
    with_clocks,
)
from cases.views.contacts import is_late, said, waiting_and_late
from clocks.calendar import Calendar, calendar
from clocks.models import Clock
from rules.codes import ClosureReason
from rules.lifecycles import ContactState, Decision
from ui.moments import day_words, moment_words
from ui.pages import paginate
from workflow.engine import Refused, offered

SHOW = {"mine": "Mine", "untaken": "Nobody has them", "late": "Late", "enquiring": "Enquiring"}
EARLIER = 10
"""How many earlier contacts a decision shows for each child."""


@ability("decide-contact")
@require_GET
def decision_queue(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    # a day's work: who may be seen of it is asked once, and the page goes by the keys
    seen = ContactChild.objects.visible_to(request.user).undecided().order_by()
    undecided = ContactChild.objects.filter(pk__in=list(seen.values_list("pk", flat=True)))
    show = request.GET.get("show", "")
    narrowed = {
        "mine": undecided.filter(accepted_by=request.user),
        "untaken": undecided.filter(accepted_by=None),
        "late": undecided.filter(is_late(now)),
        "enquiring": undecided.filter(state=ContactState.ENQUIRING),
    }.get(show, undecided)
    page = paginate(
        Contact.objects.of(narrowed)
        .order_by("risk", "received_at", "pk")
        .select_related("agency")
        .prefetch_related(
            Prefetch("children", undecided.riskiest().select_related("person", "accepted_by"))
        ),
        request,
        per_page=20,
    )
    children = with_clocks(child for contact in page for child in contact.children.all())
    known = known_of({child.person for child in children}, since=now - RECENT)
    days = calendar()
    return render(
        request,
        "cases/decision_queue.html",
        {
            "page": page,
            "cards": [_card(contact, known, now, days) for contact in page],
            **waiting_and_late(undecided, now),
            "last": _last_decided(request.user, now) if not page else "",
            "tabs": [
                {"label": label, "url": f"?show={code}" if code else "?", "current": show == code}
                for code, label in {"": "All", **SHOW}.items()
            ],
        },
    )


def _card(
    contact: Contact, known: dict[int, Known], now: datetime, days: Calendar
) -> dict[str, Any]:
    children = list(contact.children.all())
    clock = clock_line(most_pressing(children), now, days)
    badges = [{"text": "Immediate danger", "colour": "red"}] * contact.immediate_danger
    badges.append(level_tag(contact.level))
    badges += [{"text": "Domestic abuse", "colour": "purple"}] * contact.domestic_abuse
    if any(child.state == ContactState.ENQUIRING for child in children):
        badges.append({"text": "Further enquiries", "colour": "blue"})
    facts = []
    for child in children:
        name = child.person.forename or child.person.name if len(children) > 1 else ""
        facts += known[child.person_id].facts(now, name=name, apart_from=contact.pk)
    holder = next((child for child in children if child.accepted_by), None)
    taken = (
        f"{holder.accepted_by} has it since {_moment(holder.accepted_at, now)}"
        if holder
        else "Nobody has it yet"
    )
    who = (
        f"{contact.caller_name}, {contact.source_words}"
        if contact.caller_name
        else _first_upper(contact.source_words)
    )
    return {
        "title": ", ".join(f"{child.person.name}, {child.person.age}" for child in children),
        "url": reverse("contact-decide", args=[contact.reference]),
        "clock": clock,
        "text": _one_line(contact.concern),
        "facts": facts or ["Nothing is known of the child before this"],
        "badges": badges,
        "meta": f"{who}. Received {_moment(contact.received_at, now)}. {taken}. {contact.reference}",
        "action": "Decide",
    }


def _one_line(text: str, length: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rsplit(' ', 1)[0]}…"


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _moment(at: datetime, now: datetime) -> str:
    return moment_words(at, timezone.localtime(now))


def _last_decided(user: Any, now: datetime) -> str:
    last = (
        ContactChild.objects.visible_to(user)
        .filter(state=ContactState.DECIDED)
        .order_by("-decided_at")
        .first()
    )
    return f"The last contact was decided {_moment(last.decided_at, now)}." if last else ""


@ability("decide-contact")
@require_http_methods(["GET", "POST"])
def contact_decide(request: HttpRequest, reference: str) -> HttpResponse:
    now = timezone.now()
    contact = contact_for(request, reference)
    visible = ContactChild.objects.visible_to(request.user)
    children = with_clocks(
        contact.children.filter(pk__in=visible.values("pk"))
        .exclude(state=ContactState.WITH_WORKER)
        .select_related(
            "contact__agency__linked_team",
            "person",
            "team",
            "accepted_by",
            "decided_by",
            "owner",
            "case__team",
        )
    )
    if request.method == "POST":
        # also those whom somebody else decided on meanwhile: what was typed stays, and the
        # refusal says who was quicker
        asked = [child for child in children if _typed_for(request, child)]
        if not asked or request.POST.get("same_for_all"):
            asked = [child for child in children if child.decided_at is None]
    else:
        asked = [child for child in children if child.decided_at is None]
    if not asked:
        messages.info(request, "Nothing is left to decide on this contact.")
        return redirect("contact-detail", contact.reference)
    data = None
    if request.method == "POST":
        data = (
            same_for_all(request.POST, asked) if request.POST.get("same_for_all") else request.POST
        )
    forms = [DecisionForm(data, child=child, user=request.user, now=now) for child in asked]
    valid = [form.is_valid() for form in forms]  # each of them, so that every error shows at once
    if request.method == "POST" and all(valid):
        rulings = [form.ruling() for form in forms]
        if done(forms[0], lambda: decide_all(contact, rulings, by=request.user, at=now)):
            for ruling in rulings:
                messages.success(request, what_next(ruling.child, now))
            return redirect("contact-detail", contact.reference)
    people = [child.person for child in asked]
    known = known_of(people)
    visible_cases = set(
        Case.objects.visible_to(request.user).filter(person__in=people).values_list("pk", flat=True)
    )
    holder = next((child for child in children if child.accepted_by and not child.decided_at), None)
    return render(
        request,
        "cases/contact_decide.html",
        {
            "title": f"Decide on contact {contact.reference}",
            "contact": contact,
            "said": said(contact),
            "groups": [
                {
                    "form": form,
                    "child": form.child,
                    "clock": clock_line(form.child.decision_clock, now),
                    "standing": standing(form.child, now),
                    "known": _known_shown(known[form.child.person_id], contact, visible_cases, now),
                }
                for form in forms
            ],
            "forms": forms,
            "errors": _errors(forms),
            "family": family_of(people, timezone.localtime(now).date()),
            "holder": holder,
            "is_mine": holder is not None and holder.accepted_by == request.user,
            "same": bool(data and data.get("same_for_all")),
        },
    )


def _typed_for(request: HttpRequest, child: ContactChild) -> bool:
    return any(key.startswith(f"child-{child.pk}-") for key in request.POST)


def _errors(forms: list[DecisionForm]) -> list[dict[str, str]]:
    """Every error of every child, with the child's name when there are several."""
    found = []
    for form in forms:
        form.summary_shown = True
        name = f"{form.child.person.name}: " if len(forms) > 1 else ""
        for each in form.summary() if form.is_bound else []:
            # a refusal names its children itself
            found.append({**each, "text": (name if each["target"] else "") + each["text"]})
    return found


def _known_shown(
    known: Known, contact: Contact, visible_cases: set[int], now: datetime
) -> dict[str, Any]:
    """What is known of one child, for the page beside the decision."""
    earlier = [child for child in known.contacts if child.contact_id != contact.pk]
    again = known.re_referred(timezone.localdate(contact.received_at))
    return {
        "person": known.person,
        "facts": known.facts(now, apart_from=contact.pk),
        "badges": known.badges,
        "re_referred": again,
        "re_referred_reason": ClosureReason.label_of(again.closure_reason) if again else "",
        "cases": [
            {
                "case": case,
                "reason": ClosureReason.label_of(case.closure_reason),
                "url": reverse("case-detail", args=[case.reference])
                if case.pk in visible_cases
                else "",
            }
            for case in ([known.open_case] if known.open_case else []) + known.closed
        ],
        "contacts": [
            {"child": child, "standing": standing(child, now), "source": child.contact.source_words}
            for child in earlier[:EARLIER]
        ],
        "more": max(len(earlier) - EARLIER, 0),
    }


def what_next(child: ContactChild, now: datetime) -> str:
    """What happened to a child's contact and what happens next, in sentences."""
    child.refresh_from_db()
    name = child.person.forename or child.person.name
    if child.state == ContactState.ENQUIRING:
        clock = (
            Clock.objects.running().filter(occasion=child.occasion, rule="contact-decision").first()
        )
        until = f" A decision is still due by {_moment(clock.due_at, now)}." if clock else ""
        task = child.tasks.select_related("owner").order_by("-pk").first()
        return f"Further enquiries for {name}: {task.owner} is to find out by {day_words(task.due_on, now)}.{until}"
    if child.state == ContactState.WITH_WORKER:
        return f"{sent_to(child)} It is new information about {name}, to decide on within the same 24 hours."
    match child.decision:
        case Decision.REFERRAL:
            clock = (
                Clock.objects.running()
                .watched()
                .filter(case=child.case, rule__endswith="assessment")
                .first()
            )
            due = (
                f" The {clock.label.lower()} is due on {day_words(clock.due_on, now)}."
                if clock
                else ""
            )
            return f"Referral made for {name}.{due} It is waiting to be allocated in {child.case.team}."
        case Decision.REDIRECT:
            return f"Redirected for {name}: {child.redirected_to}. The contact is closed."
        case Decision.EARLY_HELP:
            return f"Passed to early help for {name}. The contact is closed."
        case Decision.ADVICE:
            return f"Advice recorded for {name}. The contact is closed."
        case Decision.REASSESS:
            return f"A new assessment was called for, for {name}. {child.case.worker or 'The team'} sees its clock from now."
        case Decision.STRATEGY:
            return f"A strategy discussion was asked for, for {name}. The managers of {child.case.team} have it as a task."
        case _:
            return f"The new information about {name} is on the record. The plan stands."


@ability("decide-contact")
def contact_accept(request: HttpRequest, reference: str) -> HttpResponse:
    contact = contact_for(request, reference)
    return _taken(
        request,
        contact,
        lambda: accept_all(contact, by=request.user),
        "You have this contact now. Colleagues see that it is yours.",
    )


@ability("decide-contact")
def contact_hand_back(request: HttpRequest, reference: str) -> HttpResponse:
    contact = contact_for(request, reference)
    return _taken(
        request,
        contact,
        lambda: hand_back_all(contact, by=request.user),
        "The contact is back in the queue for anybody to take.",
    )


def _taken(request: HttpRequest, contact: Contact, act: Any, said_after: str) -> HttpResponse:
    # after the fetch, so that a contact out of reach does not exist for a GET either
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        act()
    except Refused as refusal:
        messages.error(request, " ".join(dict.fromkeys(refusal.reasons)))
    else:
        messages.success(request, said_after)
    return redirect("contact-decide", contact.reference)


@require_http_methods(["GET", "POST"])
def contact_answer(request: HttpRequest, reference: str, child: int) -> HttpResponse:
    """What new information means, decided by the child's worker, their cover or their manager."""
    now = timezone.now()
    contact = contact_for(request, reference)
    visible = ContactChild.objects.visible_to(request.user).select_related(
        "contact",
        "person",
        "team",
        "owner",
        "case__worker",
        "case__team",
        "decided_by",
        "accepted_by",
    )
    told = get_object_or_404(visible, contact=contact, pk=child)
    if told.case is None or not told.hats(request.user):
        raise Http404
    if request.method == "GET" and not offered(told, request.user):
        messages.info(request, f"This is answered already: {standing(told, now)}.")
        return redirect("contact-detail", contact.reference)
    form = AnswerForm(request.POST or None, child=told, now=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def act() -> None:
            answer(
                told,
                given["outcome"],
                by=request.user,
                why=given["why"],
                late_reason=given.get("late_reason", ""),
                at=now,
            )

        if done(form, act):
            messages.success(request, what_next(told, now))
            return redirect("contact-detail", contact.reference)
    return render(
        request,
        "cases/contact_answer.html",
        {
            "title": f"New information about {told.person.name}",
            "contact": contact,
            "child": told,
            "form": form,
            "said": said(contact),
            "clock": clock_line(told.decision_clock, now),
        },
    )
