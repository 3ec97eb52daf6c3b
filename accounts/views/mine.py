"""“My account”: how I sign in, where I am signed in, and what happened to my account."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import presence
from accounts.models import Session
from accounts.passwords import PasswordForm, choose_password
from accounts.views.factors import recovery_codes_of, told
from ui import forms


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    factors = list(
        Authenticator.objects.filter(user=user)
        .exclude(type=Authenticator.Type.RECOVERY_CODES)
        .order_by("type", "pk")
    )
    codes = recovery_codes_of(user)
    return render(
        request,
        "accounts/account.html",
        {
            "title": "My account",
            "authenticator": next((each for each in factors if each.type == "totp"), None),
            "passkeys": [each for each in factors if each.type == "webauthn"],
            "codes_left": len(codes.get_unused_codes()) if codes else None,
            "own_password": user.has_usable_password(),
            "may_have_factors": user.has_usable_password() or settings.DEMO,
            "single_sign_on": user.socialaccount_set.exists() and settings.SINGLE_SIGN_ON,
            "sessions": sessions_of(request),
            "events": user.account_events.select_related("by", "user")[:10],
            "idle": settings.SESSION_IDLE_MINUTES,
        },
    )


def sessions_of(request: HttpRequest) -> list[Any]:
    """Where this person is signed in, this place first."""
    found = Session.objects.filter(user=request.user, expire_date__gt=timezone.now())
    here = request.session.session_key
    rows: list[Any] = list(found.order_by("-seen_at"))
    for row in rows:
        row.here = row.session_key == here
        # the key itself opens the session: a page never shows it
        row.number = number_of(row.session_key)
    return sorted(rows, key=lambda row: not row.here)


def number_of(session_key: str) -> str:
    return salted_hmac("accounts.session", session_key).hexdigest()[:16]


@require_POST
def session_end(request: HttpRequest, number: str) -> HttpResponse:
    row = next((each for each in sessions_of(request) if each.number == number), None)
    if row is None:
        raise Http404
    if row.here:
        return redirect("account")
    row.delete()
    told(request, "sessions-end", "", count=1)
    messages.success(request, "That session has ended.")
    return redirect("account")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    count = presence.end_sessions(request.user, but=request.session.session_key)
    if count:
        told(request, "sessions-end", "", count=count)
    messages.success(request, "You are signed in here and nowhere else.")
    return redirect("account")


class PasswordChangeForm(PasswordForm):
    old = forms.TextField(
        label="Your password now",
        called="your password now",
        max_length=200,
        attrs={"autocomplete": "current-password"},
        secret=True,
    )
    field_order = ("old", "new", "again")

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError("Your password now is not right.")
        return old


@never_cache
@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """A new password ends the sessions elsewhere."""
    if not request.user.has_usable_password():
        raise Http404
    form = PasswordChangeForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        choose_password(
            request.user,
            form.cleaned_data["new"],
            address=presence.address_of(request),
            here=request.session.session_key,
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed. Sessions elsewhere have ended.")
        return redirect("account")
    return render(
        request, "accounts/password_change.html", {"form": form, "title": "Change your password"}
    )
