"""A person's details, as they are put right."""

from typing import Any

from people import identifiers
from people.models import Person
from rules.codes import Disability, Ethnicity, Sex, UpnUnknown
from ui import forms


class PersonEdit(forms.Form):
    forename = forms.TextField(label="First name", required=False, max_length=100, width=20)
    surname = forms.TextField(label="Last name", required=False, max_length=100, width=20)
    known_as = forms.TextField(
        label="Other names",
        required=False,
        help_text="With commas between them.",
        max_length=400,
    )
    birth = forms.BirthField(label="Born", called="the birth date", required=False)
    birth_estimated = forms.TickField(label="The birth date is an estimate")
    why = forms.TextField(
        label="If the birth date changes: how do you know?",
        called="how you know the birth date",
        required=False,
        max_length=200,
        help_text="Like “birth certificate seen”.",
    )
    sex = forms.RadioField(
        label="Sex", choices=[*Sex.choices(), ("", "Not asked")], required=False, inline=True
    )
    ethnicity = forms.ChoiceField(label="Ethnicity", choices=Ethnicity.grouped)
    disabilities = forms.CheckboxesField(
        label="Disabilities", choices=Disability, required=False, small=True
    )
    first_language = forms.TextField(
        label="First language", required=False, max_length=60, width=20
    )
    needs_interpreter = forms.TickField(label="Needs an interpreter")
    telephone = forms.TextField(
        label="Telephone", required=False, max_length=40, width=20, input_type="tel"
    )
    email = forms.EmailField(label="E-mail", called="the e-mail address", required=False)
    nhs_number = forms.TextField(
        label="NHS number", required=False, max_length=20, width=10, called="the NHS number"
    )
    upn = forms.TextField(
        label="Unique pupil number",
        required=False,
        max_length=20,
        width=20,
        called="the unique pupil number",
    )
    upn_unknown = forms.ChoiceField(
        label="Why there is no unique pupil number",
        choices=UpnUnknown,
        required=False,
        empty="There is one, or it was not asked for",
    )
    warning = forms.TextField(
        label="Staff safety warning",
        required=False,
        max_length=200,
        help_text="What a worker has to know before a visit. It stands above everything about this person.",
    )
    warning_review_on = forms.DayField(
        label="Review the warning on", called="the day to review the warning", required=False
    )
    version = forms.HiddenField(required=False)

    SAME = (
        "forename",
        "surname",
        "sex",
        "ethnicity",
        "disabilities",
        "first_language",
        "needs_interpreter",
        "telephone",
        "email",
        "nhs_number",
        "upn",
        "upn_unknown",
        "warning",
        "warning_review_on",
    )

    @classmethod
    def shown(cls, person: Person) -> dict[str, Any]:
        """What stands in the boxes for a person as they are on record."""
        born = person.birth_date or person.expected_on
        text = f"{born.day}/{born.month}/{born.year}" if born else ""
        return {
            **{name: getattr(person, name) for name in cls.SAME},
            "birth_estimated": person.birth_estimated,
            "known_as": ", ".join(person.known_as),
            "birth": f"due {text}" if person.expected_on else text,
        }

    @property
    def birth_changed(self) -> bool:
        return str(self.data.get("birth", "")).strip() != self.initial.get("birth", "")

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if not self.birth_changed:
            # on record already: a due date that has passed must not stop another correction
            self.errors.pop("birth", None)
        if not data.get("forename") and not data.get("surname") and "forename" not in self.errors:
            self.add_error("forename", "Enter a first name, a last name or both.")
        for name, read in (("nhs_number", identifiers.nhs_number), ("upn", identifiers.upn)):
            if data.get(name):
                try:
                    data[name] = read(data[name])
                except identifiers.NotValid as refused:
                    self.add_error(name, refused.sentence)
        if data.get("upn") and data.get("upn_unknown"):
            self.add_error("upn_unknown", "Give the number, or why there is none, not both.")
        if "NONE" in data.get("disabilities", ()) and len(data["disabilities"]) > 1:
            self.add_error("disabilities", "“No disability” cannot stand beside a disability.")
        return data

    def clean_version(self) -> int:
        text = self.cleaned_data["version"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0

    def changes(self) -> dict[str, Any]:
        """The fields of the person as they are to be. The birth is left alone when its box was."""
        data = self.cleaned_data
        changes = {name: data[name] for name in self.SAME}
        changes["known_as"] = [name.strip() for name in data["known_as"].split(",") if name.strip()]
        changes["birth_estimated"] = data["birth_estimated"]
        if self.birth_changed:
            birth = data["birth"]
            expected = bool(birth and birth.expected)
            changes["birth_date"] = None if expected or not birth else birth.date
            changes["expected_on"] = birth.date if expected else None
            if birth and birth.estimated:
                changes["birth_estimated"] = True
            if changes["birth_date"] is None:
                changes["birth_estimated"] = False
        return changes
