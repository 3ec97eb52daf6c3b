"""Explaining lateness."""

from ui import forms


class ClockExplain(forms.Form):
    why = forms.LongTextField(
        label="Why is it late?",
        called="why it is late",
        max_length=2000,
        rows=3,
        help_text="What happened, in a sentence or two.",
    )
