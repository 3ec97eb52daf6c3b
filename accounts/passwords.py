"""Choosing a password: by whoever it belongs to, and nobody else. A link that holds once and for a
day stands in for the first one, and for one that was forgotten."""

from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from accounts import presence
from accounts.models import User
from accounts.models.presence import note
from audit import story
from ui import forms


class PasswordForm(forms.Form):
    """A new password, twice."""

    new = forms.TextField(
        label="New password",
        called="the new password",
        help_text="At least 12 characters. Three words that have nothing to do with each other are good.",
        max_length=200,
        attrs={"autocomplete": "new-password"},
        secret=True,
    )
    again = forms.TextField(
        label="The new password again",
        called="the new password again",
        max_length=200,
        attrs={"autocomplete": "new-password"},
        secret=True,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "The two passwords are not the same.")
        if new:
            try:
                validate_password(new, self.user)
            except ValidationError as wrong:
                self.add_error("new", wrong)


@transaction.atomic
def choose_password(
    user: User, password: str, *, address: str | None = None, here: str | None = None
) -> None:
    """The new password counts at once; sessions elsewhere end, and its owner is told."""
    user.set_password(password)
    user.save(update_fields=["password"])
    presence.end_sessions(user, but=here)
    event = note(user, "password", by=user, address=address)
    story.tell(
        user,
        key=f"account:{event.pk}",
        url=reverse("account"),
        text="Your password was changed. If it was not you, tell your system administrator at once.",
    )


def link_for(user: User) -> str:
    """The address where this person chooses a password. It holds once, and for a day."""
    where = reverse(
        "password-link",
        kwargs={
            "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
            "token": default_token_generator.make_token(user),
        },
    )
    return f"{settings.SITE_URL.rstrip('/')}{where}"


def user_of(uidb64: str, token: str) -> User | None:
    """Whose link it is, while it holds."""
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(uidb64)), is_active=True)
    except (User.DoesNotExist, ValueError, OverflowError):
        return None
    return user if default_token_generator.check_token(user, token) else None


def send_link(user_pk: int) -> None:
    """E-mail somebody their link. The link is made here, so that no broker ever carries it."""
    user = User.objects.filter(pk=user_pk, is_active=True).exclude(email="").first()
    if user is None:
        return
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    send_mail(
        f"Choose your password for Socialcare, {settings.COUNCIL}",
        f"Hello {user.name},\n\nyour user name is {user.username}. Choose your password here:\n\n"
        f"{link_for(user)}\n\nThe link works once, for {hours} hours. If you did not ask for it, "
        "do nothing, and tell your system administrator.\n",
        None,
        [user.email],
    )
