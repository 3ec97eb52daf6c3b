"""What somebody does with the alerts they were sent, and with e-mail that did not arrive."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from audit.models import Alert


def mark_read(recipient: Any, *, at: datetime, ids: Collection[int] | None = None) -> int:
    """Mark some of one's own unread alerts as read, or all. How many there were."""
    unread = Alert.objects.filter(recipient=recipient, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=ids)
    return unread.update(read_at=at)


def send_again(*, at: datetime, ids: Collection[int] | None = None) -> int:
    """Put given-up e-mail back into the outbox, all of it or some. How many."""
    dead = Alert.objects.filter(mail=Alert.Mail.DEAD)
    if ids is not None:
        dead = dead.filter(pk__in=ids)
    return dead.update(mail=Alert.Mail.WANTED, attempts=0, next_attempt_at=at)
