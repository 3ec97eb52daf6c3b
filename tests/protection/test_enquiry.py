"""W13, W15, W16, W47: a Section 47 enquiry is written, sent, authorised and leads to one thing."""

from datetime import date, timedelta

import pytest

from cases.actions.closing import close
from cases.actions.visits import record_visit
from cases.forms.visits import usual_kind
from clocks.ledger import overdue
from clocks.models import Clock
from protection.actions.enquiries import (
    StaleEnquiry,
    authorise,
    conferred,
    hand_over,
    record,
    return_,
    send,
    take_back,
    withdraw,
)
from protection.actions.medicals import ask
from protection.models import Section47Enquiry
from rules.lifecycles import sentence_of
from tests.conftest import days
from tests.protection.conftest import THURSDAY
from workflow.engine import Refused

FRIDAY = THURSDAY + days(1)
MONDAY_AFTER = THURSDAY + days(4)

WRITTEN = {
    "parents_seen_on": FRIDAY.date(),
    "parents_seen": "His mother, at home: says that she did not see it happen.",
    "childs_words": "I want to stay at Gran's.",
    "findings": "The burn does not fit what was said about it.",
    "substantiated": True,
    "continuing_risk": True,
    "outcome": "conference",
    "outcome_why": "Nobody can say how he would be safe at home.",
}


@pytest.fixture
def visit(enquiry, priya):
    return record_visit(
        enquiry.case,
        by=priya,
        on=FRIDAY.date(),
        seen=True,
        seen_alone=True,
        place="Home",
        at=FRIDAY,
    )


def write(enquiry, by, visit, **changes):
    enquiry.refresh_from_db()
    written = {**WRITTEN, "home_visit": visit, **changes}
    record(enquiry, written, enquiry.version, by=by, at=MONDAY_AFTER)


@pytest.fixture
def sent(enquiry, visit, priya, maya):
    write(enquiry, priya, visit)
    send(enquiry, by=priya, to=maya, at=MONDAY_AFTER)
    return enquiry


def refusal(act):
    with pytest.raises(Refused) as told:
        act()
    return told.value.reasons


def test_it_is_not_sent_until_everything_is_there_and_all_is_said_at_once(
    enquiry, priya, maya, case
):
    """W13: the outcome cannot be completed without the home visit, or the reason for none; nor
    without the child, the parents and the medicals. W47: nor without the child's own words."""
    medical = ask(
        enquiry, by=priya, kind="injury", asked_at=FRIDAY, asked_of="Royal Infirmary", at=FRIDAY
    )
    assert refusal(lambda: send(enquiry, by=priya, to=priya, at=FRIDAY)) == [
        "Choose a manager of the child's team, other than who leads or sends it, to authorise it.",
        "Record the visit to the home, or why there was none.",
        "Record when the child was seen, or why not.",
        "Record whether the child was seen alone, and if not, why not.",
        "Record when the parents were seen, or why not.",
        "Say of every medical asked for whether the child was examined, or why not.",
        "Write the child's own words, or why there are none.",
        "Write what was found, and what it means.",
        "Say whether the concerns are substantiated.",
        "Say whether the child is at continuing risk of significant harm.",
        "Choose the outcome.",
        "Say why this outcome was chosen.",
    ]
    assert medical.state == "asked"


def test_seeing_the_child_is_taken_from_the_visits_and_typed_once(enquiry, visit, priya):
    """W13: the visits that are on record; nobody types one twice."""
    assert (enquiry.seen.on, enquiry.seen.alone) == (FRIDAY.date(), True)
    other = record_visit(
        enquiry.case, by=priya, on=THURSDAY.date() - timedelta(days=1), seen=False, why_not="Out",
        at=FRIDAY,
    )  # fmt: skip
    assert refusal(lambda: write(enquiry, priya, other)) == [
        "Choose a visit to this child since the enquiry began."
    ]


def test_what_is_impossible_is_refused_and_what_was_saved_stands(enquiry, visit, priya, maya):
    early = THURSDAY.date() - timedelta(days=1)
    assert refusal(
        lambda: write(enquiry, priya, visit, parents_seen_on=early, outcome="placement")
    ) == [
        "Give the day on which the parents were seen since the enquiry began.",
        "Choose the outcome from the list.",
    ]
    assert refusal(lambda: write(enquiry, maya, visit)) == [
        "Only whoever leads the enquiry, the child's worker or who covers them may write it."
    ]
    write(enquiry, priya, visit)
    with pytest.raises(StaleEnquiry):  # opened before the other saved
        record(enquiry, {"findings": "Something else."}, 1, by=priya, at=MONDAY_AFTER)
    enquiry.refresh_from_db()
    assert (enquiry.findings, enquiry.version) == (WRITTEN["findings"], 2)
    record(enquiry, {"findings": WRITTEN["findings"]}, 1, by=priya)  # sent twice: nothing to save


def test_continuing_risk_does_not_end_with_no_further_action(enquiry, visit, priya, maya):
    write(enquiry, priya, visit, outcome="no-further-action")
    assert refusal(lambda: send(enquiry, by=priya, to=maya)) == [
        "A continuing risk of significant harm cannot end with no further action."
    ]


def test_a_manager_who_did_not_write_it_authorises_and_the_conference_is_awaited(sent, maya, grace):
    """W16: the clock runs on; the conference is to be arranged."""
    assert maya.alerts.first().text == "A Section 47 enquiry to authorise"
    authorise(sent, by=maya, at=MONDAY_AFTER)
    assert list(Section47Enquiry.objects.awaiting_conference()) == [sent]
    clock = Clock.objects.get(rule="initial-conference")
    assert (clock.standing, clock.due_on) == ("running", date(2026, 3, 26))
    assert sent.lead.alerts.first().text == "A Section 47 enquiry was authorised"
    # twice is once
    assert "not possible now" in refusal(lambda: authorise(sent, by=grace))[0]


def test_whoever_leads_it_does_not_authorise_it(enquiry, visit, priya, maya, grace):
    hand_over(enquiry, by=maya, lead=maya, why="Priya is away.", at=FRIDAY)
    enquiry.refresh_from_db()
    write(enquiry, priya, visit)
    assert "Choose a manager" in refusal(lambda: send(enquiry, by=priya, to=maya))[0]
    send(enquiry, by=priya, to=grace, at=MONDAY_AFTER)
    assert refusal(lambda: authorise(enquiry, by=maya)) == [
        "This cannot be done by whoever wrote it: it takes a second pair of eyes."
    ]
    authorise(enquiry, by=grace, at=MONDAY_AFTER)
    assert enquiry.state == "authorised"


def test_it_comes_back_with_comments_and_can_be_taken_back(sent, priya, maya):
    take_back(sent, by=priya)
    send(sent, by=priya, to=maya, at=MONDAY_AFTER)
    assert refusal(lambda: return_(sent, by=maya, comments=" ")) == ["Say why."]
    return_(sent, by=maya, comments="What does the school say?", at=MONDAY_AFTER)
    assert (sent.state, sent.returned_why) == ("returned", "What does the school say?")
    assert priya.alerts.first().text == "A Section 47 enquiry was returned with comments"


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("no-further-action", None),
        ("services", "child-in-need-plan"),
        ("emergency-action", "emergency-action"),
        ("offer-to-look-after", "case-management-discussion"),
    ],
)
def test_any_other_outcome_makes_its_one_task_and_the_conference_clock_ends(
    enquiry, visit, priya, maya, outcome, kind
):
    """W15: an offer to look after a child is a request for a case management discussion on its way
    to the panel, never a placement."""
    before = set(enquiry.case.tasks.values_list("pk", flat=True))
    risk = outcome != "no-further-action"
    write(enquiry, priya, visit, outcome=outcome, continuing_risk=risk)
    send(enquiry, by=priya, to=maya, at=MONDAY_AFTER)
    authorise(enquiry, by=maya, at=MONDAY_AFTER)
    made = enquiry.case.tasks.exclude(pk__in=before)
    assert [(task.kind, task.owner) for task in made] == ([(kind, priya)] if kind else [])
    assert Clock.objects.get(rule="initial-conference").standing == "cancelled"
    assert not Section47Enquiry.objects.awaiting_conference().exists()
    assert enquiry.case.status == "in-need"


def test_the_conference_stops_the_clock_on_the_day_it_was_held(sent, maya):
    """W16: the held date stops it, whenever it is written down; late needs the reason."""
    authorise(sent, by=maya, at=MONDAY_AFTER)
    held = THURSDAY + days(20)
    assert refusal(
        lambda: conferred(sent, conference_child=None, by=maya, at=THURSDAY - days(1))
    ) == ["The conference cannot have been held before the strategy discussion that led to it."]
    conferred(sent, conference_child=None, by=maya, at=held, recorded_at=held + days(5))
    clock = Clock.objects.get(rule="initial-conference")
    assert (clock.standing, clock.stopped_at, clock.breached_at) == ("stopped", held, None)
    assert (sent.state, sent.conferred_on) == ("conferred", held.date())


def test_a_late_conference_is_explained(sent, maya):
    authorise(sent, by=maya, at=MONDAY_AFTER)
    late = THURSDAY + days(22)
    assert overdue(sent.occasion, late)
    assert refusal(lambda: conferred(sent, conference_child=None, by=maya, at=late)) == [
        "The time limit has passed: say why it is late."
    ]
    conferred(sent, conference_child=None, by=maya, at=late, late_reason="The chair was ill.")
    assert Clock.objects.get(rule="initial-conference").late_reason == "The chair was ill."


def test_a_mistaken_enquiry_is_withdrawn_by_a_manager_with_the_reason(enquiry, priya, maya):
    assert refusal(lambda: withdraw(enquiry, by=priya, why="Wrong child."))
    withdraw(enquiry, by=maya, why="Recorded for the wrong child.")
    assert Clock.objects.get(rule="initial-conference").standing == "cancelled"
    assert not Section47Enquiry.objects.counted().exists()


def test_a_case_does_not_close_over_an_open_enquiry_nor_afterwards_as_if_there_was_none(
    sent, maya, case
):
    """Closing refuses; and once there has been an enquiry, never as «after assessment»."""
    reasons = refusal(lambda: close(case, by=maya, reason="RC8", summary="x"))
    assert [reason for reason in reasons if "Section 47" in reason] == [
        "A Section 47 enquiry is open: it must be authorised, and its conference held, first.",
        sentence_of("closes_as_one_with_an_enquiry"),
    ]
    authorise(sent, by=maya, at=MONDAY_AFTER)
    conferred(sent, conference_child=None, by=maya, at=MONDAY_AFTER)
    reasons = refusal(lambda: close(case, by=maya, reason="RC7", summary="x"))
    assert not any("Section 47" in reason for reason in reasons)


def test_a_visit_while_it_is_made_is_proposed_as_one_for_the_enquiry(enquiry, visit, priya, maya):
    """W13: not as one to a child in need; nor once it is authorised."""
    case = enquiry.case
    assert usual_kind(case) == "assessment"
    write(enquiry, priya, visit, outcome="services")
    send(enquiry, by=priya, to=maya, at=MONDAY_AFTER)
    assert usual_kind(case) == "assessment"
    authorise(enquiry, by=maya, at=MONDAY_AFTER)
    assert usual_kind(case) == "in-need"
