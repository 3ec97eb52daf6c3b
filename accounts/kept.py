"""What somebody had typed when their session ended, carried over the sign-in and back.

The fields travel in the page itself, signed: nothing is stored, and nobody else's browser has them.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT = "accounts.kept"
HALF_A_DAY = 12 * 60 * 60


def keep(request: HttpRequest) -> str:
    """The posted fields, where they were going and whose session it was, signed. Files cannot be
    kept."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return signing.dumps(
        {"path": request.get_full_path(), "fields": fields, "who": _whose(request)},
        salt=SALT,
        compress=True,
    )


def _whose(request: HttpRequest) -> int | None:
    """Whose session it was that ran out, so that the next person at the same machine does not send
    their words; None when nobody can tell any more."""
    from accounts.models import Session

    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    return Session.objects.filter(pk=key).values_list("user", flat=True).first()


def kept(signed: str) -> dict[str, Any] | None:
    """What `keep` made, or None when it was tampered with or is more than half a day old."""
    try:
        return signing.loads(signed, salt=SALT, max_age=HALF_A_DAY)
    except signing.BadSignature:
        return None


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a post came from one of our own pages, by what the browser says of it."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(origin).netloc == request.get_host()
