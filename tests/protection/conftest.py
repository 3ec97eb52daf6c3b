"""A strategy discussion about the case of conftest.py, a family of three, and a child on a protection
plan with what a conference decided about them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from clocks.verify import verify
from protection.actions.plans import begin_plan
from protection.actions.strategy import Attendee, Meeting, Ruling, hold
from protection.models import Conference, ConferenceChild, Invitee
from tests.clocks.conftest import database_says  # noqa: F401
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


def finish_enquiry(enquiry, *, priya, maya, at, outcome="conference", authorised=True):
    """See the child, write the enquiry, send it and, unless told otherwise, authorise it."""
    from cases.actions.visits import record_visit
    from protection.actions.enquiries import authorise, record, send

    on = at.date()
    visit = record_visit(
        enquiry.case, by=priya, on=on, seen=True, seen_alone=True, place="Home", at=at
    )
    enquiry.refresh_from_db()
    written = {
        "home_visit": visit,
        "parents_seen_on": on,
        "parents_seen": "Her mother, at home.",
        "childs_words": "I want to stay at Gran's.",
        "findings": "The burn does not fit what was said about it.",
        "substantiated": True,
        "continuing_risk": True,
        "outcome": outcome,
        "outcome_why": "Nobody can say how she would be safe at home.",
    }
    record(enquiry, written, enquiry.version, by=priya, at=at)
    send(enquiry, by=priya, to=maya, at=at)
    if authorised:
        authorise(enquiry, by=maya, at=at + hours(1))
    enquiry.refresh_from_db()
    return enquiry


FINISHED = THURSDAY + days(4)
"""Monday 9 March: the enquiries are authorised."""
CONFERENCE = THURSDAY + days(13)
"""Wednesday 18 March 2026, 10:00, the 9th working day: when the conference is arranged for."""


@pytest.fixture
def awaiting_family(family, maya, priya):
    """Ellie, Jake and Noor: one discussion, three enquiries, each authorised for a conference."""
    held = hold(MEETING, [ruled(case) for case in family], by=maya, at=THURSDAY + hours(1))
    for child in held.children.order_by("case"):
        finish_enquiry(child.enquiry, priya=priya, maya=maya, at=FINISHED)
    for case in family:
        case.refresh_from_db()
    return family


@pytest.fixture
def arrangement(ines, abi):
    from protection.actions.conferences import Arrangement

    return Arrangement(CONFERENCE, "Civic Centre, room 4", "in-person", ines, abi)


@pytest.fixture
def conference(awaiting_family, arrangement, abi):
    """Arranged by Abi for the three, to be chaired by Ines."""
    from protection.actions.conferences import arrange

    return arrange(awaiting_family, "initial", arrangement, by=abi, at=FINISHED + days(1))


@pytest.fixture
def asked(conference, abi):
    """Whom the record offers, and a police officer besides."""
    from people.models import Agency, Involvement
    from protection.actions.invitations import Asked, ask, offered

    health = Agency.objects.create(name="Westmere Health Visiting", kind="3B")
    school = Agency.objects.get(name="St Bride's Primary School")
    first = conference.children.order_by("pk").first().case.person
    Involvement.objects.create(person=first, agency=health, name="Jo Ward", role="health visitor")
    Involvement.objects.create(person=first, agency=school, name="Mr Ito", role="class teacher")
    at = FINISHED + days(1)
    people = offered(conference, abi, at.date())
    police = Asked("professional", "DS Imran Shah", "detective", "Police", "police")
    ask(conference, [*people, police], by=abi, at=at)
    return conference


@pytest.fixture
def attended(asked, abi):
    """Everybody came but the teacher."""
    from protection.actions.attendance import Attended, record_attendance

    there = [
        Attended(row, row.name != "Mr Ito", "" if row.name != "Mr Ito" else "Ill")
        for row in asked.invitees.all()
    ]
    record_attendance(asked, there, by=abi, at=CONFERENCE)
    asked.refresh_from_db()
    return asked


def ruling_of(child, **changes):
    """A plan for neglect, with the child's own views."""
    from protection.actions.outcomes import Ruling

    given = Ruling(
        child=child,
        decision="plan",
        category="NEG",
        why="Burns and hunger, and nobody who keeps watch.",
        views="I want Mum to get up in the morning.",
        heard_how="told",
        heard_on=CONFERENCE.date() - days(1),
    )
    return replace(given, **changes)


def outcome_of(conference, rulings=None, **changes):
    from protection.actions.outcomes import Outcome

    children = list(conference.children.order_by("pk"))
    given = Outcome(
        held_on=CONFERENCE.date(),
        rulings=rulings if rulings is not None else [ruling_of(child) for child in children],
        first_core_group_on=CONFERENCE.date() + days(7),
    )
    return replace(given, **changes)
