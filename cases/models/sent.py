"""Forms that have been sent, so that a second press of the button makes no second record."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """One empty form, given a token when it was shown; its row is written with what it made."""

    token = models.UUIDField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(self.token)


def forget_sent(now: datetime | None = None) -> int:
    """Forget the tokens of forms sent more than a week ago: nobody sends a page that old a second
    time. How many were forgotten."""
    before = (now or timezone.now()) - timedelta(days=7)
    return SentForm.objects.filter(at__lt=before).delete()[0]
