"""What is known already of the children of a contact, for whoever records or decides it.

The front door has to know whether a child is open, and to whom, before it can act: these facts are
shown beyond the reach of the records they come from (`rules.access.ROLES` says why). They are
summaries; a case opens only for those whom `Case.objects.visible_to` lets in. Restricted records
stay out. Everything here takes many children at once, in the same few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from cases.models import Case, ContactChild
from cases.showing import badges_of
from people.models import Person, Relationship
from rules.codes import ClosureReason, RelationshipKind
from rules.workdays import listed, months_after

RECENT = timedelta(days=30)
SIBLINGS = [kind.value for kind in RelationshipKind if kind.is_sibling]


@dataclass
class Known:
    """What is known of one child."""

    person: Person
    open_case: Case | None = None
    closed: list[Case] = field(default_factory=list)
    """Closed cases, the last one first."""
    contacts: list[ContactChild] = field(default_factory=list)
    """Earlier contacts about this child, the last one first."""
    siblings_open: list[Case] = field(default_factory=list)
    plans: int = 0
    """Child protection plans, in force or ended, on the cases above."""

    @property
    def badges(self) -> list[dict[str, str]]:
        return badges_of(self.open_case) if self.open_case else []

    @property
    def open_words(self) -> str:
        """ "Open to Priya Raman, Hindley", or nothing."""
        case = self.open_case
        if case is None:
            return ""
        if case.worker is None:
            return f"Open: waiting for a worker in {case.team}"
        return f"Open to {case.worker}, {case.team}"

    def re_referred(self, day: date) -> Case | None:
        """The closed case whose referral lies within twelve months before a day."""
        last = self.closed[0] if self.closed else None
        return last if last and months_after(last.referred_on, 12) >= day else None

    def recent(self, now: datetime, apart_from: int | None = None) -> list[ContactChild]:
        return [
            child
            for child in self.contacts
            if child.received_at >= now - RECENT and child.contact_id != apart_from
        ]

    def facts(self, now: datetime, *, name: str = "", apart_from: int | None = None) -> list[str]:
        """What is known in short sentences, the most telling first. `name` goes before each;
        `apart_from` is the contact (its key) that the sentences stand beside."""
        day = timezone.localtime(now).date()
        said = [self.open_words] if self.open_words else []
        if self.plans:
            said.append(f"{_count(self.plans, 'child protection plan')} here, now or before")
        recent = self.recent(now, apart_from)
        if recent:
            sources = {child.contact.agency_id or child.contact.source for child in recent}
            said.append(
                f"{_count(len(recent), 'other contact')} in 30 days, from {_count(len(sources), 'source')}"
            )
        again = self.re_referred(day)
        if again:
            reason = ClosureReason.label_of(again.closure_reason)
            said.append(
                f"Referred within the last 12 months ({_day(again.referred_on)}); closed {_day(again.closed_on)}: {reason}"
            )
        elif self.closed:
            said.append(f"Had a case before, closed {_day(self.closed[0].closed_on)}")
        said += [
            f"Brother or sister {case.person.name} is open to {case.worker or 'nobody yet'}, {case.team}"
            for case in self.siblings_open
        ]
        return [f"{name}: {each[0].lower()}{each[1:]}" if name else each for each in said]


def known_of(people: Iterable[Person], *, since: datetime | None = None) -> dict[int, Known]:
    """What is known of each person, by key. `since` leaves out contacts received before it, where
    only the latest matter."""
    known = {person.pk: Known(person) for person in people}
    cases = Case.objects.filter(person__in=known, restricted=False)
    cases = cases.annotate(plans=Count("protection_plans"))
    for case in cases.select_related("worker", "team", "person").order_by("-referred_on", "-pk"):
        facts = known[case.person_id]
        facts.plans += case.plans
        if case.is_open:
            facts.open_case = case
        else:
            facts.closed.append(case)
    earlier = (
        ContactChild.objects.filter(person__in=known)
        .select_related("contact__agency", "decided_by", "case__team")
        .order_by("-received_at", "-pk")
    )
    if since:
        earlier = earlier.filter(received_at__gte=since)
    for child in earlier:
        known[child.person_id].contacts.append(child)
    _siblings(known)
    return known


def _siblings(known: dict[int, Known]) -> None:
    ties = Relationship.objects.on(timezone.localdate()).filter(
        Q(person__in=known) | Q(other__in=known), kind__in=SIBLINGS
    )
    siblings: dict[int, set[int]] = {}
    for one, other in ties.values_list("person", "other"):
        siblings.setdefault(one, set()).add(other)
        siblings.setdefault(other, set()).add(one)
    wanted = {pk for person in known for pk in siblings.get(person, ())}
    opened: dict[int, Case] = {
        case.person_id: case
        for case in Case.objects.open()
        .filter(person__in=wanted, restricted=False)
        .select_related("worker", "team", "person")
    }
    for pk, facts in known.items():
        mine = [opened[other] for other in siblings.get(pk, ()) if other in opened]
        facts.siblings_open = sorted(mine, key=lambda case: case.pk)


def family_of(people: Iterable[Person], day: date) -> list[dict[str, Any]]:
    """Who is around these people on a day: each once, with what they are and to whom."""
    mine = {person.pk: person for person in people}
    ties = (
        Relationship.objects.on(day)
        .filter(Q(person__in=mine) | Q(other__in=mine))
        .select_related("person", "other")
    )
    found: dict[Person, dict[tuple[str, bool], list[str]]] = {}
    for tie in ties:
        kind = RelationshipKind(tie.kind)
        who, whose = tie.person, tie.other
        if tie.other_id not in mine:
            who, whose, kind = tie.other, tie.person, kind.reciprocal
        if who.restricted or (who.pk in mine and whose.pk not in mine):
            continue
        whose_name = whose.forename if len(mine) > 1 and whose.forename else whose.name
        same = found.setdefault(who, {}).setdefault((kind.label, tie.lives_with), [])
        same.append(whose_name)
    return [
        {
            "person": who,
            "lines": [
                f"{label} of {listed(names)}{', same home' if lives_with else ''}"
                for (label, lives_with), names in ties.items()
            ],
        }
        for who, ties in found.items()
    ]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "on an unknown day"
