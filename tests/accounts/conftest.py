"""A service outside the demo, and Priya with a password and an authenticator app."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache

from accounts.adapters import SecondFactorAdapter

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(secret=SECRET, ahead=0):
    """What an authenticator app shows, now or in the next half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


@pytest.fixture
def real(settings, db):
    """Not the demo, and nobody has tried a password or a code before."""
    settings.DEMO = False
    cache.clear()


@pytest.fixture
def password(real, priya):
    priya.set_password("a long enough password")
    priya.save(update_fields=["password"])
    return "a long enough password"


@pytest.fixture
def app(priya):
    """Priya has an authenticator app; the secret in it."""
    sealed = SecondFactorAdapter().encrypt(SECRET)
    Authenticator.objects.create(user=priya, type="totp", data={"secret": sealed})
    return SECRET


@pytest.fixture
def signed_in(client, password, app):
    """Priya, with both factors."""
    client.post("/sign-in/", {"username": "priya", "password": password})
    client.post("/sign-in/second-factor/", {"code": code(app)})
    return client
