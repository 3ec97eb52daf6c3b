"""W42: medicals asked for, attended and overdue."""

import pytest

from clocks.models import Clock
from protection.actions.medicals import ask, attend, drop
from protection.models import Medical
from tests.conftest import days, hours
from tests.protection.conftest import THURSDAY
from workflow.engine import Refused


def asked(enquiry, by, **changes):
    given = {
        "kind": "injury",
        "asked_at": THURSDAY,
        "asked_of": "Royal Infirmary",
        "at": THURSDAY + hours(2),
        **changes,
    }
    return ask(enquiry, by=by, **given)


def test_asked_for_and_attended_stops_its_clock(enquiry, priya):
    medical = asked(enquiry, priya)
    attend(
        medical,
        by=priya,
        attended_at=THURSDAY + hours(4),
        examined_by="Dr Ann Lowe",
        result="Consistent with a cigarette burn.",
        at=THURSDAY + hours(30),
    )
    clock = Clock.objects.get(rule="medical")
    assert (clock.standing, clock.stopped_at) == ("stopped", THURSDAY + hours(4))
    assert (medical.state, medical.examined_by) == ("attended", "Dr Ann Lowe")


def test_what_is_asked_for_and_not_held_is_overdue_after_two_working_days(enquiry, priya):
    """From the Thursday to the end of Monday."""
    medical, other = asked(enquiry, priya), asked(enquiry, priya, kind="other")
    drop(other, by=priya, why="The mother refused, and a court was not asked.")
    assert not Medical.objects.overdue(THURSDAY + days(4)).exists()
    assert list(Medical.objects.overdue(THURSDAY + days(5))) == [medical]
    with pytest.raises(Refused) as told:
        attend(medical, by=priya, attended_at=THURSDAY + days(6), examined_by=" ", result="A burn.",
               at=THURSDAY + days(6))  # fmt: skip
    assert told.value.reasons == [
        "Say who examined the child.",
        "The time limit has passed: say why it is late.",
    ]


def test_impossible_times_are_refused(enquiry, priya):
    with pytest.raises(Refused) as told:
        asked(enquiry, priya, kind="", asked_at=THURSDAY - days(1), asked_of="")
    assert told.value.reasons == [
        "Choose what the child is examined for.",
        "The medical was asked for before the enquiry began. Check the date.",
        "Say who was asked for the medical.",
    ]
    medical = asked(enquiry, priya)
    with pytest.raises(Refused) as told:
        attend(medical, by=priya, attended_at=THURSDAY - hours(1), examined_by="Dr Lowe", result="",
               at=THURSDAY + hours(2))  # fmt: skip
    assert told.value.reasons == [
        "The child cannot have been examined before the medical was asked for.",
        "Say what the medical found.",
    ]
