"""A strategy discussion about the case of conftest.py, a family of three, and a child on a protection
plan with what a conference decided about them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from clocks.verify import verify
from protection.actions.plans import begin_plan
from protection.actions.strategy import Attendee, Meeting, Ruling, hold
from protection.models import Conference, ConferenceChild, Invitee
from tests.conftest import LONDON, MONDAY, days, hours

THURSDAY = MONDAY + days(3)
"""5 March 2026, 10:00: when the discussion is held. The 15th working day after it is 26 March."""

MEETING = Meeting(
    held_at=THURSDAY,
    method="video",
    offence_suspected=True,
    offence_why="Assault: a burn that was not an accident.",
    attendees=(
        Attendee("DS Imran Shah", "police", "Child protection unit", "One call-out in January."),
        Attendee("Dr Ann Lowe", "hospital", "Royal Infirmary", "The burn is a week old."),
        Attendee("Maya Okafor", "childrens-social-care"),
    ),
)


def ruled(case, **changes):
    """A decision for Section 47, joint, led by the case's worker."""
    given = Ruling(
        case=case,
        section_47=True,
        section_47_on=THURSDAY.date(),
        basis="joint",
        reason="A burn that nobody explains.",
        safety="Stays with his grandmother until Monday; his mother agrees.",
        lead=case.worker,
    )
    return replace(given, **changes)


@pytest.fixture
def held(case, maya):
    """The discussion, recorded an hour after it began."""
    return hold(MEETING, [ruled(case)], by=maya, at=THURSDAY + hours(1))


@pytest.fixture
def enquiry(held):
    return held.children.get().enquiry


@pytest.fixture
def family(case, tell, sam, maya, priya, hindley):
    """Two more children of the same mother, referred a day later, with cases of their own."""
    from cases.actions.allocation import allocate
    from cases.actions.contacts import ChildTold
    from cases.actions.decisions import refer
    from people.models import Person, Relationship

    mother = Person.objects.create(forename="Gemma", surname="Marsden")
    cases = [case]
    for name in ("Jake", "Noor"):
        told = tell(at=MONDAY + days(1), children=[ChildTold(forename=name, surname="Marsden")])
        at = MONDAY + days(1) + timedelta(hours=1)
        other = refer(told.children.get(), by=sam, why="As her sister.", team=hindley, at=at)
        allocate(other, by=maya, worker=priya, at=at + timedelta(hours=1))
        cases.append(other)
    for each in cases:
        Relationship.objects.create(person=mother, other=each.person, kind="mother")
    return cases


def wrong_clocks():
    """What `clocks verify` finds, but for what no sweep has looked at: tests write in the past."""
    return [found.what for found in verify() if "to be noticed" not in found.what]


@pytest.fixture
def decided(ines, abi):
    """What a conference that was held decided about one child: `decided(case, date(2026, 3, 10))`."""

    def decide(case, held_on, kind="initial"):
        meeting = Conference.objects.create(
            kind=kind,
            planned_at=datetime.combine(held_on, time(10), LONDON),
            place="Town hall",
            method="in-person",
            chair=ines,
            administrator=abi,
            arranged_by=abi,
            held_on=held_on,
            quorate=True,
        )
        for name, sort, role, sector in (
            ("Gemma Marsden", "parent", "mother", ""),
            ("Jo Ward", "professional", "health visitor", "health"),
            ("Pc Hill", "professional", "police officer", "police"),
        ):
            Invitee.objects.create(
                conference=meeting,
                kind=sort,
                name=name,
                role=role,
                sector=sector,
                attended=sector != "police",
            )
        child = ConferenceChild(
            conference=meeting,
            case=case,
            state="held",
            decision="plan",
            category="NEG",
            why_no_views="A baby.",
        )
        child.save()
        return child

    return decide


@pytest.fixture
def plan(case, decided, ines):
    """In force since Tuesday 10 March 2026, for neglect."""
    return begin_plan(
        decided(case, date(2026, 3, 10)), by=ines, category="NEG", at=MONDAY + days(8)
    )
