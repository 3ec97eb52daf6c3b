"""The accounts of those who sign in: the system administrator's alone. What somebody still holds is
seen by their managers too."""

from typing import Any

from accounts.models import User
from tests.access.table import Page

TITLE, PLACE = "Joiners, movers and leavers", 8


def of_priya(things: Any) -> dict[str, int]:
    return {"pk": User.objects.get(username="priya").pk}


ADA = ("ada",)
PAGES = (
    Page("staff", ADA, says="Who has an account"),
    Page("staff-add", ADA, says="Give somebody an account"),
    Page("staff-detail", ADA, at=of_priya, says="An account, and what happened to it"),
    Page("staff-change", ADA, at=of_priya, says="Change somebody's details"),
    Page("staff-move", ADA, at=of_priya, says="Another role or team"),
    Page("staff-end", ADA, at=of_priya, says="End an account"),
    Page("staff-return", ADA, at=of_priya, says="Open an ended account again"),
    Page("staff-link", ADA, at=of_priya, says="A link to choose a password"),
    Page("staff-unlock", ADA, at=of_priya, says="Unlock an account"),
    Page("staff-reset-factors", ADA, at=of_priya, says="Take away second factors"),
    Page("staff-connect", (), at=of_priya, says="Join to single sign-on, where there is one"),
    Page("staff-ask", ADA, at=of_priya, says="Have the managers hand over"),
    Page(
        "staff-holds", ("ada", "maya", "grace", "helen"), at=of_priya,
        says="What somebody still holds",
    ),
)  # fmt: skip
