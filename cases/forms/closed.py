"""Closing a record, keeping its list, breaking the glass, and ties of staff."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from cases.forms.once import OnceForm
from cases.models import Case
from rules.codes import GlassOutcome, GlassReason, RestrictionCategory, StaffTie
from ui import forms


def readers_for() -> Any:
    """Who can be put onto an access list: whoever is here and reads children's records."""
    from rules.access import NO_RECORD, ROLES

    roles = [role.value for role, row in ROLES.items() if row.cases not in NO_RECORD]
    return User.objects.filter(is_active=True, role__in=roles).select_related("team")


def _named(user: User) -> str:
    return f"{user.name}, {user.role_label.lower()}{f', {user.team}' if user.team else ''}"


class CaseRestrict(OnceForm):
    category = forms.RadioField(
        label="Why is it restricted?", called="why it is restricted", choices=RestrictionCategory
    )
    reason = forms.LongTextField(
        label="Say more, for whoever reviews it",
        called="the reason",
        rows=3,
        max_length=4000,
        help_text="Read by those who may read the record.",
    )
    siblings = forms.RecordsField(
        Case.objects.none(),
        label="Restrict the records of these brothers and sisters too",
        called="the brothers and sisters",
        required=False,
        label_of=lambda case: f"{case.person.name}, {case.reference}",
    )
    readers = forms.RecordsField(
        User.objects.none(),
        label="Who else has to read it?",
        called="who else reads it",
        required=False,
        label_of=_named,
        small=True,
    )

    def __init__(self, *args: Any, siblings: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["readers"].queryset = readers_for()
        keys = [case.pk for case in siblings]
        if keys:
            fields["siblings"].queryset = Case.objects.filter(pk__in=keys).select_related("person")
        else:
            del fields["siblings"]


class RestrictionList(OnceForm):
    reader = forms.RecordField(
        User.objects.none(), label="Who has to read it?", called="who reads it", label_of=_named
    )
    why = forms.TextField(label="Why?", called="why they have to read it", max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = readers_for()  # type: ignore[attr-defined]


class RestrictionWhy(OnceForm):
    why = forms.LongTextField(label="Why?", called="why", rows=3, max_length=4000)


class BreakGlass(forms.Form):
    reference = forms.TextField(
        label="Reference of the person or the case",
        called="the reference",
        required=False,
        max_length=20,
        width=10,
        help_text="Such as P100001 or C001001. Or else both names and the birth date, exactly.",
    )
    forename = forms.TextField(
        label="First name", called="the first name", required=False, max_length=100, width=20
    )
    surname = forms.TextField(
        label="Last name", called="the last name", required=False, max_length=100, width=20
    )
    birth_date = forms.DayField(
        label="Birth date", called="the birth date", required=False, not_future=True
    )
    reason = forms.RadioField(label="Why now?", called="the reason", choices=GlassReason)
    why = forms.LongTextField(
        label="Say in your own words why you have to read it now",
        called="why you have to read it now",
        rows=3,
        max_length=4000,
        help_text="The record's manager reads this at once.",
    )

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        exact = data.get("forename") and data.get("surname") and data.get("birth_date")
        if not data.get("reference") and not exact and "birth_date" not in self.errors:
            self.add_error(
                "reference", "Enter a reference, or both names and the birth date just as they are."
            )
        return data

    @property
    def whom(self) -> dict[str, Any]:
        return {
            key: self.cleaned_data[key]
            for key in ("reference", "forename", "surname", "birth_date")
        }


class GlassReview(forms.Form):
    outcome = forms.RadioField(
        label="What did you find?", called="what you found", choices=GlassOutcome
    )
    why = forms.LongTextField(
        label="How did you come to it?", called="how you came to it", rows=3, max_length=4000
    )


class Recognise(forms.Form):
    same = forms.RadioField(
        label="Is it the same child?",
        called="whether it is the same child",
        choices=[
            ("yes", "Yes: take the contact to the restricted record"),
            ("no", "No: it is another child"),
        ],
    )


class OwnFamily(OnceForm):
    forename = forms.TextField(
        label="First name", called="the first name", max_length=100, width=20
    )
    surname = forms.TextField(label="Last name", called="the last name", max_length=100, width=20)
    birth_date = forms.DayField(
        label="Birth date", called="the birth date", required=False, not_future=True
    )
    kind = forms.RadioField(
        label="What are they to you?", called="what they are to you", choices=StaffTie
    )


class OwnFamilyRecord(OnceForm):
    user = forms.RecordField(User.objects.none(), label="Which member of staff?", called="who")
    reference = forms.TextField(
        label="Reference of the person on record",
        called="the reference",
        max_length=20,
        width=10,
        help_text="Such as P100001.",
    )
    kind = forms.RadioField(
        label="What are they to the member of staff?", called="what they are", choices=StaffTie
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]
