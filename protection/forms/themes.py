"""What is typed about a theme that children's views make together."""

from typing import Any

from accounts.models import User
from cases.forms.once import OnceForm
from protection.models import ConferenceChild
from rules.access import MANAGERS, Role
from ui import forms
from ui.moments import day_words


class RecordTheme(OnceForm):
    words = forms.TextField(
        label="What do children say?",
        called="what children say",
        max_length=300,
        help_text="In a sentence that names nobody: “Nobody told me what the meeting was for.”",
    )
    children = forms.RecordsField(
        ConferenceChild.objects.none(),
        label="Who said so?",
        called="who said so",
    )
    action = forms.TextField(
        label="What is done about it?", called="what is done about it", max_length=300
    )
    owner = forms.RecordField(User.objects.none(), label="Who sees to it?", called="who sees to it")
    due_on = forms.DayField(label="By when?", called="by when it is done", not_past=True)

    def __init__(self, *args: Any, places: Any, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children: Any = self.fields["children"]
        children.queryset = places
        children.label_from_instance = lambda child: (
            f"{child.case.person.name}, {day_words(child.conference.held_on, now)}: “{child.views}”"
        )
        self.fields["owner"].queryset = User.objects.filter(  # type: ignore[attr-defined]
            is_active=True, role__in=(*MANAGERS, Role.REVIEWING_OFFICER)
        ).order_by("name")


class FinishTheme(forms.Form):
    on = forms.DayField(label="When was it done?", called="the day it was done", not_future=True)
    outcome = forms.LongTextField(
        label="What became of it?", called="what became of it", rows=3, max_length=2000
    )
