"""New information about an open child, answered by who has the case."""

from datetime import timedelta

import pytest

from cases.actions.allocation import allocate, reallocate
from cases.actions.contacts import ChildTold
from cases.models import ContactChild, Referral, Task
from clocks.models import Clock
from tests.cases.test_record_contact import text


@pytest.fixture
def passed_on(case, tell, now):
    return tell(
        at=now - timedelta(hours=1), children=[ChildTold(person=case.person)]
    ).children.get()


def answer_url(child) -> str:
    return f"/contacts/{child.contact.reference}/answer/{child.pk}/"


@pytest.mark.parametrize(
    ("outcome", "decision"),
    [("note", "noted"), ("reassess", "reassess"), ("seek-strategy", "strategy-discussion")],
)
def test_the_worker_says_what_new_information_means_and_no_second_referral_is_made(
    client, priya, passed_on, outcome, decision
):
    """W8"""
    client.force_login(priya)
    detail = text(client.get(f"/contacts/{passed_on.contact.reference}/"))
    assert answer_url(passed_on) in detail
    page = text(
        client.post(answer_url(passed_on), {"outcome": outcome, "why": "Known."}, follow=True)
    )
    passed_on.refresh_from_db()
    assert passed_on.decision == decision and "Done" in page
    assert Referral.objects.count() == 1
    clock = Clock.objects.get(rule="new-information-decision")
    assert clock.standing == "stopped"
    assert Task.objects.filter(kind="strategy-discussion").exists() is (outcome == "seek-strategy")


def test_late_new_information_asks_why(client, priya, case, tell, now):
    """W7, W8"""
    child = tell(
        at=now - timedelta(hours=30), children=[ChildTold(person=case.person)]
    ).children.get()
    client.force_login(priya)
    given = {"outcome": "note", "why": "Known."}
    assert "Enter why this is decided late." in text(client.post(answer_url(child), given))
    client.post(answer_url(child), given | {"late_reason": "On leave."})
    assert Clock.objects.get(rule="new-information-decision").late_reason == "On leave."


@pytest.mark.parametrize(
    ("who", "status"), [("maya", 200), ("helen", 200), ("tom", 404), ("dana", 404)]
)
def test_only_worker_cover_and_managers_answer(client, cast, passed_on, who, status):
    """W8"""
    client.force_login(cast[who])
    assert client.get(answer_url(passed_on)).status_code == status
    if status == 404:
        assert client.post(answer_url(passed_on), {"outcome": "note"}).status_code == 404
        assert ContactChild.objects.get(pk=passed_on.pk).state == "with-worker"


def test_an_answer_given_already_is_told_and_not_given_twice(client, priya, passed_on):
    client.force_login(priya)
    client.post(answer_url(passed_on), {"outcome": "note", "why": "Known."})
    assert "answered already" in text(client.get(answer_url(passed_on), follow=True))
    page = text(client.post(answer_url(passed_on), {"outcome": "reassess", "why": "More thought."}))
    assert "is not possible now" in page and "More thought." in page


def test_what_is_undecided_goes_with_the_child_to_the_next_worker(
    client, passed_on, case, maya, priya, nia
):
    """W2, W8: the next worker answers, and the clock is theirs; the one before no longer can."""
    reallocate(case, by=maya, worker=nia, why="Priya moves team.")
    passed_on.refresh_from_db()
    clock = Clock.objects.get(rule="new-information-decision")
    assert passed_on.owner == clock.owner == nia
    assert nia.alerts.filter(key=f"contact:{passed_on.pk}:passed-on").exists()
    client.force_login(priya)
    assert client.get(answer_url(passed_on)).status_code == 404
    client.force_login(nia)
    client.post(answer_url(passed_on), {"outcome": "note", "why": "Known."})
    passed_on.refresh_from_db()
    assert passed_on.decided_by == nia


def test_what_came_while_nobody_had_the_child_goes_to_whoever_gets_them(
    waiting_case, tell, maya, priya, now
):
    """W2"""
    child = tell(at=now, children=[ChildTold(person=waiting_case.person)]).children.get()
    assert child.owner is None
    allocate(waiting_case, by=maya, worker=priya)
    child.refresh_from_db()
    assert child.owner == priya
