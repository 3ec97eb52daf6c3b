"""Pages whose forms are there only in another state of the record than the table of access makes."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from assessments.actions.begin import start
from assessments.actions.decide import authorise, send
from assessments.actions.record import comment
from assessments.actions.write import Stale, save_part
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold, record_contact
from cases.actions.decisions import refer
from people.models import Agency
from protection.actions.in_need import begin_in_need_plan
from protection.actions.strategy import hold
from protection.models import Conference, ConferenceChild
from tests.assessments.conftest import TUESDAY, WEDNESDAY, fill
from tests.conftest import MONDAY, hours
from tests.protection.conftest import FINISHED, MEETING, THURSDAY, finish_enquiry, ruled

Found = tuple[str, str, dict[str, Any], str]
"""The page, who looks, what its address is made of, and what follows the address."""


def _told(cast: Any, child: ChildTold | None = None) -> Any:
    school = Agency.objects.get_or_create(name="St Bride's Primary School", kind="2A")[0]
    return record_contact(
        by=cast["dana"],
        team=cast["dana"].team,
        received_at=MONDAY,
        at=MONDAY,
        children=[child or ChildTold(forename="Ellie", surname="Sharp")],
        concern="Came to school without a coat.",
        source="2A",
        method="telephone",
        level="3b",
        agency=school,
        caller_name="Mrs Joan Ashby",
    )


def _waiting(cast: Any, child: ChildTold | None = None) -> Any:
    told = _told(cast, child).children.get()
    team = cast["maya"].team
    return refer(told, by=cast["sam"], why="Neglect.", team=team, at=MONDAY + hours(1))


def _allocated(cast: Any, child: ChildTold | None = None) -> Any:
    case = _waiting(cast, child)
    allocate(case, by=cast["maya"], worker=cast["priya"], at=MONDAY + hours(2))
    case.refresh_from_db()
    return case


def _draft(cast: Any) -> Any:
    return start(_allocated(cast), "initial", by=cast["priya"], at=TUESDAY)[0]


def _sent(cast: Any) -> Any:
    draft = fill(_draft(cast), by=cast["priya"])
    send(draft, by=cast["priya"], to=cast["maya"], at=WEDNESDAY)
    return draft


def contact_to_decide(cast: Any) -> list[Found]:
    return [("contact-decide", "sam", {"reference": _told(cast).reference}, "")]


def case_that_waits(cast: Any) -> list[Found]:
    of = {"reference": _waiting(cast).reference}
    return [
        ("case-allocate", "maya", of, ""),
        ("case-review-waiting", "maya", of, ""),
        ("case-family-add", "maya", of, "?q=Marsden"),
        ("case-assessments", "maya", of, ""),
    ]


def assessment_of_two_minds(cast: Any) -> list[Found]:
    draft, priya = _draft(cast), cast["priya"]
    save_part(draft, "analysis", "First.", 0, by=priya, at=TUESDAY, page="one")
    with suppress(Stale):
        save_part(draft, "analysis", "Second.", 0, by=priya, at=TUESDAY, page="two")
    part = {"pk": draft.pk, "key": "analysis"}
    ready = {"pk": fill(_draft(cast), by=priya).pk}
    return [
        ("assessment-compare", "priya", part, ""),
        ("assessment-agencies", "priya", ready, ""),
        ("assessment-facts", "priya", ready, ""),
        ("assessment-send", "priya", ready, ""),
    ]


def assessment_that_was_sent(cast: Any) -> list[Found]:
    sent = _sent(cast)
    comment(sent, "analysis", "Why?", by=cast["maya"], at=WEDNESDAY)
    of = {"pk": sent.pk}
    return [
        ("assessment-detail", "maya", of, ""),
        ("assessment-detail", "priya", of, ""),
        ("assessment-authorise", "maya", of, ""),
    ]


def assessment_that_is_final(cast: Any) -> list[Found]:
    final = _sent(cast)
    authorise(final, by=cast["maya"], at=WEDNESDAY)
    return [("assessment-detail", "priya", {"pk": final.pk}, "")]


def enquiry_that_was_sent(cast: Any) -> list[Found]:
    held = hold(MEETING, [ruled(_allocated(cast))], by=cast["maya"], at=THURSDAY + hours(1))
    enquiry = held.children.get().enquiry
    people = {"priya": cast["priya"], "maya": cast["maya"]}
    finish_enquiry(enquiry, **people, at=FINISHED, authorised=False)
    return [("enquiry-authorise", "maya", {"pk": enquiry.pk}, "")]


def child_in_need_on_a_plan(cast: Any) -> list[Found]:
    case = _allocated(cast)
    begin_in_need_plan(case, by=cast["priya"], on=THURSDAY.date(), at=THURSDAY)
    of = {"reference": case.reference}
    return [
        ("in-need-plan-review", "priya", of, ""),
        ("in-need-plan-end", "priya", of, ""),
    ]


def child_not_born(cast: Any) -> list[Found]:
    case = _allocated(cast, ChildTold(surname="Sharp", expected_on=date(2026, 6, 1)))
    return [("birth-record", "priya", {"reference": case.reference}, "")]


def conference_that_was_held(cast: Any) -> list[Found]:
    meeting = Conference.objects.create(
        kind="initial",
        planned_at=THURSDAY,
        place="Town hall",
        method="in-person",
        chair=cast["ines"],
        administrator=cast["abi"],
        arranged_by=cast["abi"],
        held_on=THURSDAY.date(),
        quorate=True,
    )
    child = {
        "conference": meeting,
        "case": _allocated(cast),
        "state": "held",
        "decision": "no-plan",
    }
    held = ConferenceChild(**child, why_no_views="A baby.")
    held.save()
    return [
        ("conference-correct", "ines", {"pk": meeting.pk, "child": held.pk}, ""),
        ("conference-minutes", "abi", {"pk": meeting.pk}, ""),
    ]


STATES: tuple[Callable[[Any], list[Found]], ...] = (
    contact_to_decide,
    case_that_waits,
    assessment_of_two_minds,
    assessment_that_was_sent,
    assessment_that_is_final,
    enquiry_that_was_sent,
    child_in_need_on_a_plan,
    child_not_born,
    conference_that_was_held,
)
