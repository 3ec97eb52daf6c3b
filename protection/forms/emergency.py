"""What is typed about police protection and emergency protection orders."""

from typing import Any

from cases.forms.once import OnceForm
from rules.codes import EmergencyEnd, EmergencyKind
from ui import forms


class EmergencyBegin(OnceForm):
    kind = forms.RadioField(
        label="What protects the child?",
        called="what protects the child",
        choices=EmergencyKind,
        hints={
            EmergencyKind.POLICE_PROTECTION.value: "At most 72 hours.",
            EmergencyKind.ORDER.value: "At most 8 days, which the court may extend once.",
        },
        reveals={EmergencyKind.ORDER.value: ["ends_at"]},
    )
    ends_at = forms.MomentField(
        label="When does the order end?",
        called="when the order ends",
        help_text="The day and the hour that the order says.",
    )
    started_at = forms.MomentField(
        label="When did it begin?",
        called="when it began",
        not_future=True,
        help_text="When the police took the child into protection, or the court made the order.",
    )
    officer = forms.TextField(
        label="Police officer and station, or court",
        called="the police officer or the court",
        required=False,
        max_length=120,
        width=30,
    )
    place = forms.TextField(
        label="Where is the child?", called="where the child is", max_length=120, width=30
    )
    grounds = forms.LongTextField(
        label="Why did the child have to be made safe at once?",
        called="why the child had to be made safe",
        rows=4,
        max_length=10_000,
    )


class EmergencyExtend(forms.Form):
    extended_at = forms.MomentField(
        label="When did the court extend it?",
        called="when the court extended it",
        not_future=True,
    )
    ends_at = forms.MomentField(label="When does it end now?", called="when it ends now")
    why = forms.LongTextField(
        label="Why was it extended?", called="why it was extended", rows=3, max_length=4000
    )

    def __init__(self, *args: Any, latest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_at"].help_text = f"Extended once, and to {latest} at the latest."


class EmergencyEnded(forms.Form):
    how = forms.RadioField(
        label="What became of the child?",
        called="what became of the child",
        choices=EmergencyEnd,
        hints={EmergencyEnd.LAPSED.value: "It ended at the hour at which it ran out."},
    )
    ended_at = forms.MomentField(
        label="When did it end?",
        called="when it ended",
        not_future=True,
        required=False,
        help_text="Leave it empty when it ran out.",
    )
    why = forms.LongTextField(
        label="What was decided, and by whom?",
        called="what was decided",
        rows=3,
        max_length=4000,
    )

    def __init__(self, *args: Any, order: bool, **kwargs: Any) -> None:
        """`order`: it is the emergency protection order, which no other one follows."""
        super().__init__(*args, **kwargs)
        if order:
            how: Any = self.fields["how"]
            how.choices = [each for each in how.choices if each[0] != EmergencyEnd.ORDER]
