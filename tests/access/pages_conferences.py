"""Conferences: the child has a brother, whose conference Ines chairs and Abi arranges, so that neither
reaches the child's own record. The brother's record is never restricted itself, so that his pages stay
open where the child's are not; whoever is family of the child is family of his."""

from datetime import datetime
from typing import Any

from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from cases.actions.tasks import set_task
from people.models import Relationship
from protection.actions.conferences import Arrangement, arrange
from protection.actions.invitations import Asked, ask
from protection.actions.transfers import notify
from protection.models import Recommendation
from tests.access.records import _told, of_case
from tests.access.table import MANAGE, ON_THE_CASE, Page
from tests.conftest import LONDON, MONDAY, days, hours

TITLE, PLACE = "Conferences", 7
LED = ("ines", "abi")


def build(record: Any, cast: Any) -> None:
    lead = record.case.worker
    told = _told(
        cast, [ChildTold(forename="Jake", surname=record.person.surname)], MONDAY
    ).children.get()
    case = refer(told, by=cast["sam"], why="As his sister.", team=lead.team, at=MONDAY + hours(1))
    allocate(case, by=cast["grace"], worker=lead, at=MONDAY + hours(2))
    case.refresh_from_db()
    Relationship.objects.create(person=case.person, other=record.person, kind="full-sibling")
    given = {"council": "Oakshire", "category": "NEG", "notified_on": MONDAY.date()}
    notify(record.case, by=lead, at=MONDAY + days(1), **given)
    notify(case, by=lead, at=MONDAY + days(1), **given)
    planned = datetime(2028, 3, 1, 10, tzinfo=LONDON)
    arrangement = Arrangement(planned, "Civic Centre", "video", cast["ines"], cast["abi"])
    conference = arrange([case], "transfer-in", arrangement, by=cast["abi"], at=MONDAY + days(1))
    police = Asked("professional", "DS Shah", "detective", "Police", "police")
    ask(conference, [police], by=cast["abi"], at=MONDAY + days(1))
    task = set_task(
        by=lead,
        case=case,
        what="Look again",
        kind="other",
        owner=lead,
        team=case.team,
        due_on=planned.date(),
        at=MONDAY + days(1),
    )
    record.extra["conference"] = conference
    record.extra["recommendation"] = Recommendation.objects.create(
        child=conference.children.get(), text="Proceedings", made_on=MONDAY.date(), task=task
    )


def about(name: str, who: tuple[str, ...], of: Any, says: str) -> Page:
    """A page about the brother's conference: it is his record that counts."""
    return Page(name, who, of, says, restricted=who)


def of_conference(record: Any) -> dict[str, Any]:
    return {"pk": record.extra["conference"].pk}


def of_place(record: Any) -> dict[str, Any]:
    return {**of_conference(record), "child": record.extra["conference"].children.get().pk}


def of_letter(record: Any) -> dict[str, Any]:
    return {**of_conference(record), "letter": record.extra["conference"].letters.get().pk}


PAGES = (
    Page("conferences", LED),
    Page("conference-views", (*MANAGE, *LED)),
    Page("conference-themes", (*MANAGE, *LED)),
    Page("theme-record", (*MANAGE, "ines")),
    Page(
        "theme-finish",
        (*MANAGE, "ines"),
        at=lambda t: {"pk": t.theme.pk},
        says="What became of a theme",
    ),
    Page("conference-arrange", LED, of_case, "Arrange a conference for a child who waits for one"),
    Page("transfer-in", ON_THE_CASE, of_case, "Record a transfer in"),
    Page(
        "transfer-in-withdraw",
        MANAGE,
        lambda record: {"pk": record.case.transfers_in.get().pk},
        "Withdraw a transfer in",
    ),
    about("conference-detail", (*ON_THE_CASE, *LED), of_conference, "One conference"),
    about("conference-people", LED, of_conference, "Who is asked to a conference"),
    about("conference-answers", LED, of_conference, "Answers and reports"),
    about(
        "conference-report",
        ("priya", "maya", "grace", "helen", *LED),
        of_conference,
        "The family has the report",
    ),
    about("conference-rearrange", LED, of_conference, "Change a conference"),
    about("conference-adjourn", LED, of_conference, "Adjourn a conference"),
    about("conference-cancel", LED, of_conference, "Call a conference off"),
    about("conference-attendance", LED, of_conference, "Who is at a conference"),
    about("conference-record", ("ines",), of_conference, "What a conference decided"),
    about("conference-correct", ("ines",), of_place, "Correct what a conference decided"),
    about("conference-minutes", LED, of_conference, "The minutes of a conference"),
    about("conference-minutes-circulate", LED, of_conference, "Circulate the minutes"),
    about("conference-minutes-agree", ("ines",), of_conference, "Agree the minutes"),
    # not held: there are no minutes to print
    about("conference-minutes-paper", (), of_conference, "The minutes as PDF"),
    about("conference-letters", LED, of_conference, "The letters of a conference"),
    about("conference-letter", LED, of_letter, "One letter as PDF"),
    about("conference-letter-not-needed", LED, of_letter, "Say that a letter is not needed"),
    about("conference-letter-needed", LED, of_letter, "Send a letter after all"),
    about(
        "recommendation-discuss",
        ("priya", "maya", "grace", "helen"),
        lambda record: {"pk": record.extra["recommendation"].pk},
        "Discuss what a conference recommended",
    ),
)
