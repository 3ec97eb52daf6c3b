"""Second factors of one's own: the library's pages in our dress, each act written down."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    LoginWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import presence
from accounts.adapters import SecondFactorAdapter
from accounts.models.presence import note
from audit import story
from rules.accounts import ACTS


def told(request: HttpRequest, key: str, text: str, **data: Any) -> None:
    """Write an act on one's own account down, and tell its owner where it is a grave one."""
    event = note(request.user, key, by=request.user, address=presence.address_of(request), **data)
    if ACTS[key].grave:
        story.tell(
            request.user,
            key=f"account:{event.pk}",
            url=reverse("account"),
            text=f"{text} If it was not you, tell your system administrator at once.",
        )


@never_cache
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody with a password alone is led before they reach anything else."""
    if settings.DEMO or presence.has_second_factor(request.session):
        return redirect("account")
    return render(request, "accounts/second_factor.html", {"title": "Set up a second factor"})


class Titled:
    """A page of the library with a title of ours."""

    title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.title}  # type: ignore[misc]


class OwnPassword:
    """There for those who sign in with a password here; the council's provider has its own."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = request.user
        if user.is_authenticated and not settings.DEMO and not user.has_usable_password():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Gained:
    """After a factor was added: this session has proven it, and the codes are shown next."""

    factor = ""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        newest = Authenticator.objects.filter(user=request.user).exclude(
            type=Authenticator.Type.RECOVERY_CODES
        )
        added = newest.latest("pk")
        record_authentication(request, request.user, "mfa", id=added.pk, type=added.type)
        told(
            request,
            "factor-add",
            f"{self.factor.capitalize()} was added to your account.",
            factor=self.factor,
        )
        messages.success(request, f"You have added {self.factor}.")
        return response

    def get_success_url(self) -> str:
        if self.did_generate_recovery_codes:  # type: ignore[attr-defined]
            return reverse("mfa_view_recovery_codes")
        return reverse("account")


@method_decorator(never_cache, name="dispatch")
class AuthenticatorAdd(Gained, OwnPassword, Titled, ActivateTOTPView):
    title, factor = "Add an authenticator app", "an authenticator app"
    template_name = "accounts/mfa_activate_totp.html"


class AuthenticatorRemove(Titled, DeactivateTOTPView):
    title = "Remove the authenticator app"
    template_name = "accounts/mfa_deactivate_totp.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        _lost(self.request, "the authenticator app")
        return response


@method_decorator(never_cache, name="dispatch")
class PasskeyAdd(Gained, OwnPassword, Titled, AddWebAuthnView):
    title, factor = "Add a passkey", "a passkey"
    template_name = "accounts/mfa_add_webauthn.html"


class PasskeyName(Titled, EditWebAuthnView):
    title = "Name the passkey"
    template_name = "accounts/mfa_edit_webauthn.html"
    success_url = reverse_lazy("account")


class PasskeyRemove(Titled, RemoveWebAuthnView):
    title = "Remove a passkey"
    template_name = "accounts/mfa_remove_webauthn.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = SecondFactorAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("account")
        name = str(self.get_object())
        response = super().form_valid(form)
        _lost(self.request, f"the passkey “{name}”")
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(Titled, ViewRecoveryCodesView):
    title = "Recovery codes"
    template_name = "accounts/mfa_view_recovery_codes.html"


class RecoveryCodesNew(Titled, GenerateRecoveryCodesView):
    title = "Make new recovery codes"
    template_name = "accounts/mfa_generate_recovery_codes.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and recovery_codes_of(request.user) is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        told(self.request, "recovery-codes", "New recovery codes were made for your account.")
        messages.success(self.request, "These are your new codes. The old ones no longer work.")
        return response


class Confirm(Titled, ReauthenticateView):
    """Before a change to how one signs in: it is really you."""

    title = "Confirm that it is you"
    template_name = "accounts/account_reauthenticate.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)


class PasskeySignIn(LoginWebAuthnView):
    """A passkey is both factors at once: the device, and the finger or PIN that opens it."""


def recovery_codes_of(user: Any) -> RecoveryCodes | None:
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return kept.wrap() if kept else None


def _lost(request: HttpRequest, factor: str) -> None:
    told(
        request,
        "factor-remove",
        f"{factor.capitalize()} was removed from your account.",
        factor=factor,
    )
    messages.success(request, f"You have removed {factor}.")
