"""Where each child of a contact stands, in words: the answer to a caller who rings back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.models import ContactChild
from cases.showing import clock_shown
from clocks.calendar import Calendar
from clocks.models import Clock, Standing
from rules.codes import LevelOfNeed
from rules.lifecycles import ContactState, Decision
from ui.moments import moment_words, span_words


def with_clocks(children: Iterable[ContactChild]) -> list[ContactChild]:
    """The children with the clocks of their decisions, read in one query for all of them."""
    children = list(children)
    found: dict[str, list[Clock]] = {}
    for clock in Clock.objects.filter(
        occasion__in=[child.occasion for child in children], rule__endswith="decision"
    ).order_by("pk"):
        found.setdefault(clock.occasion, []).append(clock)
    for child in children:
        child._clocks = found.get(child.occasion, [])
    return children


def clock_line(
    clock: Clock | None, now: datetime, known: Calendar | None = None
) -> dict[str, Any] | None:
    """What `components/_clock.html` needs of the clock of a decision; None when there is none."""
    if clock is None or clock.standing == Standing.CANCELLED:
        return None
    return clock_shown(clock, now, known, named=False)


def level_tag(level: str) -> dict[str, str]:
    """A level of need as a tag takes it."""
    colour = {"4": "orange", "3b": "yellow"}.get(level, "grey")
    return {"text": LevelOfNeed.label_of(level), "colour": colour}


def most_pressing(children: Iterable[ContactChild]) -> Clock | None:
    """The running clock that is due first among some children."""
    clocks = [
        child.decision_clock
        for child in children
        if child.decision_clock and child.decision_clock.standing == Standing.RUNNING
    ]
    return min(clocks, key=lambda clock: clock.due_at, default=None)


def standing(child: ContactChild, now: datetime) -> str:
    """Where a child's part of a contact stands, as one says it to a caller."""
    now = timezone.localtime(now)
    match child.state:
        case ContactState.DECIDED:
            who = f" by {child.decided_by}" if child.decided_by else ""
            what = child.state_label
            if child.decision == Decision.REFERRAL and child.case:
                what = f"Referral, to {child.case.team}"
            elif child.redirected_to:
                what = f"Redirected to {child.redirected_to}"
            elif child.screened_out:
                what = "Advice given at the duty desk"
            when = moment_words(child.decided_at, now) if child.decided_at else ""
            return f"{what}, decided {when}{who}"
        case ContactState.WITH_WORKER:
            return f"Sent to {child.owner or f'the managers of {child.team}'}, to be decided"
        case ContactState.ENQUIRING:
            words = "Further enquiries are being made"
        case _:
            words = f"Waiting for a decision for {span_words(now - child.received_at)}"
    return f"{words}; {child.accepted_by} has it" if child.accepted_by else words


def sent_to(child: ContactChild) -> str:
    """Who has it now, as the receipt says it."""
    if child.state == ContactState.WITH_WORKER:
        worker = child.case.worker if child.case else None
        if child.owner is None:
            away = f"{worker} is away and nobody covers" if worker else "It is not allocated yet"
            return f"{away}: sent to the managers of {child.team}."
        if worker is not None and child.owner_id != worker.pk:
            return f"{worker} is away: sent to {child.owner}, who covers."
        return f"Sent to {child.owner}, who is in today."
    if child.state == ContactState.DECIDED:
        return "Closed at the duty desk with the advice you gave."
    return f"Waiting to be decided by a manager at {child.team}."
