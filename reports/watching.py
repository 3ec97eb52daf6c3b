"""The watch kept on the watcher: whether sweeps run, how far behind they are, what they left."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.cache import cache

from audit.models import Alert
from audit.seals import BEHIND_AFTER, waiting
from clocks.models import Clock, Heartbeat, Incident
from clocks.watch import Watch, state_of_watch
from ui.moments import span_words

HELD = 20
"""Seconds that the banner's answer is kept, so that pages do not pay for it."""
SHOWN = 100


@dataclass(frozen=True)
class Page:
    """Everything on the page of the watch."""

    state: Watch
    sweeps: list[Any]
    unnoticed: int
    incidents: list[Incident]
    settled: list[Incident]
    dead: list[Alert]
    queue: int | None
    """Messages that wait for a worker process; None where the broker does not answer."""
    seal_lag: int
    """Seconds that the oldest line of the logs has waited for its seal."""

    @property
    def seals_behind(self) -> bool:
        return self.seal_lag > BEHIND_AFTER

    @property
    def last(self) -> Heartbeat | None:
        """The last sweep that came to its end."""
        return next((beat for beat in self.sweeps if beat.finished_at), None)


def banner() -> str:
    """What every page of those who have to know says while the sweep is behind. Kept for a moment;
    without the cache it is asked each time."""
    held: str | None = None
    with suppress(Exception):  # the cache is a convenience: its loss must not take pages down
        held = cache.get("watch-banner")
    if held is not None:
        return held
    text = state_of_watch().warning
    with suppress(Exception):
        cache.set("watch-banner", text, HELD)
    return text


def watch(now: datetime) -> Page:
    sweeps: list[Any] = list(Heartbeat.objects.all()[:20])
    for beat in sweeps:
        beat.lag_words = span_words(timedelta(seconds=beat.oldest_lag_seconds))
    settled = Incident.objects.exclude(settled_at=None).select_related("settled_by")
    return Page(
        state=state_of_watch(),
        sweeps=sweeps,
        unnoticed=Clock.objects.running().filter(parked_at=None, next_look_at__lte=now).count(),
        incidents=list(Incident.objects.filter(settled_at=None)[:SHOWN]),
        settled=list(settled.order_by("-settled_at")[:10]),
        dead=list(Alert.objects.filter(mail=Alert.Mail.DEAD).select_related("recipient")[:SHOWN]),
        queue=queue_length(),
        seal_lag=waiting(),
    )


def queue_length() -> int | None:
    """How many messages wait in the broker for a worker process."""
    try:
        with current_app.connection_for_read(connect_timeout=1) as connection:
            channel: Any = connection.default_channel
            return int(channel.client.llen(current_app.conf.task_default_queue))
    except Exception:  # a broker that is down must not take down the page that would say so
        return None
