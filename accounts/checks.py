"""What must be true of signing in before real records are behind it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution


@register(Tags.security, deploy=True)
def no_demo(**kwargs: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [
        Error(
            "DEMO is on: the sign-in page lets anybody be anybody, without a second factor.",
            hint="Set DEMO=no. The demo is for this machine and for invented people only.",
            id="accounts.E001",
        )
    ]


@register(Tags.security, deploy=True)
def way_back(**kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO or settings.EMAIL_WANTED or settings.SINGLE_SIGN_ON:
        return []
    return [
        Caution(
            "There is neither e-mail nor single sign-on: whoever forgets a password has to ask an "
            "administrator for a link.",
            hint="Set EMAIL_HOST, or OIDC_SERVER.",
            id="accounts.W002",
        )
    ]
