"""What the pages of the table are about: a child's record of each kind, and what is nobody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Absence, User
from assessments.actions.begin import start
from cases.actions.allocation import add_worker, allocate
from cases.actions.chronology import add_entry
from cases.actions.contacts import ChildTold, record_contact
from cases.actions.decisions import refer
from cases.actions.own_family import declare
from cases.actions.restriction import restrict
from cases.actions.tasks import set_task
from clocks.models import BankHoliday, Incident
from people.models import Agency, BrokenGlass, Involvement, Person, Relationship, TieToStaff
from protection.models import Theme
from tests.access.table import areas
from tests.conftest import MONDAY, days, hours

Cast = Mapping[str, User]


@dataclass
class Record:
    """One child's record, with something of each sort on it. What an app adds goes into `extra`."""

    person: Person
    case: Any
    contact: Any
    passed_on: Any
    task: Any
    assessment: Any
    entry: Any
    second: Any
    tie: Any
    professional: Any
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass
class Things:
    """What pages are about that are not about a child."""

    alert: Any
    absence: Any
    incident: Any
    holiday: Any
    agency: Any
    tie: Any
    """Somebody on record, nobody's child, who is close to a member of staff."""
    unusual: str
    """The key of a look that data protection asks about."""
    theme: Any
    """What several children said, whose names it does not say."""


def make_record(cast: Cast, *, worker: str, manager: str, surname: str) -> Record:
    """A child told of, referred, allocated and assessed, in the worker's team."""
    lead, by = cast[worker], cast[manager]
    contact = _told(cast, [ChildTold(forename="Ellie", surname=surname)], MONDAY)
    child = contact.children.get()
    case = refer(
        child, by=cast["sam"], why="Neglect is likely.", team=lead.team, at=MONDAY + hours(1)
    )
    allocate(case, by=by, worker=lead, at=MONDAY + hours(2))
    again = _told(cast, [ChildTold(person=case.person)], MONDAY + days(1))
    task = set_task(
        by=by,
        case=case,
        what="Ring the school",
        kind="other",
        owner=lead,
        team=case.team,
        due_on=date(2030, 1, 2),
        at=MONDAY + days(1),
    )
    mother = Person.objects.create(forename="Gemma", surname=surname)
    second = _colleague(lead)
    record = Record(
        case.person,
        case,
        contact,
        again.children.get(),
        task,
        start(case, "initial", by=lead, at=MONDAY + days(1))[0],
        entry=add_entry(
            case, by=lead, on=MONDAY.date(), what="Moved to her grandmother's.", at=MONDAY + days(1)
        ),
        second=add_worker(case, by=by, worker=second, role="second", at=MONDAY + days(1)),
        tie=Relationship.objects.create(person=mother, other=case.person, kind="mother"),
        professional=Involvement.objects.create(person=case.person, name="Jo Ward", role="nurse"),
    )
    for area in areas():
        if area.build:
            area.build(record, cast)
    return record


def make_records(cast: Cast) -> dict[str, Record]:
    """A record of each kind in `table.KINDS`."""
    made = {
        "own": make_record(cast, worker="priya", manager="maya", surname="Marsden"),
        "other": make_record(cast, worker="tom", manager="grace", surname="Holt"),
        "restricted": make_record(cast, worker="priya", manager="maya", surname="Quill"),
        "family": make_record(cast, worker="priya", manager="maya", surname="Verity"),
    }
    restrict(
        [made["restricted"].case],
        by=cast["maya"],
        category="high-risk",
        reason="The father must not learn where they live.",
        at=MONDAY + days(2),
    )
    for member in cast.values():
        declare(member, made["family"].person, by=member, kind="family", at=MONDAY + days(2))
    return made


def make_things(cast: Cast) -> Things:
    priya = cast["priya"]
    return Things(
        alert=priya.alerts.first(),
        absence=Absence.objects.create(
            user=priya, cover=_colleague(priya), since=date(2031, 1, 1), recorded_by=cast["maya"]
        ),
        incident=Incident.objects.create(what="Something to look at"),
        tie=TieToStaff.objects.create(
            user=cast["pat"],
            person=Person.objects.create(forename="Una", surname="Friend"),
            kind="friend",
            recorded_by=cast["dev"],
        ),
        unusual=_unusual(cast),
        agency=Agency.objects.create(name="A special school", kind="2A"),
        theme=Theme.objects.create(
            words="Nobody asked me.",
            action="Ask.",
            owner=priya,
            due_on=date(2027, 1, 1),
            made_by=priya,
        ),
        holiday=BankHoliday.objects.create(day=date(2031, 3, 4), name="A one-off", one_off=True),
    )


def _unusual(cast: Cast) -> str:
    glass = BrokenGlass.objects.create(
        user=cast["omar"],
        person=Person.objects.create(forename="Una", surname="Known"),
        reason="danger",
        why="Alone at night.",
        at=timezone.now() - hours(3),
        until=timezone.now() - hours(2),
    )
    return f"after-glass:{cast['omar'].pk}:{glass.pk}"


def _told(cast: Cast, children: list[ChildTold], at: Any) -> Any:
    school = Agency.objects.get_or_create(
        name="St Bride's Primary School", defaults={"kind": "2A", "telephone": "01632 960 011"}
    )[0]
    return record_contact(
        by=cast["dana"],
        team=cast["dana"].team,
        received_at=at,
        at=at,
        children=children,
        concern="Came to school without a coat three days running.",
        source="2A",
        method="telephone",
        level="3b",
        agency=school,
        caller_name="Mrs Joan Ashby",
    )


def _colleague(lead: User) -> User:
    """Another social worker of the same team."""
    name = f"colleague-{lead.team_id}"
    fields = {"name": "Nia Bowen", "role": "social-worker", "team": lead.team}
    return User.objects.get_or_create(username=name, defaults=fields)[0]


# --- addresses, by what a page is about ---------------------------------------------------------
def of_case(record: Record) -> dict[str, Any]:
    return {"reference": record.case.reference}


def of_person(record: Record) -> dict[str, Any]:
    return {"reference": record.person.reference}


def of_contact(record: Record) -> dict[str, Any]:
    return {"reference": record.contact.reference}


def of_assessment(record: Record) -> dict[str, Any]:
    return {"pk": record.assessment.pk}


def of_part(record: Record) -> dict[str, Any]:
    return {"pk": record.assessment.pk, "key": "analysis"}
