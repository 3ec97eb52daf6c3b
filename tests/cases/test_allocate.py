"""Pages on who is responsible for a child."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.allocation import add_worker, end_allocation, wait
from cases.models import Case
from clocks.models import Clock
from rules.access import Role
from tests.conftest import MONDAY, hours
from workflow.engine import Refused


@pytest.fixture
def as_maya(client, maya):
    client.force_login(maya)
    return client


def url(case, page):
    return f"/cases/{case.reference}/{page}/"


def test_a_manager_sees_each_load_before_and_after_and_allocates(
    as_maya, waiting_case, priya, nia, tom
):
    text = as_maya.get(url(waiting_case, "allocate")).content.decode()
    assert "No open cases now, 1 with this one" in text
    assert "Newly qualified: keep to fewer and simpler cases." in text
    assert "Tom Farrow" not in text
    answer = as_maya.post(url(waiting_case, "allocate"), {"worker": priya.pk}, follow=True)
    waiting_case.refresh_from_db()
    assert waiting_case.worker == priya
    assert "is allocated to Priya Raman, who has been told" in answer.content.decode()
    assert priya.alerts.filter(case=waiting_case).count() == 1


def test_whoever_is_away_is_shown_so(as_maya, waiting_case, priya, maya, nia):
    from cases.actions.absences import record_absence

    record_absence(priya, by=maya, since=timezone.localdate(), until=None, cover=nia)
    text = as_maya.get(url(waiting_case, "allocate")).content.decode()
    assert "Away with no last day, covered by Nia Bowen." in text


def test_allocating_twice_makes_one_allocation_and_says_why(as_maya, waiting_case, priya, nia):
    page = as_maya.get(url(waiting_case, "allocate"))
    token = page.context["form"].initial["token"]
    given = {"worker": priya.pk, "token": token}
    assert as_maya.post(url(waiting_case, "allocate"), given).status_code == 302
    # the same form once more counts as done; another one is told how things are
    assert as_maya.post(url(waiting_case, "allocate"), given).status_code == 302
    other = as_maya.post(url(waiting_case, "allocate"), {"worker": nia.pk, "why": "typed"})
    assert "Allocate is not possible now" in other.content.decode()
    assert "typed" in other.content.decode()
    assert waiting_case.allocations.current().count() == 1


def test_a_link_to_allocate_that_is_out_of_date_leads_to_the_case(as_maya, case):
    answer = as_maya.get(url(case, "allocate"), follow=True)
    assert answer.status_code == 200
    assert "Allocate is not possible now" in answer.content.decode()


@pytest.mark.parametrize("worker", ["", "999999", "nonsense", "1; DROP TABLE", "\x00"])
def test_a_worker_who_is_not_on_the_list_is_refused_in_a_sentence(as_maya, waiting_case, worker):
    answer = as_maya.post(url(waiting_case, "allocate"), {"worker": worker, "why": "kept 𓀀"})
    assert answer.status_code == 200
    assert "Choose the worker" in answer.content.decode()
    assert "kept 𓀀" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["allocate", "reallocate", "wait", "review-waiting", "workers/add"]
)
@pytest.mark.parametrize("key", ["priya", "tom", "sam", "dana", "omar", "dev", "ada"])
def test_these_pages_are_not_there_for_those_who_do_not_manage_the_team(
    client, case, cast, page, key
):
    client.force_login(cast[key])
    assert client.get(url(case, page)).status_code == 404
    assert client.post(url(case, page), {"why": "x"}).status_code == 404


def test_another_teams_manager_gets_404(client, case, leigh):
    lena = User.objects.create_user("lena", name="Lena", role=Role.TEAM_MANAGER, team=leigh)
    client.force_login(lena)
    assert client.get(url(case, "reallocate")).status_code == 404


def test_the_worker_changes_and_there_is_one_at_every_instant(as_maya, case, nia):
    given = {"worker": nia.pk, "why": "Priya moves to another team."}
    as_maya.post(url(case, "reallocate"), given)
    old, new = case.allocations.filter(role="lead").order_by("since")
    assert old.until == new.since
    assert Clock.objects.get(case=case, rule="initial-assessment").owner == nia


def test_changing_the_worker_asks_why(as_maya, case, nia):
    text = as_maya.post(url(case, "reallocate"), {"worker": nia.pk}).content.decode()
    assert "Enter why the worker changes." in text


def test_a_child_goes_back_to_wait_with_a_priority_and_a_reason(as_maya, case):
    given = {"priority": "high", "why": "Priya leaves on Friday; visited today."}
    as_maya.post(url(case, "wait"), given)
    case.refresh_from_db()
    assert (case.state, case.priority, case.worker) == ("waiting", "high", None)
    assert Clock.objects.running().filter(case=case, rule="allocation-review").exists()


@pytest.mark.parametrize("status", ["on-plan", "looked-after"])
def test_a_child_on_a_plan_or_looked_after_cannot_be_put_to_wait(as_maya, case, status):
    """W25, W27: the page says so and names what to do instead; nothing changes."""
    case.status = status
    case.save(update_fields=["status"])
    assert "Name who takes over" in as_maya.get(url(case, "wait")).content.decode()
    answer = as_maya.post(url(case, "wait"), {"priority": "low", "why": "No worker is free."})
    assert "cannot be without a worker: name who takes over" in answer.content.decode()
    assert "No worker is free." in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "open"


@pytest.mark.parametrize("status", ["on-plan", "looked-after"])
def test_the_database_itself_keeps_such_a_child_out_of_the_queue(case, status):
    """W25, W27: whatever writes it."""
    with pytest.raises(IntegrityError, match="does_not_wait"), transaction.atomic():
        case.state, case.status, case.worker = "waiting", status, None
        case.save(update_fields=["state", "status", "worker"])
    with pytest.raises(IntegrityError, match="has_a_worker"), transaction.atomic():
        case.state, case.status, case.worker = "open", status, None
        case.save(update_fields=["state", "status", "worker"])


def test_the_lead_is_not_taken_off_without_a_successor(as_maya, case, maya):
    """W25."""
    lead = case.allocations.current().get(role="lead")
    answer = as_maya.post(f"/cases/{case.reference}/workers/{lead.pk}/end/", {"why": "Leaves"})
    assert "cannot be taken off without a successor" in answer.content.decode()
    lead.refresh_from_db()
    assert lead.until is None


def test_a_second_worker_is_added_and_taken_off(as_maya, case, nia, maya):
    given = {"worker": nia.pk, "role": "second", "why": "Two families in one home."}
    as_maya.post(url(case, "workers/add"), given)
    second = case.allocations.current().get(role="second")
    assert second.worker == nia
    as_maya.post(f"/cases/{case.reference}/workers/{second.pk}/end/", {"why": "Done."})
    second.refresh_from_db()
    assert second.until is not None
    line = case.events.get(key="case.allocation-ended")
    assert line.sentence == "Nia Bowen is no longer second worker"
    with pytest.raises(Refused, match="off this case already"):
        end_allocation(second, by=maya, why="Again")


def test_only_a_manager_of_the_team_adds_a_worker(case, priya, nia, tom):
    with pytest.raises(Refused, match="Only a manager of the team"):
        add_worker(case, by=priya, worker=nia, role="second")


def test_the_weekly_review_writes_a_line_and_starts_the_next_week(as_maya, waiting_case, maya):
    """W27: each review writes a line, with reviewer, priority and words."""
    given = {"priority": "immediate", "why": "Seen by duty today; still no food."}
    as_maya.post(url(waiting_case, "review-waiting"), given)
    waiting_case.refresh_from_db()
    assert waiting_case.last_reviewed_by == maya
    line = waiting_case.events.get(key="case.review-waiting")
    assert (line.by, line.why) == (maya, "Seen by duty today; still no food.")
    assert Clock.objects.filter(case=waiting_case, rule="allocation-review").count() == 2
    assert "Seen by duty today" in as_maya.get(url(waiting_case, "review-waiting")).content.decode()


def test_two_managers_do_not_pass_over_each_others_review(client, waiting_case, maya, grace):
    client.force_login(maya)
    form = client.get(url(waiting_case, "review-waiting")).context["form"]
    client.force_login(grace)
    client.post(url(waiting_case, "review-waiting"), {"priority": "high", "why": "Grace looked."})
    client.force_login(maya)
    given = {"priority": "low", "why": "Maya looked.", "opened": form.initial["opened"]}
    text = client.post(url(waiting_case, "review-waiting"), given).content.decode()
    assert "Grace Adeyemi reviewed this on" in text
    assert "Maya looked." in text
    assert waiting_case.events.filter(key="case.review-waiting").count() == 1


@pytest.mark.parametrize("opened", ["", "nonsense", "2026-02-30T10:00", "2026-03-02T10:00:00"])
def test_a_review_without_a_readable_time_of_opening_is_taken_as_it_is(
    as_maya, waiting_case, opened
):
    given = {"priority": "low", "why": "Looked.", "opened": opened}
    assert as_maya.post(url(waiting_case, "review-waiting"), given).status_code == 302


def test_the_reason_may_be_long_but_not_endless(as_maya, waiting_case):
    given = {"priority": "low", "why": "x" * 4001}
    text = as_maya.post(url(waiting_case, "review-waiting"), given).content.decode()
    assert "must be 4000 characters or fewer" in text


def test_the_wait_that_begins_again_forgets_the_review_of_the_wait_before(case, maya):
    wait(case, by=maya, why="Priya leaves", priority="low", at=MONDAY + hours(5))
    found = Case.objects.get(pk=case.pk)
    assert found.last_reviewed_at is None
    assert found.waiting_since == MONDAY + hours(5)
    assert found.review_is_due(MONDAY + timedelta(days=8))
