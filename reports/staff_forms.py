"""The shape of what an administrator types about those who sign in."""

from decimal import Decimal, InvalidOperation
from typing import Any

from accounts.models import Team, User
from cases.forms.once import OnceForm
from rules.access import Role
from ui import forms

ROLES = [("", "Choose a role"), *sorted(Role.choices(), key=lambda row: row[1])]
WHY = "It is kept with the change."


class Why(forms.Form):
    why = forms.LongTextField(label="Why?", called="why", rows=2, max_length=500, help_text=WHY)


class StaffSearch(forms.Form):
    q = forms.TextField(
        label="Name, user name or e-mail", called="the search", required=False, max_length=100
    )
    team = forms.RecordField(Team.objects.none(), label="Team", called="the team", required=False)
    who = forms.ChoiceField(
        choices=[
            ("", "Everybody with an account"),
            ("left", "Those who have left"),
            ("locked", "Those who are locked out"),
            ("bare", "Those without a second factor"),
        ],
        label="Show",
        called="what to show",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]


class Placed(forms.Form):
    """A role and a team."""

    role = forms.ChoiceField(choices=ROLES, label="Role", called="a role")
    team = forms.RecordField(
        Team.objects.none(),
        label="Team",
        called="the team",
        required=False,
        help_text="Not needed by those whose work is not counted by team.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()  # type: ignore[attr-defined]


class Details(forms.Form):
    name = forms.TextField(label="Name", called="the name", max_length=120)
    email = forms.EmailField(
        label="E-mail",
        called="the e-mail address",
        required=False,
        max_length=254,
        help_text="Alerts and the link to choose a password go there.",
    )
    telephone = forms.TextField(
        label="Telephone", called="the telephone number", required=False, max_length=30
    )
    registration = forms.TextField(
        label="Social Work England number",
        called="the registration number",
        required=False,
        max_length=20,
        help_text="Whoever has one is a qualified social worker.",
    )
    newly_qualified = forms.TickField(label="In their first year after qualifying", required=False)
    fte = forms.TextField(
        label="Hours",
        called="the hours",
        max_length=4,
        width=4,
        help_text="1 is full time; 0.6 is three days a week.",
    )

    def clean_fte(self) -> Decimal:
        try:
            hours = Decimal(self.cleaned_data["fte"].replace(",", "."))
        except InvalidOperation:
            hours = Decimal(-1)
        if not hours.is_finite() or not 0 < hours <= 1:
            raise forms.ValidationError("Hours are a number from 0.1 to 1, like 0.6.")
        return hours.quantize(Decimal("0.01"))


class StaffAdd(Placed, Details, OnceForm):
    username = forms.TextField(
        label="User name",
        called="the user name",
        max_length=60,
        help_text="Small letters and digits, like nia.bowen. It does not change.",
        attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    why = Why.base_fields["why"]
    field_order = ("name", "username", "email", "telephone", "role", "team", "registration",
                   "newly_qualified", "fte", "why")  # fmt: skip


class StaffChange(Details, Why):
    field_order = (*Details.base_fields, "why")


class StaffMove(Placed, Why):
    pass


class StaffConnect(Why):
    uid = forms.TextField(
        label="Their id at the provider",
        called="the id",
        max_length=191,
        help_text="At Entra ID the object id.",
        attrs={"autocomplete": "off", "spellcheck": "false"},
    )
    field_order = ("uid", "why")


def details_of(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "telephone": user.telephone,
        "registration": user.registration,
        "newly_qualified": user.newly_qualified,
        "fte": f"{user.fte.normalize():f}",
        "role": user.role,
        "team": user.team_id,
    }
