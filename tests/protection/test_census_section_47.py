"""The Section47 rows of the children in need census are by-products of practice."""

from datetime import date

from protection.actions.enquiries import authorise, conferred, record, send, withdraw
from protection.actions.strategy import hold
from protection.census import EnquiryFacts, section_47_enquiries
from tests.conftest import days, hours
from tests.protection.conftest import MEETING, THURSDAY, ruled

YEAR = (date(2025, 4, 1), date(2026, 3, 31))
WRITTEN = {
    "why_no_home_visit": "The family stays at a hotel.",
    "why_not_seen": "Not there.",
    "why_no_parents": "Not there.",
    "why_no_words": "Not seen.",
    "findings": "The burn was an accident.",
    "substantiated": False,
    "continuing_risk": False,
    "outcome_why": "As found.",
}


def finished(enquiry, outcome, by, manager, at):
    record(enquiry, {**WRITTEN, "outcome": outcome}, 1, by=by, at=at)
    send(enquiry, by=by, to=manager, at=at)
    authorise(enquiry, by=manager, at=at)


def test_the_three_forms_of_a_row_and_what_is_not_one(family, maya, priya):
    """A: not required. B: held. C: still to come. A withdrawn enquiry is no row, and what happens
    after the year's end does not belong to it."""
    rulings = [ruled(case) for case in family]
    discussion = hold(MEETING, rulings, by=maya, at=THURSDAY + hours(1))
    first, second, third = (child.enquiry for child in discussion.children.order_by("pk"))
    start, target = date(2026, 3, 5), date(2026, 3, 26)

    def rows(year=YEAR):
        return [
            (row.started_on, row.conference_target, row.conference_on, row.conference_not_required)
            for row in section_47_enquiries(*year)
        ]

    to_come = (start, target, None, False)
    assert rows() == [to_come] * 3
    finished(first, "no-further-action", priya, maya, THURSDAY + days(5))
    finished(second, "conference", priya, maya, THURSDAY + days(5))
    conferred(second, conference_child=None, by=maya, at=THURSDAY + days(18))
    finished(third, "services", priya, maya, THURSDAY + days(30))  # in the next year
    held = (start, target, date(2026, 3, 23), False)
    assert rows() == [(start, None, None, True), held, to_come]
    assert rows((date(2026, 4, 1), date(2027, 3, 31))) == []
    assert isinstance(section_47_enquiries(*YEAR)[0], EnquiryFacts)


def test_a_withdrawn_enquiry_is_no_row(enquiry, maya):
    withdraw(enquiry, by=maya, why="Recorded for the wrong child.")
    assert section_47_enquiries(*YEAR) == []
