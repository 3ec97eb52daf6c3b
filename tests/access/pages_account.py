"""Signing in and one's own account. Whose account it is follows from who is signed in, so that there
is nobody else's to reach."""

from typing import Any

from allauth.mfa.models import Authenticator

from accounts.adapters import SecondFactorAdapter
from tests.access.records import Cast, Record
from tests.access.table import EVERYBODY, Page
from tests.accounts.passkeys import credential

TITLE, PLACE = "One's own account", 2


def build(record: Record, cast: Cast) -> None:
    """Priya has every kind of second factor."""
    sealed = SecondFactorAdapter().encrypt("JBSWY3DPEHPK3PXP")
    for kind, data in (
        ("totp", {"secret": sealed}),
        ("webauthn", {"name": "Work laptop", "credential": credential()}),
        ("recovery_codes", {"seed": sealed, "used_mask": 0}),
    ):
        if not Authenticator.objects.filter(user=cast["priya"], type=kind).exists():
            Authenticator.objects.create(user=cast["priya"], type=kind, data=data)


def of_passkey(things: Any) -> dict[str, int]:
    return {"pk": Authenticator.objects.get(user__username="priya", type="webauthn").pk}


PAGES = (
    Page("account", EVERYBODY, says="My account"),
    Page("mfa_index", EVERYBODY, says="My account, by the name that the sign-in library uses"),
    Page("carry-on", EVERYBODY, says="What I had typed when my session ended"),
    Page("session-stay", EVERYBODY, says="Stay signed in"),
    Page("session-end", EVERYBODY, at=lambda t: {"number": "0"}, says="End one of my sessions"),
    Page("sessions-end-others", EVERYBODY, says="End my other sessions"),
    Page("second-factor", EVERYBODY, says="Set up a second factor"),
    Page("mfa_activate_totp", EVERYBODY, says="Add an authenticator app"),
    Page("mfa_deactivate_totp", ("priya",), says="Remove my authenticator app"),
    Page("mfa_add_webauthn", EVERYBODY, says="Add a passkey"),
    Page("mfa_edit_webauthn", ("priya",), at=of_passkey, says="Name my passkey"),
    Page("mfa_remove_webauthn", ("priya",), at=of_passkey, says="Remove my passkey"),
    Page("mfa_view_recovery_codes", ("priya",), says="My recovery codes"),
    Page("mfa_generate_recovery_codes", ("priya",), says="Make new recovery codes"),
    Page("account_reauthenticate", EVERYBODY, says="Confirm that it is me"),
    Page("password-change", (), says="Change my password, for whoever has one; the cast has none"),
)
