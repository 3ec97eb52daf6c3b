"""The people around a child."""

from typing import Any

from cases.forms.once import OnceForm
from people.models import Agency, Relationship
from rules.codes import RelationshipKind, Sex
from ui import forms

NEW = "new"


class FamilyAdd(OnceForm):
    """`found` are the people that the search brought up; «new» is always offered."""

    who = forms.RadioField(label="Who is it?", called="who it is")
    forename = forms.TextField(
        label="First name", called="the first name", required=False, max_length=100, width=20
    )
    surname = forms.TextField(
        label="Last name", called="the last name", required=False, max_length=100, width=20
    )
    birth = forms.BirthField(label="Born", called="the birth date", required=False)
    sex = forms.RadioField(
        label="Sex", choices=[*Sex.choices()[:2], ("", "Not known")], required=False, inline=True
    )
    kind = forms.ChoiceField(
        label="What are they to the child?",
        called="what they are to the child",
        choices=RelationshipKind.grouped,
    )
    parental_responsibility = forms.TickField(label="Has parental responsibility for the child")
    lives_with = forms.TickField(label="Lives in the child's home")
    since = forms.DayField(label="Since", called="since when", required=False, not_future=True)
    notes = forms.LongTextField(label="Notes", required=False, rows=2, max_length=1000)

    def __init__(self, *args: Any, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: Any = self.fields["who"]
        who.choices = [
            *((each.person.reference, each.person.name) for each in found),
            (NEW, "Somebody not on record yet"),
        ]
        who.hints = {
            each.person.reference: ", ".join(
                filter(None, (each.person.age, each.person.reference, *each.why))
            )
            for each in found
        }
        who.reveals = {NEW: ["forename", "surname", "birth", "sex"]}
        if not found:
            who.initial = NEW

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if data.get("who") == NEW and not (data.get("forename") or data.get("surname")):
            self.add_error("forename", "Enter a first name, a last name or both.")
        return data

    def new_person(self) -> dict[str, Any] | None:
        """The fields of a person to make; None when one on record was chosen."""
        data = self.cleaned_data
        if data["who"] != NEW:
            return None
        birth = data["birth"]
        expected = birth.date if birth and birth.expected else None
        return {
            "forename": data["forename"],
            "surname": data["surname"],
            "sex": data["sex"] or ("U" if expected else ""),
            "expected_on": expected,
            "birth_date": birth.date if birth and not birth.expected else None,
            "birth_estimated": bool(birth and birth.estimated),
        }


class FamilyChange(OnceForm):
    """What may turn out otherwise between two people; what they are to each other does not: that
    ends, and another begins."""

    parental_responsibility = forms.TickField(label="Has parental responsibility for the child")
    lives_with = forms.TickField(label="Lives in the child's home")
    since = forms.DayField(label="Since", called="since when", required=False, not_future=True)
    notes = forms.LongTextField(label="Notes", required=False, rows=2, max_length=1000)
    version = forms.HiddenField(required=False, max_length=20)

    NAMES = ("parental_responsibility", "lives_with", "since", "notes")

    def __init__(self, *args: Any, elder: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not elder:  # the child is the parent, or the elder, of the two
            del self.fields["parental_responsibility"]

    @classmethod
    def shown(cls, relationship: Relationship) -> dict[str, Any]:
        return {name: getattr(relationship, name) for name in cls.NAMES}

    def clean_version(self) -> int:
        text = self.cleaned_data["version"]
        return int(text) if text.isascii() and text.isdigit() else 0

    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.NAMES if name in self.fields}


class ProfessionalAdd(OnceForm):
    role = forms.TextField(
        label="What do they do for the child?",
        called="what they do for the child",
        help_text="Like health visitor, class teacher, GP.",
        max_length=80,
        width=20,
    )
    name = forms.TextField(label="Name", required=False, max_length=120, width=30)
    agency = forms.RecordField(
        Agency.objects.filter(active=True), label="Agency", called="the agency", required=False
    )
    telephone = forms.TextField(
        label="Telephone", required=False, max_length=40, width=20, input_type="tel"
    )
    email = forms.EmailField(label="E-mail", called="the e-mail address", required=False)

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if not data.get("name") and not data.get("agency") and not self.errors:
            self.add_error("name", "Enter a name, choose an agency, or both.")
        return data


class Ending(OnceForm):
    until = forms.DayField(label="Until when?", called="the last day", not_future=True)
