"""Where a person lives."""

from typing import Any

from cases.forms.once import OnceForm
from people import identifiers
from people.models import Address, AddressKind
from ui import forms


class AddressForm(OnceForm):
    kind = forms.RadioField(
        label="What is it to them?",
        called="what the address is to them",
        choices=AddressKind,
        initial=AddressKind.MAIN.value,
        small=True,
    )
    lines = forms.LongTextField(
        label="Address",
        required=False,
        rows=4,
        max_length=300,
        help_text="As on an envelope, without the postcode.",
    )
    postcode = forms.TextField(
        label="Postcode", called="the postcode", required=False, max_length=10, width=10
    )
    confidential = forms.TickField(
        label="Protected address",
        help_text="A refuge, or a placement kept secret. Only those who work with the child or "
        "their family see it, and nobody finds them by it.",
    )
    since = forms.DayField(label="Since", called="since when", required=False, not_future=True)
    until = forms.DayField(
        label="Until",
        called="the last day there",
        required=False,
        not_future=True,
        help_text="Leave it empty while it is still so.",
    )
    version = forms.HiddenField(required=False, max_length=20)

    @classmethod
    def shown(cls, address: Address) -> dict[str, Any]:
        names = ("kind", "lines", "postcode", "confidential", "since", "until")
        return {name: getattr(address, name) for name in names}

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if data.get("postcode"):
            try:
                data["postcode"] = identifiers.postcode(data["postcode"])
            except identifiers.NotValid as refused:
                self.add_error("postcode", refused.sentence)
        if not data.get("lines") and not data.get("postcode") and not self.errors:
            self.add_error("lines", "Enter the address, the postcode or both.")
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first.")
        return data

    def clean_version(self) -> int:
        text = self.cleaned_data["version"]
        return int(text) if text.isascii() and text.isdigit() else 0

    def given(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("token", "version")
        }
