"""The keys that seals are made with. They are in the environment, never in the database, so that
whoever can write to the database alone cannot seal a changed log again."""

import hashlib
import hmac

from django.conf import settings


def current() -> bytes:
    """The key for new seals: `SEAL_KEY`, or one derived from `SECRET_KEY`."""
    return _derived(settings.SEAL_KEY or settings.SECRET_KEY)


def known() -> dict[str, bytes]:
    """Every key that old seals may have been made with, by its name."""
    keys = [current(), *(_derived(text) for text in settings.SEAL_KEYS_BEFORE)]
    return {name(key): key for key in keys}


def name(key: bytes) -> str:
    return hashlib.sha256(b"name of " + key).hexdigest()[:8]


def _derived(text: str) -> bytes:
    return hmac.digest(text.encode(), b"seals of the logs", "sha256")
