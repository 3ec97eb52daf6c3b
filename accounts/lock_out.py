"""What happens after too many wrong passwords. Counting is the library's (django-axes); here are
the names it counts by, the sentence, and the lock as an administrator sees it."""

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts import presence
from accounts.models import AccountEvent, User
from accounts.models.presence import note


def name_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The user name that was tried, however it was written."""
    name = (credentials or {}).get("username") or (request.POST.get("username") if request else "")
    return str(name or "").strip().lower()[:200]


def address_of(request: HttpRequest) -> str | None:
    return presence.address_of(request)


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """The page of somebody who is locked out: it says until when, and what they can do."""
    from accounts.views.sign_in import SignInForm, sign_in_page

    name, now = name_of(request, credentials), timezone.now()
    until = locked_until(name, presence.address_of(request), now) or now + _cool_off()
    _write_down(name, presence.address_of(request), now)
    form = SignInForm({"username": name, "password": "-"})
    form.add_error(None, sentence(until, now))
    return sign_in_page(request, form=form, kept=request.POST.get("kept", ""), status=429)


def sentence(until: datetime, now: datetime) -> str:
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    left = "1 minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"There were too many wrong passwords for this user name. Try again at "
        f"{timezone.localtime(until):%H:%M}, in {left}, or ask your system administrator to unlock it."
    )


def locked_until(username: str, address: str | None, now: datetime) -> datetime | None:
    """When the lock of a user name ends, at one address or (with None) at any; None when it is
    not locked."""
    attempts = AccessAttempt.objects.filter(username=username, attempt_time__gte=now - _cool_off())
    if address:
        attempts = attempts.filter(ip_address=address)
    places = attempts.values("ip_address").annotate(
        n=Sum("failures_since_start"), last=Max("attempt_time")
    )
    ends = [each["last"] for each in places if each["n"] >= settings.AXES_FAILURE_LIMIT]
    return max(ends) + _cool_off() if ends else None


def locked_names(now: datetime) -> set[str]:
    """The user names that are locked somewhere."""
    attempts = AccessAttempt.objects.filter(attempt_time__gte=now - _cool_off())
    places = attempts.values("username", "ip_address").annotate(n=Sum("failures_since_start"))
    return {each["username"] for each in places if each["n"] >= settings.AXES_FAILURE_LIMIT}


def unlock(user: User) -> int:
    """Forget the wrong passwords of a user name; how many places they came from."""
    return reset(username=user.username.lower())


def _cool_off() -> timedelta:
    return settings.AXES_COOLOFF_TIME


def _write_down(name: str, address: str | None, now: datetime) -> None:
    """One line for each lock, however often the door is tried while it lasts."""
    user = User.objects.filter(username=name).first()
    told = AccountEvent.objects.filter(key="lock-out", address=address, at__gt=now - _cool_off())
    told = told.filter(user=user) if user else told.filter(user=None, data__username=name)
    if not told.exists():
        note(user, "lock-out", address=address, at=now, times=settings.AXES_FAILURE_LIMIT,
             **({} if user else {"username": name}))  # fmt: skip
