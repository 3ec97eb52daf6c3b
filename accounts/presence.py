"""A session from its first page to its last: stamped when somebody signs in, renewed while they
work, ended when nobody does. Renewing costs one write a minute at most, and no read."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Session
from accounts.models.presence import note

KEPT = "kept"
PROVEN = ("mfa", "socialaccount")
"""What the library writes into a session when a second factor was given, here or at the council's
provider."""
METHODS = "account_authentication_methods"
HOW = {
    "password": "with a password",
    "mfa": "with a second factor",
    "passkey": "with a passkey",
    "socialaccount": "by single sign-on",
    "demo": "at one click in the demo",
}
A_MINUTE = timedelta(minutes=1)


def address_of(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


def begin(request: HttpRequest, user: Any, *, how: str = "", onward: str = "") -> HttpResponse:
    """Somebody has signed in: stamp the session, write it down, and lead them back to what they
    had typed, to where they were, or to their first page."""
    now = timezone.now()
    request.session["began"] = request.session["seen"] = now.isoformat()
    request.session["address"] = address_of(request)
    request.session["browser"] = browser_of(request.headers.get("User-Agent", ""))
    note(
        user, "sign-in", address=address_of(request), at=now, how=HOW[how or _how(request.session)]
    )
    if KEPT in request.session:
        return redirect("carry-on")
    return redirect(onward if is_ours(request, onward) else "home")


def is_ours(request: HttpRequest, url: str | None) -> bool:
    """Whether an address leads to a page of ours."""
    return url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def has_second_factor(session: Any) -> bool:
    """Whether this session was begun with a second factor. Only a session that says so was."""
    return any(record.get("method") in PROVEN for record in session.get(METHODS) or ())


def go_on(request: HttpRequest, now: datetime | None = None) -> bool:
    """Renew the session of somebody who works; False, and signed out, when their day is over. A
    session without a stamp is not renewed, and so ends by itself."""
    began, seen = request.session.get("began"), request.session.get("seen")
    if not began or not seen:
        return True
    now = now or timezone.now()
    if now - datetime.fromisoformat(began) > timedelta(hours=settings.SESSION_HOURS):
        logout(request)
        return False
    if now - datetime.fromisoformat(seen) >= A_MINUTE:
        request.session["seen"] = now.isoformat()
    return True


def end_sessions(user: Any, *, but: str | None = None) -> int:
    """End somebody's sessions at once, all or all `but` one; how many ended."""
    sessions = Session.objects.filter(user=user, expire_date__gt=timezone.now())
    if but:
        sessions = sessions.exclude(session_key=but)
    return sessions.delete()[0]


def browser_of(agent: str) -> str:
    """“Firefox on Windows”: enough for its owner to tell one from another."""
    browsers = (
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Macintosh", "a Mac"),
        ("Linux", "Linux"),
    )
    browser = next((name for mark, name in browsers if mark in agent), "A browser")
    system = next((name for mark, name in systems if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def _how(session: Any) -> str:
    records = session.get(METHODS) or [{"method": "password"}]
    last = records[-1]
    return "passkey" if last.get("passwordless") else last.get("method", "password")
