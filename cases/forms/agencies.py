"""Linking an agency with the team that its children go to."""

from typing import Any

from accounts.models import Team
from cases.forms.decisions import TEAMS_WITH_CASES
from people.models import Agency
from ui import forms


class AgencySearch(forms.Form):
    q = forms.TextField(
        label="Find an agency", called="the name", max_length=120, width=20, required=False
    )
    linked = forms.TickField(label="Only those linked with a team")


class AgencyLink(forms.Form):
    team = forms.RecordField(
        Team.objects.none(),
        label="Which team do its children go to?",
        called="the team",
        required=False,
        empty_label="No team: whoever decides chooses without a proposal",
    )
    why = forms.TextField(label="Why?", called="why", max_length=200)

    def __init__(self, data: Any = None, *, agency: Agency) -> None:
        super().__init__(data, initial={"team": agency.linked_team_id})
        self.fields["team"].queryset = Team.objects.filter(  # type: ignore[attr-defined]
            purpose__in=TEAMS_WITH_CASES
        )
