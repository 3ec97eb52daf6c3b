"""Families in number, and the council that answers for them."""

import heapq
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from accounts.cast import FRONT_DOOR, SERVICE
from accounts.models import Post, Team, User
from people.models import Address, Agency, Involvement, Person, Relationship
from rules.access import Role
from rules.codes import RelationshipKind
from socialcare.demo.bulk_tables import Copy
from socialcare.demo.council import Council, build
from socialcare.demo.crowd import Names, sex_of
from socialcare.demo.families import ETHNICITIES
from socialcare.demo.names import STAFF_FORENAMES, STAFF_SURNAMES, STREETS, TOWNS

CASELOAD = 17
"""Children a worker leads, as the inspectorate's counts have it."""
OPEN_SHARE = 0.045
"""Open cases for each child on record: what the histories come to."""
WORKERS_A_TEAM = 12
PLACES = "North South East West Upper Lower".split()  # noqa: SIM905
QUARTERS = ("Ashmere", "Bickley", "Canal Side", "Dene", "Eastholme", "Fernhill", "Gorse Hall")


@dataclass
class Staff:
    """Who does what in a council of any size."""

    council: Council
    workers: list[User]
    managers: dict[int | None, User]
    teams: dict[int | None, Team]
    officers: list[User]
    deciders: list[User]
    door: Team
    loads: list[tuple[int, int]] = field(default_factory=list)

    def least_loaded(self, children: int) -> User:
        """Who takes on an open family of so many; their load grows by it."""
        load, place = heapq.heappop(self.loads)
        heapq.heappush(self.loads, (load + children, place))
        return self.workers[place]


def staff(random: Random, children: int, today: date) -> Staff:
    """The demo's council, with as many teams beside it as so many children need."""
    council = build(random, today)
    wanted = max(2, round(children * OPEN_SHARE / CASELOAD))
    service = council.teams[SERVICE]
    names = [f"{first} {last}" for last in STAFF_SURNAMES for first in STAFF_FORENAMES]
    # the two of the cast carry cases in any council
    workers = [council.cast["priya"], council.cast["tom"]]
    managers = {council.teams["Hindley"].pk: council.cast["maya"]}
    managers[council.teams["Leigh"].pk] = council.managers["Leigh"]
    place = 0
    while len(workers) < wanted:
        name = f"{PLACES[place % len(PLACES)]} {QUARTERS[place // len(PLACES) % len(QUARTERS)]}"
        team = Team.objects.create(name=name, parent=service, purpose=Team.Purpose.CHILDREN_IN_NEED)
        managers[team.pk] = _member(team, Role.TEAM_MANAGER, place, names, today)
        for _ in range(min(WORKERS_A_TEAM, wanted - len(workers))):
            workers.append(_member(team, Role.SOCIAL_WORKER, len(workers), names, today))
        place += 1
    made = Staff(
        council=council,
        workers=workers,
        managers=managers,
        teams={team.pk: team for team in Team.objects.all()},
        officers=council.officers,
        deciders=council.deciders,
        door=council.teams[FRONT_DOOR],
    )
    made.loads = [(0, number) for number in range(len(workers))]
    return made


def _member(team: Team, role: Role, number: int, names: list[str], today: date) -> User:
    kind = "m" if role == Role.TEAM_MANAGER else "w"
    user = User(
        username=f"{kind}{number + 1:04d}",
        name=names[(number * 7 + (kind == "m")) % len(names)],
        role=role,
        team=team,
        email=f"{kind}{number + 1:04d}@westmere.example",
        registration=f"SW{30000 + number}" if kind == "w" else f"SW{80000 + number}",
        newly_qualified=kind == "w" and number % 6 == 5,
    )
    user.set_unusable_password()
    user.save()
    Post.objects.create(
        team=team, title=role.label, role=role, holder=user, since=today - timedelta(days=900)
    )
    return user


@dataclass
class Child:
    pk: int
    reference: str
    forename: str
    surname: str
    born: date
    estimated: bool

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"


@dataclass
class BulkFamily:
    mum: str
    dad: str
    children: list[Child]

    def fill(self, text: str, child: Child) -> str:
        """A demo text with the names of this family in it."""
        return (
            text.replace("{name}", child.forename)
            .replace("{mum}", self.mum)
            .replace("{dad}", self.dad or "the father")
        )


class Families:
    """Writes people and what ties them."""

    def __init__(self, random: Random, agencies: list[Agency], next_reference: int) -> None:
        self.random, self.names = random, Names(random)
        self.people, self.ties = Copy(Person), Copy(Relationship)
        self.addresses, self.involvements = Copy(Address), Copy(Involvement)
        self.next_reference = next_reference
        self._schools = [agency for agency in agencies if agency.kind == "2A"]
        self._visitor = next(agency for agency in agencies if agency.kind == "3B")

    def make(self, day: date, size: int) -> BulkFamily:
        """A family as it stands on a day, with `size` children, and who else is on record."""
        random = self.random
        surname = self.names.surname()
        mum, mum_name = self._adult(day, surname, "F", 22, 44)
        dad, dad_name = None, ""
        if random.random() < 0.8:
            his = surname if random.random() < 0.5 else self.names.surname()
            dad, dad_name = self._adult(day, his, "M", 23, 50)
        grandmother = None
        if random.random() < 0.7:
            grandmother, _ = self._adult(day, self.names.surname(), "F", 50, 75)
        family = BulkFamily(mum_name, dad_name, [])
        children = family.children
        taken: set[str] = set()
        for _ in range(size):
            child = self._child(day, surname, taken)
            self._tie(mum, child.pk, RelationshipKind.MOTHER, lives_with=True, responsible=True)
            if dad:
                home = random.random() < 0.5
                self._tie(dad, child.pk, RelationshipKind.FATHER, lives_with=home, responsible=True)
            if grandmother:
                self._tie(grandmother, child.pk, RelationshipKind.GRANDPARENT)
            for other in children:
                self._tie(other.pk, child.pk, RelationshipKind.FULL_SIBLING, lives_with=True)
            children.append(child)
        self._home(day, [mum, *(child.pk for child in children)])
        return family

    def _person(self, **values: object) -> tuple[int, str]:
        reference = f"P{self.next_reference}"
        self.next_reference += 1
        return self.people.row(reference=reference, **values), reference

    def _adult(self, day: date, surname: str, sex: str, least: int, most: int) -> tuple[int, str]:
        forename = self.names.forename()
        while sex_of(forename) != sex:
            forename = self.names.forename()
        born = day - timedelta(days=self.random.randrange(least * 365, most * 365))
        pk, _ = self._person(forename=forename, surname=surname, sex=sex, birth_date=born)
        return pk, forename

    def _child(self, day: date, surname: str, taken: set[str]) -> Child:
        random = self.random
        forename = self.names.forename()
        while forename in taken:
            forename = self.names.forename()
        taken.add(forename)
        born = day - timedelta(days=random.randrange(20, 16 * 365))
        estimated = random.random() < 0.05
        pk, reference = self._person(
            forename=forename,
            surname=surname,
            sex=sex_of(forename),
            birth_date=born,
            birth_estimated=estimated,
            ethnicity=random.choice(ETHNICITIES),
            known_as=[self.names.any_forename()] if random.random() < 0.05 else [],
        )
        at_school = (day - born).days >= 4 * 365
        agency = random.choice(self._schools) if at_school else self._visitor
        self.involvements.row(
            person_id=pk,
            agency_id=agency.pk,
            role="class teacher" if at_school else "health visitor",
            telephone=agency.telephone,
        )
        return Child(pk, reference, forename, surname, born, estimated)

    def _tie(
        self,
        person: int,
        other: int,
        kind: str,
        *,
        lives_with: bool = False,
        responsible: bool = False,
    ) -> None:
        self.ties.row(
            person_id=person,
            other_id=other,
            kind=kind,
            lives_with=lives_with,
            parental_responsibility=responsible,
        )

    def _home(self, day: date, people: list[int]) -> None:
        random = self.random
        town, area = random.choice(TOWNS)
        lines = f"{random.randrange(1, 140)} {random.choice(STREETS)}\n{town}"
        postcode = f"{area}{random.choice('ABDEFGHJ')}{random.choice('LNPQRSTU')}"
        since = day - timedelta(days=500)
        for person in people:
            self.addresses.row(person_id=person, lines=lines, postcode=postcode, since=since)

    @property
    def tables(self) -> list[Copy]:
        return [self.people, self.ties, self.addresses, self.involvements]
