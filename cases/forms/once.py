"""A form that makes one record, however often it is sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from cases.models import SentForm
from cases.pages import done
from ui import forms


class OnceForm(forms.Form):
    """Carries a token from when it was shown to when it is sent."""

    token = forms.HiddenField(required=False, max_length=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"token": uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_token(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data["token"])
        except ValueError:
            return None  # an old page or a hand-made request: judged by itself

    def act(self, act: Callable[[], Any]) -> bool:
        """Do the act once; a form already sent counts as done. A refusal goes onto the form, and
        leaves the token free for another try."""

        def once() -> None:
            with transaction.atomic():
                token = self.cleaned_data.get("token")
                if token and not SentForm.objects.get_or_create(token=token)[1]:
                    return
                act()

        return done(self, once)
