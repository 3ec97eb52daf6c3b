"""The period that counts are made for."""

from datetime import date
from typing import Any

from ui import forms


class PeriodForm(forms.Form):
    since = forms.DayField(label="From", called="the first day", earliest=date(2000, 1, 1))
    until = forms.DayField(label="To", called="the last day", earliest=date(2000, 1, 1))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day must be on or after the first.")
        return cleaned
