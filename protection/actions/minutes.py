"""The minutes of a conference: written, circulated, agreed by the chair."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from protection.actions.conferences import STALE, lock_all, move_all, need_letter, save_conference
from protection.models import Conference
from rules.codes import LetterKind
from workflow.engine import Refused


def _not_writable(conference: Conference, version: int, by: User) -> list[str]:
    reasons = []
    if not by.may("arrange-conference"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not do this.")
    if not conference.is_held:
        reasons.append("Minutes are written of a conference that was held.")
    elif conference.minutes_agreed_at:
        reasons.append("The minutes are agreed, and are not changed any more.")
    elif conference.version != version:
        reasons.append(STALE)
    return reasons


@transaction.atomic
def write_minutes(
    conference: Conference, text: str, *, version: int, by: User, at: datetime | None = None
) -> None:
    """Save what was said. Written again after they were circulated, they go round again."""
    at = at or timezone.now()
    lock_all(conference)
    reasons = _not_writable(conference, version, by)
    if not text.strip():
        reasons.append("Write the minutes.")
    if reasons:
        raise Refused(reasons)
    if text.strip() == conference.minutes:
        return
    conference.minutes, conference.minutes_written_at = text.strip(), at
    conference.minutes_written_by, conference.minutes_circulated_at = by, None
    save_conference(
        conference, by, "minutes written", at,
        "minutes", "minutes_written_at", "minutes_written_by", "minutes_circulated_at",
    )  # fmt: skip


@transaction.atomic
def circulate(
    conference: Conference, *, version: int, by: User, at: datetime | None = None
) -> None:
    """Send the minutes round: each who was there, or was to be, has a letter to be sent."""
    at = at or timezone.now()
    children = lock_all(conference)
    reasons = _not_writable(conference, version, by)
    if conference.is_held and not conference.minutes:
        reasons.append("The minutes have to be written before they go round.")
    if conference.minutes_circulated_at:
        reasons.append("They are circulated already.")
    if reasons:
        raise Refused(reasons)
    conference.minutes_circulated_at = at
    save_conference(conference, by, "minutes circulated", at, "minutes_circulated_at")
    move_all(children, "circulate", by=by, at=at)
    for invitee in conference.invitees.all():  # type: ignore[attr-defined]
        if invitee.attended or not invitee.is_family:
            need_letter(conference, invitee, LetterKind.MINUTES, by=by, at=at)


@transaction.atomic
def agree(conference: Conference, *, version: int, by: User, at: datetime | None = None) -> None:
    """The chair agrees them. From then on neither minutes nor decisions change."""
    at = at or timezone.now()
    children = lock_all(conference)
    reasons = _not_writable(conference, version, by)
    if reasons:
        raise Refused(reasons)
    move_all(children, "agree", by=by, at=at)
    conference.minutes_agreed_at, conference.minutes_agreed_by = at, by
    save_conference(conference, by, "minutes agreed", at, "minutes_agreed_at", "minutes_agreed_by")
