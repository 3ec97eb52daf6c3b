"""W13, W16: an enquiry that asked for a conference, and none is held after all; what it leaves behind."""

from datetime import date

import pytest
from django.utils import timezone

from cases.actions.closing import close
from clocks.models import Clock
from protection.actions.conferences import arrange, cancel
from protection.actions.enquiries import stand_down, withdraw
from protection.actions.medicals import ask
from protection.actions.transfers import notify
from protection.actions.waiting import all_waiting
from protection.census import section_47_enquiries
from tests.conftest import days, hours
from tests.protection.conftest import CONFERENCE, FINISHED, THURSDAY, finish_enquiry, wrong_clocks
from workflow.engine import Refused

GONE = {"why": "The family moved to Oakshire for good.", "at": CONFERENCE + days(1)}


def reasons_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.reasons


def test_no_conference_after_all_ends_the_clock_and_lets_the_case_close(
    client, enquiry, arrangement, priya, maya, abi
):
    finish_enquiry(enquiry, priya=priya, maya=maya, at=FINISHED)
    case = enquiry.case
    conference = arrange([case], "initial", arrangement, by=abi, at=FINISHED + days(1))
    assert reasons_of(lambda: stand_down(enquiry, by=maya, **GONE)) == [
        "A conference is arranged for this child: call it off first, or hold it."
    ]
    cancel(conference, by=abi, why="They have moved.", at=CONFERENCE)
    assert reasons_of(lambda: stand_down(enquiry, by=maya, why=" ", at=CONFERENCE))
    assert reasons_of(lambda: stand_down(enquiry, by=priya, **GONE))
    client.force_login(maya)
    page = f"/enquiries/{enquiry.pk}/stand-down/"
    assert page in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
    assert "Enter why no conference is held" in client.post(page).content.decode()
    assert client.post(page, {"why": GONE["why"]}).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.stood_down_on) == ("stood-down", timezone.localdate())
    clock = Clock.objects.get(rule="initial-conference")
    assert clock.standing == "cancelled"
    assert all_waiting(timezone.localdate()) == []
    last = timezone.localdate()
    row = section_47_enquiries(date(2026, 1, 1), last)[0]
    assert (row.conference_not_required, row.conference_target) == (True, None)
    before = section_47_enquiries(date(2026, 1, 1), last - days(1))[0]
    assert not before.conference_not_required
    reasons = reasons_of(lambda: close(case, by=maya, reason="RC7", summary="Moved."))
    assert not [each for each in reasons if "Section 47" in each or "conference" in each]


def test_a_case_does_not_close_over_a_conference_or_a_transfer_in(
    client, case, arrangement, priya, maya, abi
):
    """Neither is left behind, waiting for a child whom nobody works with any more."""
    transfer = notify(
        case, council="Oakshire", notified_on=THURSDAY.date(), category="NEG", by=priya, at=THURSDAY
    )
    conference = arrange([case], "transfer-in", arrangement, by=abi, at=FINISHED)
    reasons = reasons_of(lambda: close(case, by=maya, reason="RC7", summary="x"))
    assert "A conference is arranged for this child: call it off first, or hold it." in reasons
    assert any(each.startswith("A transfer in waits for its conference") for each in reasons)
    cancel(conference, by=abi, why="Went home.", at=FINISHED + hours(1))
    page = f"/transfers-in/{transfer.pk}/withdraw/"
    client.force_login(priya)
    assert page not in client.get(f"/cases/{case.reference}/protection/").content.decode()
    assert client.post(page, {"why": "x"}).status_code == 404
    client.force_login(maya)
    assert page in client.get(f"/cases/{case.reference}/protection/").content.decode()
    assert client.post(page, {"why": "The family went back."}).status_code == 302
    assert "not possible now" in client.post(page, {"why": "Again."}).content.decode()
    assert Clock.objects.get(rule="transfer-in-conference").standing == "cancelled"
    close(case, by=maya, reason="RC7", summary="The family went back.")
    case.refresh_from_db()
    assert not case.is_open


def test_the_medicals_of_a_withdrawn_enquiry_are_not_waited_for(enquiry, priya, maya):
    """W42: nobody is told for ever that the examination of the wrong child is late."""
    medical = ask(
        enquiry, by=priya, kind="injury", asked_at=THURSDAY + hours(1), asked_of="Royal Infirmary",
        at=THURSDAY + hours(2),
    )  # fmt: skip
    withdraw(enquiry, by=maya, why="The wrong child.", at=THURSDAY + hours(3))
    medical.refresh_from_db()
    assert medical.state == "dropped"
    assert medical.why_dropped == "The enquiry that asked for it was withdrawn."
    assert Clock.objects.get(rule="medical").standing == "cancelled"
    assert wrong_clocks() == []
