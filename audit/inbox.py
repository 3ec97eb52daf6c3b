"""What somebody does with the alerts they were sent, and with e-mail that did not arrive."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection

from audit.models import Alert


def unread(recipient: Any) -> int:
    """How many alerts somebody has not read: said on every page, and so asked in plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM audit_alert WHERE recipient_id = %s AND read_at IS NULL",
            [recipient.pk],
        )
        return int(cursor.fetchone()[0])


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
