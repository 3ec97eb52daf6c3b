"""Which teams a manager's page is about: all in reach, or the one that the address names."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from accounts.models import Team, User
from rules.access import EVERYTHING

ALL = "All teams"


@dataclass(frozen=True)
class Chosen:
    """The teams in reach, and those of them that the page is about."""

    all: list[Team]
    team: Team | None

    @property
    def ids(self) -> list[int]:
        return [self.team.pk] if self.team else [team.pk for team in self.all]

    @property
    def label(self) -> str:
        if self.team:
            return self.team.name
        return self.all[0].name if len(self.all) == 1 else ALL

    @property
    def within(self) -> str:
        """The same in the midst of a sentence; the name of a team stays as it is."""
        return self.label.lower() if self.label == ALL else self.label


def teams_of(user: User) -> list[Team]:
    """The teams whose cases this manager reaches."""
    if user.access.cases in EVERYTHING:
        return list(Team.objects.all())
    return list(Team.objects.filter(pk__in=user.team_ids))


def chosen(request: HttpRequest) -> Chosen:
    """`?team=3` in the address; a team out of reach does not exist."""
    teams = teams_of(request.user)  # type: ignore[arg-type]
    asked = request.GET.get("team", "")
    if not asked:
        return Chosen(teams, None)
    team = next((team for team in teams if str(team.pk) == asked), None)
    if team is None:
        raise Http404
    return Chosen(teams, team)
