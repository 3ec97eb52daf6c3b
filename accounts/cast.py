"""The cast: one person for each role, and the teams they stand in. The demo signs in as them, and
every test is told with them. All are invented."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Post, Team, User
from rules.access import Role

SERVICE, FRONT_DOOR, HINDLEY, LEIGH, DISABILITY = (
    "Children's services",
    "Front Door",
    "Hindley",
    "Leigh",
    "Children with disabilities",
)


@dataclass(frozen=True)
class Member:
    key: str
    name: str
    role: Role
    team: str | None
    does: str
    """What they come to do, as the demo's sign-in page tells it."""
    registration: str = ""


TEAMS: tuple[tuple[str, str, str | None], ...] = (
    (SERVICE, Team.Purpose.AREA, None),
    (FRONT_DOOR, Team.Purpose.FRONT_DOOR, SERVICE),
    (HINDLEY, Team.Purpose.CHILDREN_IN_NEED, SERVICE),
    (LEIGH, Team.Purpose.CHILDREN_IN_NEED, SERVICE),
    ("Atherton", Team.Purpose.CHILDREN_IN_NEED, SERVICE),
    (DISABILITY, Team.Purpose.DISABILITY, SERVICE),
)

CAST: tuple[Member, ...] = (
    Member(
        "dana", "Dana Whitlock", Role.DUTY_OFFICER, FRONT_DOOR, "records contacts at the duty desk"
    ),
    Member(
        "sam",
        "Sam Okoro",
        Role.SENIOR_PRACTITIONER,
        FRONT_DOOR,
        "decides contacts within 24 hours",
        "SW10001",
    ),
    Member(
        "priya",
        "Priya Raman",
        Role.SOCIAL_WORKER,
        HINDLEY,
        "works with her children and writes assessments",
        "SW10002",
    ),
    Member(
        "maya",
        "Maya Lindqvist",
        Role.TEAM_MANAGER,
        HINDLEY,
        "allocates, authorises and supervises",
        "SW10003",
    ),
    Member(
        "tom",
        "Tom Farrow",
        Role.SOCIAL_WORKER,
        LEIGH,
        "works in another team and sees nothing of Priya's",
        "SW10004",
    ),
    Member(
        "grace",
        "Grace Adeyemi",
        Role.GROUP_MANAGER,
        SERVICE,
        "answers for several teams",
        "SW10005",
    ),
    Member(
        "helen",
        "Helen Marsh",
        Role.HEAD_OF_SERVICE,
        SERVICE,
        "answers for every child and chairs the panel",
        "SW10006",
    ),
    Member("leo", "Leo Brandt", Role.SOLICITOR, None, "advises the panel"),
    Member(
        "ines",
        "Ines Carvalho",
        Role.REVIEWING_OFFICER,
        None,
        "chairs conferences and reviews",
        "SW10007",
    ),
    Member("abi", "Abi Thornton", Role.CONFERENCE_ADMINISTRATOR, None, "arranges conferences"),
    Member(
        "omar",
        "Omar Haddad",
        Role.OUT_OF_HOURS,
        FRONT_DOOR,
        "acts for any child at night",
        "SW10008",
    ),
    Member("rosa", "Rosa Delgado", Role.PARTNER, None, "reports concerns for a school"),
    Member("pat", "Pat Greenhalgh", Role.PERFORMANCE_OFFICER, None, "counts and makes the returns"),
    Member("dev", "Dev Malhotra", Role.DATA_PROTECTION_OFFICER, None, "sees who looked at what"),
    Member("cora", "Cora Ellison", Role.ELECTED_MEMBER, None, "sees counts, never children"),
    Member(
        "ada", "Ada Nowak", Role.SYSTEM_ADMINISTRATOR, None, "runs the service and its calendar"
    ),
)


@transaction.atomic
def assemble(since: date = date(2024, 4, 1)) -> dict[str, User]:
    """Make the teams and the cast, where they are missing; give back the cast by key."""
    teams: dict[str | None, Team | None] = {None: None}
    for name, purpose, parent in TEAMS:
        teams[name], _ = Team.objects.get_or_create(
            name=name, defaults={"purpose": purpose, "parent": teams[parent]}
        )
    cast = {}
    for member in CAST:
        user = User.objects.filter(username=member.key).first()
        if user is None:
            user = User(
                username=member.key,
                name=member.name,
                role=member.role,
                team=teams[member.team],
                registration=member.registration,
                email=f"{member.key}@westmere.example",
            )
            user.set_unusable_password()
            user.save()
            if user.team:
                Post.objects.create(
                    team=user.team,
                    title=member.role.label,
                    role=member.role,
                    holder=user,
                    since=since,
                )
        cast[member.key] = user
    return cast
