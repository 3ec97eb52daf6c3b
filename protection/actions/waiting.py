"""Which children wait for a conference to be arranged, and since when."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q

from cases.models import Case
from clocks.models import Clock
from protection.models import (
    ChildProtectionPlan,
    ConferenceChild,
    Section47Enquiry,
    TransferIn,
)
from protection.models.enquiry import EnquiryQuerySet
from rules.codes import ConferenceKind
from rules.timescales import PROTECTION_REVIEWS

CLOCKS = ("initial-conference", "transfer-in-conference", *PROTECTION_REVIEWS)
"""The clocks that a conference stops."""
REVIEWS_AHEAD = timedelta(days=60)
"""How long before it is due a review is shown as waiting to be arranged."""
PEOPLE = ("case__person", "case__team", "case__worker")


class Waiting(NamedTuple):
    """A child who waits for a conference of a kind. The clock says until when."""

    case: Case
    kind: ConferenceKind
    clock: Clock | None

    @property
    def due_on(self) -> date:
        return self.clock.due_on if self.clock else date.max


def awaiting() -> EnquiryQuerySet:
    """The enquiries whose authorised outcome is a conference, and that have none arranged."""
    arranged = ConferenceChild.objects.ahead().values("case")
    return Section47Enquiry.objects.awaiting_conference().exclude(case__in=arranged)


def waiting_kinds(cases: Collection[Case]) -> dict[int, set[str]]:
    """What kind of conference each of these children may have."""
    kinds: dict[int, set[str]] = {case.pk: set() for case in cases}
    enquiries = Section47Enquiry.objects.awaiting_conference().filter(case__in=cases)
    for pk in enquiries.values_list("case", flat=True):
        kinds[pk] |= {ConferenceKind.INITIAL, ConferenceKind.PRE_BIRTH}
    for pk in TransferIn.objects.waiting().filter(case__in=cases).values_list("case", flat=True):
        kinds[pk].add(ConferenceKind.TRANSFER_IN)
    plans = ChildProtectionPlan.objects.live().filter(case__in=cases)
    for pk in plans.values_list("case", flat=True):
        kinds[pk].add(ConferenceKind.REVIEW)
    return kinds


class Place(NamedTuple):
    """A child's place among those who wait: enough to count and to sort by, the rest is fetched when
    it is shown."""

    due_on: date
    case_id: int
    row: Waiting | None
    review: int | None
    """The clock of the review that is to be arranged, where it is one."""


def all_waiting(today: date) -> list[Waiting]:
    """Every child who waits for a conference to be arranged, the soonest due first."""
    return shown(places(today))


def places(today: date, among: Q | None = None, most: int | None = None) -> list[Place]:
    """The places of the `most` children who wait for a conference to be arranged and are due soonest.
    `among` narrows by their case. As many queries for many as for few; of reviews, which are as many
    as there are plans, no more are read than are asked for."""
    among = among if among is not None else Q()
    arranged = ConferenceChild.objects.ahead()
    transfers = TransferIn.objects.waiting().filter(among)
    transfers = transfers.exclude(case__in=arranged.values("case"))
    # keys alone: most days there is nobody, and then nothing wide is composed for them
    first = list(awaiting().filter(among).order_by().values_list("case", flat=True))
    moved = list(transfers.order_by().values_list("case", flat=True))
    cases = _with_people({*first, *moved})
    found: dict[tuple[int, str], tuple[Case, ConferenceKind]] = {}
    for pk in first:
        unborn = cases[pk].person.is_unborn
        kind = ConferenceKind.PRE_BIRTH if unborn else ConferenceKind.INITIAL
        found[pk, "initial-conference"] = (cases[pk], kind)
    for pk in moved:
        found[pk, "transfer-in-conference"] = (cases[pk], ConferenceKind.TRANSFER_IN)
    running = Clock.objects.running().filter(among)
    asked = running.filter(rule__in=CLOCKS, case__in=[pk for pk, _ in found]) if found else ()
    clocks = {(clock.case_id, clock.rule): clock for clock in asked}
    rows = [Waiting(*about, clocks.get(key)) for key, about in found.items()]
    waiting = [Place(row.due_on, row.case.pk, row, None) for row in rows]
    # asked of each clock in the order of time until there are enough, and so not by a list of cases
    reviews = running.filter(
        ~Exists(arranged.filter(case=OuterRef("case"))),
        rule__in=PROTECTION_REVIEWS,
        due_on__lte=today + REVIEWS_AHEAD,
    )
    keys = reviews.soonest().values_list("due_on", "case", "pk")
    soonest: dict[int, Place] = {}
    # a newborn's plan has two such clocks until its first review: the sooner one counts
    for due_on, case, pk in keys[: most and 2 * most]:
        soonest.setdefault(case, Place(due_on, case, None, pk))
    waiting += soonest.values()
    return sorted(waiting, key=lambda place: place[:2])[:most]


def _with_people(keys: Collection[int]) -> dict[int, Case]:
    cases = Case.objects.select_related("person", "team", "worker")
    return cases.in_bulk(keys) if keys else {}


def shown(waiting: list[Place]) -> list[Waiting]:
    """What is said of these places, in their order."""
    keys = [place.review for place in waiting if place.review]
    clocks = Clock.objects.select_related(*PEOPLE).in_bulk(keys) if keys else {}
    rows = []
    for place in waiting:
        clock = clocks.get(place.review)
        if place.row:
            rows.append(place.row)
        elif clock and clock.case:
            rows.append(Waiting(clock.case, ConferenceKind.REVIEW, clock))
    return rows
