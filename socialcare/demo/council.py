"""The teams, their posts and the people in them, in the proportions of a northern council of 2009:
three teams for children in need of 6, 6 and 5 social workers and one of 5 for disabled children; at
the front door two managers with a third post approved, two seniors, six social workers, ten support
workers and four duty officers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from accounts.cast import DISABILITY, FRONT_DOOR, HINDLEY, LEIGH, assemble
from accounts.models import Absence, Post, Team, Training, User
from cases.actions.training import record_training
from people.models import Agency, AgencyContact
from rules.access import Role
from rules.training import needs_of
from socialcare.demo import words
from socialcare.demo.names import AGENCIES, CALLERS, STAFF_FORENAMES, STAFF_SURNAMES

ESTABLISHMENT: dict[str, tuple[tuple[Role, int], ...]] = {
    FRONT_DOOR: (
        (Role.TEAM_MANAGER, 3),
        (Role.SENIOR_PRACTITIONER, 2),
        (Role.SOCIAL_WORKER, 6),
        (Role.SUPPORT_WORKER, 10),
        (Role.DUTY_OFFICER, 4),
    ),
    HINDLEY: ((Role.TEAM_MANAGER, 1), (Role.SOCIAL_WORKER, 6)),
    LEIGH: ((Role.TEAM_MANAGER, 1), (Role.SOCIAL_WORKER, 6)),
    "Atherton": ((Role.TEAM_MANAGER, 1), (Role.SOCIAL_WORKER, 5)),
    DISABILITY: ((Role.TEAM_MANAGER, 1), (Role.SOCIAL_WORKER, 5)),
}
VACANT = {(FRONT_DOOR, Role.TEAM_MANAGER): 1, (LEIGH, Role.SOCIAL_WORKER): 1}
"""Posts approved and not filled."""


@dataclass
class Council:
    cast: dict[str, User]
    teams: dict[str, Team]
    agencies: list[Agency]
    workers: dict[str, list[User]] = field(default_factory=dict)
    managers: dict[str, User] = field(default_factory=dict)
    deciders: list[User] = field(default_factory=list)
    officers: list[User] = field(default_factory=list)

    def telling(self, said: str, agency: Agency) -> Agency:
        """The agency that chance chose, or another in its place that would say such a thing."""
        kinds = next((kinds for part, kinds in words.TOLD_BY.items() if part in said), ())
        fitting = [each for each in self.agencies if each.kind in kinds]
        if not fitting or agency.kind in kinds:
            return agency
        return fitting[self.agencies.index(agency) % len(fitting)]


def build(random: Random, today: date) -> Council:
    """Make the council, or complete the one that is there."""
    cast = assemble(since=today - timedelta(days=900))
    teams = {team.name: team for team in Team.objects.all()}
    agencies = []
    for name, kind in AGENCIES:
        agency, new = Agency.objects.get_or_create(
            name=name,
            defaults={"kind": kind, "telephone": f"01632 960 {random.randrange(100, 999)}"},
        )
        agencies.append(agency)
        if new:
            AgencyContact.objects.create(
                agency=agency, name=random.choice(CALLERS), telephone=agency.telephone
            )
    # its children are the disability team's; by name alone, so that it shifts nobody's chances
    Agency.objects.get_or_create(
        name="Fernlea School",
        defaults={
            "kind": "2A",
            "telephone": "01632 960 099",
            "linked_team": teams[DISABILITY],
        },
    )
    council = Council(cast, teams, agencies)
    names = [f"{first} {last}" for first in STAFF_FORENAMES for last in STAFF_SURNAMES]
    random.shuffle(names)
    for team_name, rows in ESTABLISHMENT.items():
        for role, number in rows:
            _fill(council, teams[team_name], role, number, names, random, today)
    for team_name, team in teams.items():
        council.workers[team_name] = list(
            team.members.filter(role=Role.SOCIAL_WORKER).order_by("pk")
        )
        manager = team.members.filter(role=Role.TEAM_MANAGER).order_by("pk").first()
        if manager:
            council.managers[team_name] = manager
    door = teams[FRONT_DOOR].members
    council.deciders = list(
        door.filter(role__in=(Role.SENIOR_PRACTITIONER, Role.TEAM_MANAGER)).order_by("pk")
    )
    council.officers = list(door.filter(role=Role.DUTY_OFFICER).order_by("pk"))
    _absences(council, today)
    _training(council, today)
    return council


def _training(council: Council, today: date) -> None:
    """Most have learned what they need; by their place in the list, so that it shifts nobody's chances."""
    if Training.objects.exists():
        return
    helen = council.cast["helen"]
    for number, user in enumerate(User.objects.filter(is_active=True).order_by("pk")):
        for place, need in enumerate(needs_of(user.role)):
            if (number + place) % 4:
                on = today - timedelta(days=20 + (number * 37 + place * 101) % 800)
                record_training(user, need.course, on, by=helen, today=today)


def _fill(
    council: Council,
    team: Team,
    role: Role,
    number: int,
    names: list[str],
    random: Random,
    today: date,
) -> None:
    there = Post.objects.filter(team=team, role=role).count()
    vacant = VACANT.get((team.name, role), 0)
    for place in range(there, number):
        holder = None
        if place < number - vacant:
            name = names.pop()
            username = name.lower().replace(" ", ".")
            holder = User.objects.filter(username=username).first() or User(
                username=username,
                name=name,
                role=role,
                team=team,
                email=f"{username}@westmere.example",
                registration=""
                if role in (Role.DUTY_OFFICER, Role.SUPPORT_WORKER)
                else f"SW{random.randrange(20000, 99999)}",
                newly_qualified=role == Role.SOCIAL_WORKER and place % 4 == 3,
            )
            holder.set_unusable_password()
            holder.save()
        Post.objects.create(
            team=team,
            title=role.label,
            role=role,
            holder=holder,
            agency=bool(holder) and random.random() < 0.12,
            since=today - timedelta(days=random.randrange(60, 1500)),
        )


def _absences(council: Council, today: date) -> None:
    """One worker is ill and covered; another is on leave from tomorrow."""
    maya = council.cast["maya"]
    others = [user for user in council.workers[HINDLEY] if user != council.cast["priya"]]
    if len(others) >= 2 and not Absence.objects.exists():
        Absence.objects.create(
            user=others[0],
            cover=council.cast["priya"],
            since=today - timedelta(days=3),
            reason="Ill",
            recorded_by=maya,
        )
        Absence.objects.create(
            user=others[1],
            cover=others[0],
            since=today + timedelta(days=6),
            until=today + timedelta(days=15),
            reason="Annual leave",
            recorded_by=maya,
        )
