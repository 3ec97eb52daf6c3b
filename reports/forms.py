"""The shape of what is typed on the worklists' own pages."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.forms.case import LooksFilter
from cases.forms.once import OnceForm
from people.models import Person
from rules.codes import LookFound
from rules.rule_sets import RULE_SETS
from rules.training import Course
from ui import forms


class AbsenceRecord(OnceForm):
    user = forms.RecordField(User.objects.none(), label="Who is away?", called="who is away")
    since = forms.DayField(label="First day away", called="the first day away")
    until = forms.DayField(
        label="Last day away",
        called="the last day away",
        required=False,
        help_text="Leave it empty while it is not known.",
    )
    cover = forms.RecordField(
        User.objects.none(),
        label="Who covers?",
        called="who covers",
        required=False,
        help_text="Needed by anybody who holds a child on a protection plan or looked after.",
    )
    reason = forms.TextField(
        label="Reason",
        called="the reason",
        required=False,
        max_length=60,
        help_text="In a word, such as leave or training. Nothing about health.",
    )

    def __init__(self, *args: Any, users: Any, covers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]
        self.fields["cover"].queryset = covers  # type: ignore[attr-defined]


class TrainingRecord(forms.Form):
    user = forms.RecordField(User.objects.none(), label="Who?", called="who it was")
    course = forms.RadioField(label="What have they done?", called="the course", choices=Course)
    on = forms.DayField(label="When?", called="the day of the course", not_future=True)

    def __init__(self, *args: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]


class AbsenceEnd(forms.Form):
    back_on = forms.DayField(label="First day back", called="the first day back")


class AbsenceCover(forms.Form):
    cover = forms.RecordField(User.objects.none(), label="Who covers?", called="who covers")

    def __init__(self, *args: Any, covers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].queryset = covers  # type: ignore[attr-defined]


class IncidentSettle(forms.Form):
    how = forms.LongTextField(
        label="What was wrong, and what did you do?",
        called="what was wrong and what you did",
        rows=4,
        max_length=4000,
    )


class HolidayAdd(forms.Form):
    day = forms.DayField(
        label="Which day does not count?",
        called="the day that does not count",
        earliest=date(2000, 1, 1),
    )
    name = forms.TextField(
        label="What is it called?",
        called="what the day is called",
        max_length=80,
        help_text="As it stands beside every due date that it moves, such as «State funeral».",
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year > timezone.localdate().year + 5:
            raise forms.ValidationError("The day is more than five years ahead. Check the year.")
        return day


class RuleSetBringIn(forms.Form):
    key = forms.RadioField(
        label="Which rule set?",
        called="the rule set",
        choices=[(row.key, row.label) for row in RULE_SETS.values()],
        hints={row.key: row.summary for row in RULE_SETS.values()},
    )
    since = forms.DayField(
        label="In force from", called="the day from which it is in force", not_past=True
    )

    def clean_since(self) -> date:
        day: date = self.cleaned_data["since"]
        if day.year > timezone.localdate().year + 5:
            raise forms.ValidationError("The day is more than five years ahead. Check the year.")
        return day


class AsOf(forms.Form):
    at = forms.MomentField(
        label="As it was on",
        called="the day and time",
        not_future=True,
        help_text="Such as 3/3/2026 and 16:00.",
    )


class AccessFilter(LooksFilter):
    """The same over every record, or over one person's."""

    person = forms.TextField(
        label="Person’s id", called="the person’s id", required=False, max_length=20, width=10,
        help_text="Such as P100001.",
    )  # fmt: skip

    def clean_person(self) -> Person | None:
        reference = self.cleaned_data["person"].upper()
        if not reference:
            return None
        person = Person.objects.filter(reference=reference).only("pk", "reference").first()
        if person is None:
            raise forms.ValidationError(f"There is nobody with the id {reference}.")
        return person


class LookSettle(forms.Form):
    found = forms.RadioField(label="What came of it?", called="what came of it", choices=LookFound)
    why = forms.LongTextField(
        label="How do you know?", called="how you know", rows=3, max_length=4000
    )
