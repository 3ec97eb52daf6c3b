"""Where the sign-in library (django-allauth) asks us: what it may do, and in which words."""

import base64
import hashlib
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import claims, presence

TRY_AGAIN = "That code is not right, or it was used already. Wait for the next one and try again."
JUST_NOW = 10 * 60
"""Seconds after signing in within which somebody need not prove again who they are."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "There were too many wrong codes. Wait five minutes and try again.",
        "rate_limited": "There were too many wrong codes. Wait five minutes and try again.",
        "incorrect_password": "The password is not right.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(
        self, request: HttpRequest, user: Any, *, redirect_url: str | None, **kwargs: Any
    ) -> HttpResponse:
        return presence.begin(request, user, onward=redirect_url or "")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return refused(request, "Your account here has ended. Ask your system administrator.")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any,
        message: str | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """Our views say what happened in their own words; only errors come through."""
        if message:
            super().add_message(request, level, message=message)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Grave acts are told by alerts (`rules.accounts`)."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        if settings.DEMO:
            return False  # the cast has no passwords to give again
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < JUST_NOW for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        if not user.is_authenticated or not user.has_usable_password():
            return []
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "description": "Use your password", "url": url}]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": TRY_AGAIN,
        "cannot_delete_authenticator": (
            "This is your only second factor. Add another one first, then remove this."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Socialcare {settings.COUNCIL}"

    def _get_user_identifier(self, user: Any) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return f"Socialcare, {settings.COUNCIL}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays: without it the next page would be the one to set one up."""
        others = Authenticator.objects.filter(user=authenticator.user_id).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        return settings.DEMO or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False  # claims.welcome() makes the account, or nobody does

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """At each sign-in: the account is made or renewed from what the provider says."""
        if sociallogin.state.get("process") != "login" or request.user.is_authenticated:
            raise ImmediateHttpResponse(redirect("home"))
        try:
            sociallogin.user = claims.welcome(
                sociallogin.account, address=presence.address_of(request)
            )
        except claims.NotWelcome as reason:
            raise ImmediateHttpResponse(refused(request, str(reason))) from None

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None,
                                exception: Any = None, extra_context: Any = None) -> None:  # fmt: skip
        said = "You came back without having signed in." if error == "cancelled" else (
            "The council's sign-in did not answer as it should. Try again; if it goes on, tell your "
            "system administrator."
        )  # fmt: skip
        raise ImmediateHttpResponse(refused(request, said))


def refused(request: HttpRequest, sentence: str, status: int = 403) -> HttpResponse:
    context = {"sentence": sentence, "title": "You are not signed in"}
    return render(request, "accounts/refused.html", context, status=status)


def _cipher() -> MultiFernet:
    """Secrets of authenticator apps are kept enciphered; an earlier SECRET_KEY still opens them."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"second-factor:{key}".encode()).digest()))
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
