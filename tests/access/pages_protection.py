"""The pages of child protection, about a child whose discussion, enquiry, medical and order are on
record."""

from typing import Any

from protection.actions.emergency import begin_action
from protection.actions.medicals import ask
from protection.actions.strategy import Attendee, Meeting, Ruling, hold
from tests.access.records import of_case
from tests.access.table import MANAGE, ON_THE_CASE, Page
from tests.conftest import MONDAY, days, hours

TITLE, PLACE = "Child protection", 6


def of(name: str) -> Any:
    return lambda record: {"pk": record.extra[name].pk}


PAGES = (
    Page("case-protection", ON_THE_CASE, of_case, "The protection of a child"),
    Page("strategy-hold", ON_THE_CASE, of_case, "Hold a strategy discussion"),
    Page("strategy-detail", ON_THE_CASE, of("discussion"), "A strategy discussion"),
    Page("enquiry-detail", ON_THE_CASE, of("enquiry"), "A Section 47 enquiry"),
    Page("enquiry-write", ON_THE_CASE, of("enquiry"), "Write the enquiry"),
    Page("enquiry-send", ON_THE_CASE, of("enquiry"), "Send the enquiry to be authorised"),
    Page("enquiry-authorise", MANAGE, of("enquiry"), "Authorise the enquiry"),
    Page("enquiry-hand-over", MANAGE, of("enquiry"), "Change who leads the enquiry"),
    Page("enquiry-withdraw", MANAGE, of("enquiry"), "Withdraw the enquiry"),
    Page("enquiry-stand-down", MANAGE, of("enquiry"), "Say that no conference is held after all"),
    Page("medical-ask", ON_THE_CASE, of("enquiry"), "Ask for a medical"),
    Page("medical-record", ON_THE_CASE, of("medical"), "Record a medical"),
    Page("emergency-begin", ON_THE_CASE, of_case, "Record emergency action"),
    Page("emergency-extend", ON_THE_CASE, of("order"), "Record that an order was extended"),
    Page("domestic-abuse-assess", ON_THE_CASE, of_case, "Assess the risk of domestic abuse"),
    Page("emergency-end", ON_THE_CASE, of("order"), "Record how emergency action ended"),
)


def build(record: Any, cast: Any) -> None:
    case, at = record.case, MONDAY + days(2)
    lead = case.worker
    meeting = Meeting(
        held_at=at,
        method="telephone",
        offence_suspected=False,
        attendees=(Attendee("DS Shah", "police"), Attendee("Dr Lowe", "hospital")),
    )
    ruling = Ruling(case, True, "A burn.", "At his aunt's.", at.date(), basis="joint", lead=lead)
    discussion = hold(meeting, [ruling], by=lead, at=at + hours(1))
    enquiry = discussion.children.get().enquiry
    record.extra["discussion"], record.extra["enquiry"] = discussion, enquiry
    record.extra["medical"] = ask(
        enquiry, by=lead, kind="injury", asked_at=at, asked_of="Royal Infirmary", at=at + hours(1)
    )
    record.extra["order"] = begin_action(
        case, by=lead, kind="epo", started_at=at, ends_at=at + days(8), grounds="A burn.",
        place="At his aunt's", at=at + hours(1),
    )  # fmt: skip
