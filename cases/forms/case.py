"""What is written on a case."""

from typing import Any

from accounts.models import User
from cases.forms.once import OnceForm
from rules.codes import ClosureReason, TaskKind
from rules.lifecycles import TASK
from ui import forms


class CaseTaskSet(OnceForm):
    what = forms.TextField(label="What is to be done?", called="what is to be done", max_length=200)
    kind = forms.ChoiceField(label="Kind of task", choices=TaskKind)
    owner = forms.RecordField(
        User.objects.none(),
        label="Who does it?",
        called="who does it",
        required=False,
        empty_label="The team's managers decide",
    )
    due_on = forms.DayField(
        label="By when?", called="the date by which it is to be done", not_past=True
    )

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class CaseClose(forms.Form):
    reason = forms.ChoiceField(
        label="Why is the case closing?", called="the reason for closing", choices=ClosureReason
    )
    summary = forms.LongTextField(  # type: ignore[assignment]  # a field of that name, not the method
        label="What was done, and how the child is now",
        called="what was done and how the child is now",
        help_text="Whoever opens this record next reads this first.",
    )


class ChronologyEntry(OnceForm):
    on = forms.DayField(label="When did it happen?", called="the date it happened", not_future=True)
    what = forms.LongTextField(
        label="What happened?",
        called="what happened",
        max_length=4000,
        help_text="The fact and what it meant for the child, in a sentence or two.",
    )


class ChronologyCorrect(OnceForm):
    what = forms.LongTextField(label="What happened?", called="what happened", max_length=4000)


class Period(forms.Form):
    """What to show of a list over time; every question may stay open."""

    since = forms.DayField(label="From", called="the first day", required=False)
    until = forms.DayField(label="To", called="the last day", required=False)

    @classmethod
    def asked(cls, query: Any) -> bool:
        return any(query.get(name) for name in cls.base_fields)

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error(
                "until", "The last day is before the first. Enter the earlier day first."
            )
        return data


class StoryFilter(Period):
    """Which part of the story to show."""

    field_order = ("significant", "kind", "since", "until")
    significant = forms.TickField(label="Significant events only")
    kind = forms.ChoiceField(
        label="About",
        called="what the events are about",
        required=False,
        empty="Everything",
        choices=[
            ("contact", "Contacts"),
            ("case", "The case and its workers"),
            ("assessment", "Assessments"),
            ("visit", "Visits"),
            ("protection", "Discussions, enquiries, conferences, emergencies"),
            ("plan", "Plans and core groups"),
            ("task", "Tasks"),
            ("family", "Family and details"),
            ("document", "Documents"),
            ("chronology", "Entries by hand"),
        ],
    )


class LooksFilter(Period):
    """Which looks at a record to show."""

    field_order = ("person", "who", "what", "since", "until")
    who = forms.TextField(
        label="Who looked", called="who looked", required=False, max_length=120, width=20
    )
    what = forms.ChoiceField(
        label="What they did",
        called="what they did",
        required=False,
        empty="Anything",
        choices=[
            ("view", "Opened a page"),
            ("search", "Searched"),
            ("print", "Printed"),
            ("export", "Downloaded"),
            ("glass", "Read with the glass broken"),
        ],
    )

    def in_words(self) -> str:
        """What was chosen, for a list on paper: «by Priya, printed, from 1 March 2026»."""
        given, whats = self.cleaned_data, dict(self.fields["what"].choices)  # type: ignore[attr-defined]
        said = [
            f"by «{given['who']}»" if given["who"] else "",
            str(whats[given["what"]]).lower() if given["what"] else "",
            f"from {given['since']:%-d %B %Y}" if given["since"] else "",
            f"to {given['until']:%-d %B %Y}" if given["until"] else "",
        ]
        return ", ".join(each for each in said if each)


class TaskComplete(forms.Form):
    outcome = forms.LongTextField(label="What was done?", called="what was done", max_length=4000)
    late_reason = forms.LongTextField(
        label="Why is it late?", called="why it is late", rows=2, max_length=2000
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["late_reason"]


class TaskHandOver(forms.Form):
    owner = forms.RecordField(User.objects.none(), label="Who takes it?", called="who takes it")
    why = forms.LongTextField(label="Why?", called="why it changes hands", rows=2, max_length=2000)

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class TaskCancel(forms.Form):
    why = forms.LongTextField(
        label="Why is it no longer needed?", called="why it is no longer needed", rows=2
    )


def owners_for(*teams: Any) -> Any:
    """Who can be given a task: those of some teams whose role lets them do one."""
    return User.objects.filter(
        team__in=[team for team in teams if team], is_active=True, role__in=TASK.step("complete").by
    ).order_by("name")
