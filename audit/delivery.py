"""Alerts sent on as e-mail: at least once, each with a Message-ID that never changes, so that a
repeat can be told from a second one. The alert itself is in the product already; this is a copy.

No row is locked while a mail server is waited for: a batch is claimed by moving its next attempt
forward, sent over one connection, and each message is marked as soon as the server has taken it.
"""

import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection

log = logging.getLogger(__name__)

GIVE_UP_AFTER = 30
"""Attempts: with the waits between them, a little over a day."""
CLAIMED_FOR = 600
"""Seconds for which nobody else takes what one delivery has claimed."""

CLAIM = """
UPDATE audit_alert AS alert SET attempts = alert.attempts + 1,
    next_attempt_at = now() + make_interval(secs => %(claimed)s)
FROM accounts_user u
WHERE u.id = alert.recipient_id AND alert.id IN (
    SELECT id FROM audit_alert WHERE mail = 'wanted' AND next_attempt_at <= now()
    ORDER BY next_attempt_at, id LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
)
RETURNING alert.id, alert.attempts, alert.stands_for, alert.text, alert.url, u.email, u.name,
    u.is_active
"""
SENT = "mail = 'sent', sent_at = now(), last_error = ''"
NOT_BY_MAIL = "mail = 'none'"
DEAD = "mail = 'dead', last_error = %(error)s"
LATER = """
last_error = %(error)s, mail = CASE WHEN attempts >= %(limit)s THEN 'dead' ELSE mail END,
next_attempt_at = now() + make_interval(mins => least(60, 1 << least(attempts - 1, 6)))
"""
"""1, 2, 4, … minutes, an hour at the most."""
RELEASED = "attempts = attempts - 1, next_attempt_at = now()"
"""It was not this one's turn yet when the connection was lost."""


class Letter(NamedTuple):
    id: int
    attempts: int
    stands_for: int
    text: str
    url: str
    email: str
    name: str
    is_active: bool


@dataclass
class Delivered:
    sent: int = 0
    later: int = 0
    dead: int = 0


def deliver(batch: int = 50, seconds: float = 120) -> Delivered:
    """Send what waits, for `seconds` at the most, or until the mail server does not answer. With
    no mail relay nothing is sent, and nothing is kept waiting for one."""
    result = Delivered()
    if not settings.EMAIL_WANTED:
        _run("UPDATE audit_alert SET mail = 'none' WHERE mail = 'wanted'")
        return result
    began = monotonic()
    while monotonic() - began < seconds:
        letters = [
            Letter._make(row) for row in _run(CLAIM, {"batch": batch, "claimed": CLAIMED_FOR})
        ]
        if not letters or not _send(letters, result, until=began + seconds):
            break
    return result


def _send(letters: list[Letter], result: Delivered, until: float) -> bool:
    """Send one batch over one connection. False where the server cannot be spoken to, or is too
    slow; what was not tried then is given back."""
    todo = list(letters)
    mailer = get_connection(fail_silently=False)
    try:
        while todo:
            if monotonic() > until:
                mark(todo, RELEASED)
                return False
            letter = todo.pop(0)
            if not letter.email or not letter.is_active:
                mark([letter], NOT_BY_MAIL)
                continue
            try:
                mailer.open()
                send_one(letter, mailer)
            except Exception as error:
                if not _answered(error):
                    _not_now(letter, error, result)
                    mark(todo, RELEASED)
                    return False
                _refused(letter, error, result)
            else:
                mark([letter], SENT)
                result.sent += 1
    finally:
        _close(mailer)
    return True


def send_one(letter: Letter, mailer: Any) -> None:
    EmailMessage(
        subject=" ".join(f"{settings.COUNCIL}: {letter.text.partition('.')[0]}".split()),
        body=body(letter),
        to=[letter.email],
        connection=mailer,
        headers={"Message-ID": message_id(letter), "Auto-Submitted": "auto-generated"},
    ).send()


def body(letter: Letter) -> str:
    """Plain text. It names no child; whoever follows the link signs in first."""
    first_name = letter.name.split()[0] if letter.name.split() else ""
    greeting = f"Hello {first_name}," if first_name else "Hello,"
    return (
        f"{greeting}\n\n{letter.text}\n\n{settings.SITE_URL.rstrip('/')}{letter.url}\n\n"
        "Sign in there to see whom it is about; e-mails name nobody.\n"
    )


def message_id(letter: Letter) -> str:
    """The same at every attempt; a digest that has grown since it was sent is another message."""
    grown = f"-{letter.stands_for}" if letter.stands_for > 1 else ""
    return f"<alert-{letter.id}{grown}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def _answered(error: Exception) -> bool:
    """Whether the server answered about this one message, or the message itself is at fault; a
    server that is gone, hangs or lets nobody in says nothing about it."""
    if isinstance(error, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return False
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPHeloError):
        return False
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code == 421:
        return False
    return isinstance(error, smtplib.SMTPException) or not isinstance(error, OSError)


def _refused(letter: Letter, error: Exception, result: Delivered) -> None:
    """Refused for good, as an address that does not exist, is dead at once; anything else waits."""
    code, said = _reply(error)
    for_good = code // 100 == 5 and not isinstance(error, smtplib.SMTPSenderRefused)
    if for_good or not isinstance(error, smtplib.SMTPException):
        mark([letter], DEAD, error=f"{code} {said}".strip() if code else type(error).__name__)
        result.dead += 1
    else:
        _not_now(letter, error, result)


def _not_now(letter: Letter, error: Exception, result: Delivered) -> None:
    code, said = _reply(error)
    mark([letter], LATER, error=f"{code} {said}" if code else type(error).__name__)
    if letter.attempts >= GIVE_UP_AFTER:
        result.dead += 1
    else:
        result.later += 1


def _reply(error: Exception) -> tuple[int, str]:
    """What the server said: (0, "") where it said nothing."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return code, _text(said)
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code, _text(error.smtp_error)
    return 0, ""


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def mark(letters: Iterable[Letter], change: str, error: str = "") -> None:
    """Write down what became of claimed letters, unless they were claimed again, or grew, since."""
    for letter in letters:
        _run(
            f"UPDATE audit_alert SET {change} WHERE id = %(id)s AND attempts = %(attempts)s"  # noqa: S608
            " AND stands_for = %(stands_for)s AND mail = 'wanted'",
            {
                "id": letter.id,
                "attempts": letter.attempts,
                "stands_for": letter.stands_for,
                "error": error[:200],
                "limit": GIVE_UP_AFTER,
            },
        )


def _close(mailer: Any) -> None:
    try:
        mailer.close()
    except (smtplib.SMTPException, OSError):
        log.info("The mail server did not say goodbye.")


def _run(statement: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
