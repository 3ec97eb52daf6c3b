"""The watch kept on the watcher: whether sweeps run, how far behind they are, what they left."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.utils import timezone

from audit.models import Alert
from clocks.models import Clock, Heartbeat, Incident
from ui.moments import span_words

BEHIND = timedelta(minutes=5)
"""How long a due look may go unnoticed before managers are told."""
HELD = 20  # seconds that the banner's answer is kept, so that pages do not pay for it


@dataclass(frozen=True)
class Watch:
    now: datetime
    sweeps: list[Heartbeat]
    oldest: datetime | None
    """Since when the oldest due look has waited to be noticed."""
    unnoticed: int
    incidents: list[Incident]
    settled: list[Incident]
    mail_waiting: int
    mail_oldest: datetime | None
    dead: list[Alert]
    queue: int | None
    """Messages that wait for a worker process; None where the broker does not answer."""

    @property
    def last(self) -> Heartbeat | None:
        """The last sweep that came to its end."""
        return next((beat for beat in self.sweeps if beat.finished_at), None)

    @property
    def behind(self) -> str:
        return behind(self.now, self.last.finished_at if self.last else None, self.oldest)


def behind(now: datetime, last: datetime | None, oldest: datetime | None) -> str:
    """Why managers have to be told, in a sentence; empty when all is well."""
    if oldest is not None and now - oldest > BEHIND:
        return (
            f"What became due {span_words(now - oldest)} ago has not been noticed yet. Alerts may be "
            "missing: look at the dates yourself."
        )
    if last is not None and now - last > BEHIND:
        return (
            f"The last sweep was {span_words(now - last)} ago. Alerts may be missing: look at the "
            "dates yourself."
        )
    return ""


def oldest_due(now: datetime) -> datetime | None:
    """Since when the oldest due look waits; one read from the index that sweeps use."""
    found: datetime | None = (
        Clock.objects.running()
        .filter(parked_at=None, next_look_at__lte=now)
        .order_by("next_look_at")
        .values_list("next_look_at", flat=True)
        .first()
    )
    return found


def banner() -> str:
    """What every page of those who have to know says while the sweep is behind. Kept for a moment;
    without the cache it is asked each time."""
    now = timezone.now()
    try:
        held: str | None = cache.get("watch-banner")
    except Exception:  # the cache is a convenience: its loss must not take pages down
        held = None
    if held is not None:
        return held
    last = Heartbeat.objects.exclude(finished_at=None).values_list("finished_at", flat=True).first()
    text = behind(now, last, oldest_due(now))
    with suppress(Exception):
        cache.set("watch-banner", text, HELD)
    return text


def watch(now: datetime) -> Watch:
    due = Clock.objects.running().filter(parked_at=None, next_look_at__lte=now)
    wanted = Alert.objects.filter(mail=Alert.Mail.WANTED)
    return Watch(
        now=now,
        sweeps=list(Heartbeat.objects.all()[:20]),
        oldest=oldest_due(now),
        unnoticed=due.count(),
        incidents=list(Incident.objects.filter(settled_at=None).select_related("clock")[:100]),
        settled=list(
            Incident.objects.exclude(settled_at=None)
            .select_related("settled_by")
            .order_by("-settled_at")[:10]
        ),
        mail_waiting=wanted.count(),
        mail_oldest=wanted.order_by("created_at").values_list("created_at", flat=True).first(),
        dead=list(Alert.objects.filter(mail=Alert.Mail.DEAD).select_related("recipient")[:100]),
        queue=queue_length(),
    )


def queue_length() -> int | None:
    """How many messages wait in the broker for a worker process."""
    try:
        with current_app.connection_for_read(connect_timeout=1) as connection:
            channel: Any = connection.default_channel
            return int(channel.client.llen(current_app.conf.task_default_queue))
    except Exception:  # a broker that is down must not take down the page that would say so
        return None
