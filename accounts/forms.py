"""The sign-in library's forms, asked in our words and drawn as ours."""

from collections.abc import Callable
from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
)

from ui import forms

NOT_A_PASSKEY = "That passkey was not taken. Try again, or use another way."
NUMBERS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class ConfirmForm(forms.FormParts, ReauthenticateForm):
    password = forms.TextField(
        label="Your password",
        called="your password",
        max_length=200,
        attrs={"autocomplete": "current-password"},
        secret=True,
    )


class CodeForm(forms.FormParts, AuthenticateForm):
    code = forms.TextField(
        label="Code",
        called="the code",
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        max_length=20,
        attrs=NUMBERS,
    )


class AuthenticatorForm(forms.FormParts, ActivateTOTPForm):
    code = forms.TextField(
        label="Code from the app",
        called="the code",
        help_text="Six digits.",
        max_length=20,
        attrs=NUMBERS,
    )


class AuthenticatorRemoveForm(forms.FormParts, DeactivateTOTPForm):
    pass


class RecoveryCodesForm(forms.FormParts, GenerateRecoveryCodesForm):
    pass


class Untrusted:
    """What a browser sends as a passkey is parsed by code that fails in its own many ways (a field
    that is missing, a signature that does not fit): each of them is one sentence here."""

    def clean_credential(self) -> Any:
        clean = getattr(super(), "clean_credential", None)
        return _sound(clean) if clean else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    def clean(self) -> Any:
        return _sound(super().clean)  # type: ignore[misc]


def _sound(clean: Callable[[], Any]) -> Any:
    try:
        return clean()
    except forms.ValidationError:
        raise
    except Exception as wrong:
        raise forms.ValidationError(NOT_A_PASSKEY) from wrong


class PasskeyUseForm(Untrusted, forms.FormParts, AuthenticateWebAuthnForm):
    pass


class PasskeySignInForm(Untrusted, forms.FormParts, LoginWebAuthnForm):
    pass


class PasskeyForm(Untrusted, forms.FormParts, AddWebAuthnForm):
    name = forms.TextField(
        label="Name of the passkey",
        called="the name",
        help_text="So that you know it again, such as “work laptop”.",
        required=False,
        max_length=60,
    )
    passwordless = None  # type: ignore[assignment]  # whether it can be one is up to the device


class PasskeyNameForm(forms.FormParts, EditWebAuthnForm):
    name = forms.TextField(label="Name of the passkey", called="the name", max_length=60)
