"""Who is signed in where, and what was done to whose account."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

from rules import accounts as rules


class Session(AbstractBaseSession):
    """A session that knows whose it is, so that it can be listed and ended."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """To within a minute."""
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=80, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore

        return SessionStore


class AccountEvent(models.Model):
    """One line of an account's own story: who signed in and how, who was locked out, who gave or
    took what, and why. Insert-only, kept so by the database."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="account_events"
    )
    """Whose account; None where a user name was tried that nobody has."""
    key = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """None for what the service did itself."""
    why = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["user", "-at"], name="account_event_user_at")]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"

    @property
    def sentence(self) -> str:
        return rules.sentence(
            self.key,
            by=self.by.name if self.by else "The service",
            name=self.user.name if self.user else self.data.get("username", "somebody"),
            data=self.data,
        )


def note(
    user: Any,
    key: str,
    *,
    by: Any = None,
    why: str = "",
    address: str | None = None,
    at: datetime | None = None,
    **data: Any,
) -> AccountEvent:
    """Write one line of an account's story. A misspelt key is a KeyError."""
    rules.ACTS[key]
    return AccountEvent.objects.create(
        user=user,
        key=key,
        by=by,
        why=why.strip(),
        address=address,
        at=at or timezone.now(),
        data=data,
    )
