"""Changing the council's guidance: a new version each time, and nothing overwritten."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from cases.models import GuidanceVersion
from rules.access import may
from workflow.engine import Refused


def newest(slug: str) -> GuidanceVersion | None:
    return GuidanceVersion.objects.filter(slug=slug).order_by("-version").first()


def revise(
    slug: str,
    *,
    by: User,
    title: str,
    body: str,
    why: str,
    opened_at: int,
    at: datetime | None = None,
) -> GuidanceVersion:
    """Make the next version of a page. `opened_at` is the version that the writer had before them:
    refused when somebody has made another since."""
    reasons = []
    if not may(by.role, "edit-guidance"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not change guidance.")
    if not title.strip():
        reasons.append("Enter the title.")
    if not body.strip():
        reasons.append("Enter the text.")
    if not why.strip():
        reasons.append("Say why the page changes.")
    if reasons:
        raise Refused(reasons)
    try:
        with transaction.atomic():
            # the numbers are unique: of two who write version 3 at once, one is told
            return GuidanceVersion.objects.create(
                slug=slug,
                title=title.strip(),
                body=body.strip(),
                version=_next(slug, opened_at),
                at=at or timezone.now(),
                by=by,
                why=why.strip(),
            )
    except IntegrityError:
        raise _stale() from None


def _next(slug: str, opened_at: int) -> int:
    now = newest(slug)
    if now is None or now.version != opened_at:
        raise _stale()
    return opened_at + 1


def _stale() -> Refused:
    sentence = (
        "Somebody has changed this page since you opened it. Their text is shown below yours: "
        "bring the two together, then save again."
    )
    return Refused([sentence])
