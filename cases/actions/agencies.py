"""Which team the children go to whom an agency tells us of."""

from django.db import transaction

from accounts.models import Team, User
from people.models import Agency
from rules.access import may
from workflow.engine import Refused


@transaction.atomic
def link_agency(agency: Agency, team: Team | None, *, by: User, why: str) -> bool:
    """Link an agency with a team, or with none, for the contacts to be decided from now on. Who
    did it and why is in the agency's row history. Whether anything changed."""
    reasons = []
    if not may(by.role, "link-agencies"):
        reasons.append(f"Your role ({by.role_label.lower()}) may not link agencies with teams.")
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if agency.linked_team_id == (team.pk if team else None):
        return False
    agency.linked_team = team
    agency.sign(by, why.strip())
    agency.save(update_fields=["linked_team"])
    return True
