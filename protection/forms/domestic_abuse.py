"""What is typed about the risk of domestic abuse: built from the rows of `rules.domestic_abuse`."""

from cases.forms.once import OnceForm
from rules.codes import DomesticAbuseRisk
from rules.domestic_abuse import QUESTIONS
from ui import forms

_Questions = type(
    "_Questions",
    (OnceForm,),
    {
        row.key: forms.LongTextField(
            label=row.label, called=row.called, help_text=row.help, rows=4, max_length=10_000
        )
        for row in QUESTIONS
    },
)


class DomesticAbuseAssess(_Questions):  # type: ignore[misc,valid-type]
    on = forms.DayField(
        label="When was it assessed?", called="the day of the assessment", not_future=True
    )
    level = forms.RadioField(
        label="How great is the risk?", called="how great the risk is", choices=DomesticAbuseRisk
    )
    field_order = ("token", "on", *(row.key for row in QUESTIONS), "level")

    def answers(self) -> dict[str, str]:
        return {row.key: self.cleaned_data[row.key] for row in QUESTIONS}
