"""The shape of what is typed about keeping and disposing."""

from ui import forms


class Why(forms.Form):
    why = forms.LongTextField(label="Why?", called="why", rows=3, max_length=2000)


class Sure(forms.Form):
    sure = forms.TickField(
        label="I have looked at this record, and nothing in it is needed any more",
        called="that you have looked at the record",
    )
