"""Closing a case: on evidence that nothing is left undone."""

import pytest
from django.urls import reverse

from cases.actions.closing import close
from cases.actions.tasks import complete_task, set_task
from cases.models import Allocation
from clocks.models import Clock
from tests.conftest import MONDAY, days, hours
from workflow.engine import Refused


@pytest.fixture
def task(case, priya, hindley):
    return set_task(
        by=priya,
        case=case,
        what="Ring the school",
        kind="ask-agency",
        owner=priya,
        team=hindley,
        due_on=(MONDAY + days(10)).date(),
        at=MONDAY + hours(3),
    )


def test_a_case_closes_with_a_reason_and_its_clocks_end(case, maya):
    close(case, by=maya, reason="RC8", summary="The family manages.", at=MONDAY + days(5))
    case.refresh_from_db()
    assert (case.state, case.closure_reason, str(case.closed_on)) == ("closed", "RC8", "2026-03-07")
    assert not Clock.objects.running().filter(case=case).exists()
    assert not Allocation.objects.current().filter(case=case).exists()
    assert case.events.get(key="case.close").sentence.startswith("Maya Lindqvist closed the case")


def test_an_open_task_stands_in_the_way(case, maya, priya, task):
    with pytest.raises(Refused) as refused:
        close(case, by=maya, reason="RC8", summary="Done.", at=MONDAY + days(5))
    assert refused.value.reasons == ["Every task on the case must be done or cancelled first."]
    complete_task(task, by=priya, outcome="Rung.", at=MONDAY + days(1))
    close(case, by=maya, reason="RC8", summary="Done.", at=MONDAY + days(5))


def test_new_information_nobody_has_decided_on_stands_in_the_way(case, maya, tell):
    from cases.actions.contacts import ChildTold

    tell(children=[ChildTold(person=case.person)], at=MONDAY + days(1))
    with pytest.raises(Refused, match="contact"):
        close(case, by=maya, reason="RC8", summary="Done.", at=MONDAY + days(2))


def test_a_child_on_a_plan_is_not_closed_and_every_reason_is_given(client, case, maya, task):
    """§6.2: nobody closes a child on a protection plan."""
    case.status = "on-plan"
    case.save(update_fields=["status"])
    client.force_login(maya)
    url = reverse("case-close", args=[case.reference])
    assert "cannot be closed yet" in client.get(url).content.decode()
    page = client.post(url, {"reason": "RC8", "summary": "What I typed"}).content.decode()
    assert "protection plan or looked after cannot be closed" in page
    assert "Every task on the case" in page
    assert "What I typed" in page
    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.parametrize("given", [{"reason": ""}, {"reason": "RC99"}, {"summary": " "}])
def test_closing_without_a_reason_or_a_summary_is_refused(client, case, maya, given):
    client.force_login(maya)
    form = {"reason": "RC8", "summary": "Well.", **given}
    page = client.post(reverse("case-close", args=[case.reference]), form)
    assert "There is a problem" in page.content.decode()
    case.refresh_from_db()
    assert case.is_open


def test_a_manager_closes_a_case_on_its_page_and_can_still_read_it(client, case, maya, priya):
    client.force_login(maya)
    url = reverse("case-close", args=[case.reference])
    page = client.post(url, {"reason": "RC8", "summary": "All is well."}, follow=True)
    assert "is closed" in page.content.decode() and "All is well." in page.content.decode()
    assert client.post(url, {"reason": "RC8", "summary": "Again."}).status_code == 404
    client.force_login(priya)
    assert client.get(reverse("case-detail", args=[case.reference])).status_code == 200


def test_the_worker_has_no_page_for_closing(client, case, priya):
    client.force_login(priya)
    assert client.get(reverse("case-close", args=[case.reference])).status_code == 404
