"""Pages whose forms are there only in another state of the record than the table of access makes."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from assessments.actions.begin import start
from assessments.actions.decide import authorise, send
from assessments.actions.record import comment
from assessments.actions.write import Stale, save_part
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold, record_contact
from cases.actions.decisions import refer
from people.models import Agency
from tests.assessments.conftest import TUESDAY, WEDNESDAY, fill
from tests.conftest import MONDAY, hours

Found = tuple[str, str, dict[str, Any], str]
"""The page, who looks, what its address is made of, and what follows the address."""


def _told(cast: Any) -> Any:
    school = Agency.objects.get_or_create(name="St Bride's Primary School", kind="2A")[0]
    return record_contact(
        by=cast["dana"],
        team=cast["dana"].team,
        received_at=MONDAY,
        at=MONDAY,
        children=[ChildTold(forename="Ellie", surname="Sharp")],
        concern="Came to school without a coat.",
        source="2A",
        method="telephone",
        level="3b",
        agency=school,
        caller_name="Mrs Joan Ashby",
    )


def _waiting(cast: Any) -> Any:
    child = _told(cast).children.get()
    team = cast["maya"].team
    return refer(child, by=cast["sam"], why="Neglect.", team=team, at=MONDAY + hours(1))


def _draft(cast: Any) -> Any:
    case = _waiting(cast)
    allocate(case, by=cast["maya"], worker=cast["priya"], at=MONDAY + hours(2))
    case.refresh_from_db()
    return start(case, "initial", by=cast["priya"], at=TUESDAY)[0]


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


STATES: tuple[Callable[[Any], list[Found]], ...] = (
    contact_to_decide,
    case_that_waits,
    assessment_of_two_minds,
    assessment_that_was_sent,
    assessment_that_is_final,
)
