"""What stands around every page: what browsers are told, how large a request may be, how often it
may come, and where it comes from."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from redis.exceptions import RedisError

from rules.throttles import Throttle, throttles_of

Answer = Callable[[HttpRequest], HttpResponse]

NOTHING_OF_THE_DEVICE = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
"""Of what a browser could hand to a page, passkeys alone are used. Only names that
browsers know: of any other they complain on each page."""


class Guard:
    """Says on every answer what a browser may do with it. Nothing of ours is kept: a page about a
    child is gone from the browser when its reader has signed out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PROXIES:
            _say_where_from(request)
        answer = too_large(request) or self.get_response(request)
        if "Cache-Control" not in answer:
            patch_cache_control(answer, no_store=True, private=True)
        answer.setdefault("Permissions-Policy", NOTHING_OF_THE_DEVICE)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        answer.setdefault("X-Robots-Tag", "noindex, nofollow")
        return answer


def _say_where_from(request: HttpRequest) -> None:
    """The address of whoever asked our own outermost proxy. What stands further left in the header
    is only what they said themselves."""
    named = request.headers.get("X-Forwarded-For", "").split(",")
    if len(named) >= settings.PROXIES and (address := named[-settings.PROXIES].strip()):
        request.META["REMOTE_ADDR"] = address


def too_large(request: HttpRequest) -> HttpResponse | None:
    """A page that says so, when more is sent than any form of ours holds. Nothing of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) <= settings.LARGEST_REQUEST:
        return None
    return render(
        request,
        "413.html",
        {"title": "Too much was sent", "megabytes": settings.LARGEST_REQUEST // (1024 * 1024)},
        status=413,
    )


class Throttled:
    """Refuses who asks too often, by `rules.throttles`. The counts are in the cache that all web
    processes share; without it nobody is refused."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        page = request.resolver_match.url_name if request.resolver_match else None
        now = time.time()
        for row in throttles_of(page or ""):
            if wait := _too_often(row, request, now):
                answer = render(
                    request, "429.html", {"title": "Please wait", "seconds": wait}, status=429
                )
                answer["Retry-After"] = str(wait)
                return answer
        return None


def _too_often(row: Throttle, request: HttpRequest, now: float) -> int:
    """After how many seconds to come again; 0 for whoever may go on."""
    counted = [(f"address:{request.META.get('REMOTE_ADDR', '')}", row.an_address)]
    if request.user.is_authenticated:
        counted.append((f"person:{request.user.pk}", row.a_person))
    window, into = divmod(now, row.seconds)
    try:
        for who, most in counted:
            key = f"throttle:{row.key}:{who}:{int(window)}"
            cache.add(key, 0, row.seconds)
            if cache.incr(key) > most:
                return max(1, int(row.seconds - into))
    except (RedisError, ValueError, OSError):
        return 0  # no cache, or the window ended between the two calls
    return 0
