"""Invented families: children with parents, brothers and sisters, a home and a school."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from types import ModuleType
from typing import Any

from cases.models import Case
from people.models import Address, Agency, Involvement, Person, Relationship
from rules.codes import RelationshipKind
from socialcare.demo import words_of_protection
from socialcare.demo.names import ADULTS, FORENAMES, STREETS, SURNAMES, TOWNS

ETHNICITIES = ("WBRI",) * 12 + (
    "APKN",
    "APKN",
    "AIND",
    "WOTH",
    "WOTH",
    "MWBC",
    "BAFR",
    "OOTH",
    "NOBT",
)


@dataclass
class Family:
    mum: Person
    dad: Person | None
    children: list[Person]

    def fill(self, text: str, child: Person | None = None) -> str:
        """A demo text with the names of this family in it. A child to be born has none yet."""
        names = {
            "dad": self.dad.forename if self.dad else "the father",
            "name": (child and child.forename) or "the baby",
            "mum": self.mum.forename,
        }
        for key, name in names.items():
            begun = name[0].upper() + name[1:]
            text = re.sub(rf"(^|[.!?] )\{{{key}\}}", lambda found, b=begun: found[1] + b, text)
            text = text.replace(f"{{{key}}}", name)
        return text


@dataclass
class Road:
    """One family on its way, and who goes with them."""

    family: Family
    worker: Any
    manager: Any
    number: int
    cases: list[Case] = field(default_factory=list)
    words: ModuleType = words_of_protection
    """What is said and written on the way."""

    def fresh(self) -> list[Case]:
        return list(
            Case.objects.filter(pk__in=[case.pk for case in self.cases])
            .select_related("person", "team", "worker")
            .order_by("pk")
        )


def make(random: Random, today: date, size: int, agencies: list[Agency]) -> Family:
    """A family of `size` children as it stands on the record."""
    surname = random.choice(SURNAMES)
    mum = _person(random.choice(ADULTS["F"]), surname, "F", _born(random, today, 22, 44))
    dad = None
    if random.random() < 0.8:
        his = surname if random.random() < 0.5 else random.choice(SURNAMES)
        dad = _person(random.choice(ADULTS["M"]), his, "M", _born(random, today, 23, 50))
    children: list[Person] = []
    births: list[date] = []
    taken: set[str] = set()
    for _ in range(size):
        sex = random.choice("FM")
        forename = random.choice([name for name in FORENAMES[sex] if name not in taken])
        taken.add(forename)
        born = _apart(_born(random, today, 0, 16), births)
        births.append(born)
        child = _person(
            forename,
            surname,
            sex,
            born,
            ethnicity=random.choice(ETHNICITIES),
            birth_estimated=random.random() < 0.05,
        )
        children.append(child)
    for parent in filter(None, (mum, dad)):
        _grown_up(parent, min(births))
    family = Family(mum, dad, children)
    _tie(family, random)
    _home(family, random, today)
    _around(family, random, agencies)
    if random.random() < 0.08:
        family.children[0].warning = "Large dog in the yard. Visit in pairs; ring first."
        family.children[0].save(update_fields=["warning"])
    return family


def expecting(random: Random, today: date) -> Family:
    """Parents whose child is to be born. The child comes onto the record by the contact."""
    surname = random.choice(SURNAMES)
    mum = _person(random.choice(ADULTS["F"]), surname, "F", _born(random, today, 19, 36))
    dad = _person(
        random.choice(ADULTS["M"]), random.choice(SURNAMES), "M", _born(random, today, 20, 40)
    )
    family = Family(mum, dad, [])
    _home(family, random, today)
    return family


def _born(random: Random, today: date, least: int, most: int) -> date:
    return today - timedelta(days=random.randrange(least * 365 + 20, most * 365 + 200))


def _apart(born: date, others: list[date]) -> date:
    """Brothers and sisters are born the better part of a year apart, or on one day."""
    return next((each for each in others if abs((each - born).days) < 300), born)


def _grown_up(parent: Person, eldest: date) -> None:
    """Eighteen at the least when the first child was born; older where chance had it otherwise."""
    born, latest = parent.birth_date, eldest - timedelta(days=18 * 366)
    if born and born > latest:
        # in proportion to what chance had, so that not all such parents are of one age
        parent.birth_date = latest - (born - latest) / 3
        parent.save(update_fields=["birth_date"])


def _person(forename: str, surname: str, sex: str, born: date, **more: object) -> Person:
    person = Person(forename=forename, surname=surname, sex=sex, birth_date=born, **more)
    person.save(force_insert=True)
    person.refresh_from_db(fields=["reference"])
    return person


def _tie(family: Family, random: Random) -> None:
    for place, child in enumerate(family.children):
        Relationship.objects.create(
            person=family.mum,
            other=child,
            kind=RelationshipKind.MOTHER,
            parental_responsibility=True,
            lives_with=True,
        )
        if family.dad:
            Relationship.objects.create(
                person=family.dad,
                other=child,
                kind=RelationshipKind.FATHER,
                parental_responsibility=True,
                lives_with=random.random() < 0.5,
            )
        for other in family.children[:place]:
            Relationship.objects.create(
                person=other, other=child, kind=RelationshipKind.FULL_SIBLING, lives_with=True
            )


def _home(family: Family, random: Random, today: date) -> None:
    town, area = random.choice(TOWNS)
    lines = f"{random.randrange(1, 140)} {random.choice(STREETS)}\n{town}"
    postcode = f"{area}{random.choice('ABDEFGHJ')}{random.choice('LNPQRSTU')}"
    for person in (family.mum, *family.children):
        Address.objects.create(
            person=person, lines=lines, postcode=postcode, since=today - timedelta(days=500)
        )


def _around(family: Family, random: Random, agencies: list[Agency]) -> None:
    schools = [agency for agency in agencies if agency.kind == "2A"]
    visitors = [agency for agency in agencies if agency.kind == "3B"]
    for child in family.children:
        years = child.years_on(date.today()) or 0  # noqa: DTZ011 — only chooses between school and clinic
        agency = random.choice(schools) if years >= 4 else visitors[0]
        role = "class teacher" if years >= 4 else "health visitor"
        Involvement.objects.create(
            person=child, agency=agency, role=role, telephone=agency.telephone
        )
