"""Which children wait for a conference to be arranged, and since when."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from cases.models import Case
from clocks.models import Clock
from protection.models import (
    ChildProtectionPlan,
    ConferenceChild,
    Section47Enquiry,
    TransferIn,
)
from protection.models.enquiry import EnquiryQuerySet
from protection.models.plan import REVIEW_CLOCKS
from rules.codes import ConferenceKind

CLOCKS = ("initial-conference", "transfer-in-conference", *REVIEW_CLOCKS)
"""The clocks that a conference stops."""
REVIEWS_AHEAD = timedelta(days=60)
"""How long before it is due a review is shown as waiting to be arranged."""


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


def all_waiting(today: date) -> list[Waiting]:
    """Every child who waits for a conference to be arranged, the soonest due first."""
    return soonest_waiting(today)[0]


def soonest_waiting(
    today: date, among: Q | None = None, most: int | None = None
) -> tuple[list[Waiting], int]:
    """The `most` children who wait for a conference to be arranged and are due soonest, and how many
    wait in all. `among` narrows by their case. As many queries for many as for few."""
    arranged = ConferenceChild.objects.ahead().values("case")
    among = among if among is not None else Q()
    people = ("case__person", "case__team", "case__worker")
    found: dict[tuple[int | None, str], tuple[Case, ConferenceKind]] = {}
    for enquiry in awaiting().filter(among).select_related(*people):
        kind = ConferenceKind.PRE_BIRTH if enquiry.case.person.is_unborn else ConferenceKind.INITIAL
        found[enquiry.case_id, "initial-conference"] = (enquiry.case, kind)
    transfers = TransferIn.objects.waiting().filter(among).exclude(case__in=arranged)
    for transfer in transfers.select_related(*people):
        found[transfer.case_id, "transfer-in-conference"] = (
            transfer.case,
            ConferenceKind.TRANSFER_IN,
        )
    running = Clock.objects.running().filter(among, due_on__lte=today + REVIEWS_AHEAD)
    reviews = running.filter(rule__in=REVIEW_CLOCKS).exclude(case__in=arranged)
    rows: dict[tuple[int | None, str], Waiting] = {}
    asked = running.filter(rule__in=CLOCKS, case__in=[pk for pk, _ in found]) if found else ()
    for clock in asked:
        if about := found.get((clock.case_id, clock.rule)):
            rows[clock.case_id, clock.rule] = Waiting(*about, clock)
    for key, about in found.items():
        rows.setdefault(key, Waiting(*about, None))
    soonest = list(reviews.select_related(*people).soonest()[:most])
    for clock in soonest:
        if clock.case is not None:
            rows.setdefault(
                (clock.case_id, "review"), Waiting(clock.case, ConferenceKind.REVIEW, clock)
            )
    number = len(rows)
    if len(soonest) == most:  # there may be more than were fetched
        number = len(found) + reviews.order_by().aggregate(n=Count("case", distinct=True))["n"]
    return sorted(rows.values(), key=lambda row: (row.due_on, row.case.pk))[:most], number
