"""`/healthz` and `/metrics`, answered before anything else: no session, no host check, no log.

Each part is asked over a connection of its own that gives up soon, so that a database or broker
that hangs is reported and not waited for.
"""

import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from audit.seals import BEHIND_AFTER
from audit.seals import waiting as seal_lag
from clocks.watch import Watch, running_clocks, state_of_watch

STARTED = monotonic()
GRACE = 120
"""Seconds after the start in which no sweep need have run."""
QUEUE = "celery"
DATABASE_OPTIONS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "options": "-c statement_timeout=2000",
}


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return healthz()
        if request.path == "/metrics":
            return metrics(request)
        return self.get_response(request)


def healthz() -> HttpResponse:
    """200 when web, database, broker and sweep are well; 503 and what is wrong otherwise."""
    parts = {"web": "ok", "database": _database(), "broker": _broker()}
    up = parts["database"] == "ok"
    parts["sweep"] = _sweep() if up else "not known"
    parts["seals"] = _seals() if up else "not known"
    well = all(answer == "ok" for answer in parts.values())
    return JsonResponse(
        {"status": "ok" if well else "failing", **parts},
        status=200 if well else 503,
        headers={"Cache-Control": "no-store"},
    )


def metrics(request: HttpRequest) -> HttpResponse:
    """Numbers for Prometheus, to whoever has the token; to others the page does not exist."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    closed = settings.METRICS_TOKEN in ("", "none")
    if closed or not hmac.compare_digest(given.encode(), wanted.encode()):
        return HttpResponseNotFound()
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"socialcare_{name}", about, registry=registry).set(value)

    try:
        with _own_cursor() as cursor:
            watch, running = state_of_watch(cursor=cursor), running_clocks(cursor)
            unsealed = seal_lag(cursor)
    except DatabaseError:
        gauge("database_up", "Whether the database answers", 0)
    else:
        gauge("database_up", "Whether the database answers", 1)
        _about_the_watch(gauge, watch)
        gauge("clocks_running", "Clocks that run", running)
        gauge(
            "seal_lag_seconds", "How long the oldest line of the logs waits to be sealed", unsealed
        )
    try:
        waiting = _redis().llen(QUEUE)
    except (redis.RedisError, OSError):
        gauge("broker_up", "Whether the broker answers", 0)
    else:
        gauge("broker_up", "Whether the broker answers", 1)
        gauge("broker_queue_length", "Messages that no worker has taken up", float(waiting))  # type: ignore[arg-type]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _about_the_watch(gauge: Callable[[str, str, float], None], watch: Watch) -> None:
    gauge(
        "clocks_oldest_unnoticed_seconds",
        "How long the oldest due clock has waited to be noticed",
        watch.oldest_unnoticed or 0,
    )
    gauge(
        "sweep_lag_seconds", "How late the last sweep noticed the oldest it found", watch.last_lag
    )
    gauge(
        "sweep_last_finished_seconds",
        "How long ago a sweep last came to its end; -1 when none ever did",
        -1 if watch.last_beat is None else watch.last_beat,
    )
    gauge("alerts_waiting", "Alerts still to be sent as e-mail", watch.alerts_waiting)
    gauge("alerts_dead", "Alerts that could not be sent as e-mail", watch.alerts_dead)
    gauge("incidents_open", "Incidents that nobody has settled", watch.incidents)


def _database() -> str:
    try:
        with _own_cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def _broker() -> str:
    try:
        _redis().ping()
    except (redis.RedisError, OSError):
        return "does not answer"
    return "ok"


def _sweep() -> str:
    try:
        with _own_cursor() as cursor:
            watch = state_of_watch(cursor=cursor)
    except DatabaseError:
        return "not known"
    if watch.behind:
        return f"a due clock has waited {watch.oldest_unnoticed} seconds to be noticed"
    if watch.silent and monotonic() - STARTED > GRACE:
        if watch.last_beat is None:
            return "no sweep has run"
        return f"the last sweep ended {watch.last_beat} seconds ago"
    return "ok"


def _seals() -> str:
    try:
        with _own_cursor() as cursor:
            seconds = seal_lag(cursor)
    except DatabaseError:
        return "not known"
    if seconds > BEHIND_AFTER and monotonic() - STARTED > GRACE:
        return f"a line of the logs has waited {seconds} seconds for its seal"
    return "ok"


@contextmanager
def _own_cursor() -> Iterator[Any]:
    own = connections.create_connection("default")
    own.settings_dict = {
        **own.settings_dict,
        "OPTIONS": {**own.settings_dict["OPTIONS"], **DATABASE_OPTIONS},
    }
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def _redis() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=None
    )
