"""A task: set, done, given to somebody else, cancelled."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import Alert
from cases.actions.closing import close
from cases.actions.tasks import hand_over_task, set_task
from cases.models import Case, Task
from tests.conftest import MONDAY, days
from workflow.engine import Refused


@pytest.fixture
def task(case, maya, priya, hindley):
    return set_task(
        by=maya,
        case=case,
        what="Ring the school",
        kind="ask-agency",
        owner=priya,
        team=hindley,
        due_on=date(2099, 1, 5),
        at=MONDAY,
    )


@pytest.fixture
def send(client, task):
    def post(user, **given):
        client.force_login(user)
        return client.post(reverse("task-detail", args=[task.pk]), given, follow=True)

    return post


def test_nobody_who_has_left_is_given_a_task_and_the_refusal_says_so(
    task, case, maya, priya, hindley, tom
):
    gone = User.objects.create(
        username="gone", name="Gil Gone", role="social-worker", team=hindley, is_active=False
    )
    before = Task.objects.count()
    with pytest.raises(Refused, match=r"Gil Gone has left\. Choose somebody else"):
        set_task(
            by=maya, case=case, what="Ring", kind="other", owner=gone, team=hindley,
            due_on=date(2099, 1, 5), at=MONDAY,
        )  # fmt: skip
    with pytest.raises(Refused, match="Gil Gone has left"):
        hand_over_task(task, by=maya, owner=gone, why="Busy.", at=MONDAY)
    task.refresh_from_db()
    assert (task.owner, Task.objects.count()) == (priya, before)


def test_no_task_is_set_on_a_case_that_closed_meanwhile(waiting_case, maya, priya, hindley):
    """Its clock would run on a case that nobody works on."""
    stale = Case.objects.get(pk=waiting_case.pk)
    close(waiting_case, by=maya, reason="RC8", summary="Done.", at=MONDAY + days(1))
    with pytest.raises(Refused, match=r"The case is closed\."):
        set_task(
            by=maya, case=stale, what="Ring", kind="other", owner=priya, team=hindley,
            due_on=date(2099, 1, 5), at=MONDAY + days(1),
        )  # fmt: skip
    assert not Task.objects.exists()


def test_a_task_is_set_from_the_case(client, case, priya, maya):
    client.force_login(maya)
    url = reverse("case-task-set", args=[case.reference])
    page = client.get(url)
    token = page.context["form"]["token"].value()
    form = {
        "what": "Ring the school",
        "kind": "ask-agency",
        "owner": priya.pk,
        "due_on": "in two weeks",
        "token": token,
    }
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302
    assert Task.objects.get().owner == priya
    assert Alert.objects.filter(recipient=priya, text__startswith="You have been given").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"what": ""},
        {"what": "x" * 201},
        {"kind": "nonsense"},
        {"due_on": "yesterday"},
        {"due_on": "31/2/2027"},
        {"owner": "99999999"},
        {"owner": "abc"},
    ],
)
def test_a_task_that_cannot_be_is_refused(client, case, maya, given):
    client.force_login(maya)
    form = {"what": "Ring", "kind": "other", "owner": "", "due_on": "tomorrow", **given}
    page = client.post(reverse("case-task-set", args=[case.reference]), form)
    assert "There is a problem" in page.content.decode()
    assert not Task.objects.exists()


def test_a_task_is_given_only_to_those_who_can_do_one(client, case, maya, tom, ada):
    client.force_login(maya)
    page = client.get(reverse("case-task-set", args=[case.reference])).content.decode()
    assert tom.name not in page and ada.name not in page


def test_a_task_is_done_with_a_sentence_on_what_was_done(send, task, priya):
    assert "Enter what was done" in send(priya, verb="complete", outcome="").content.decode()
    send(priya, verb="complete", outcome="They have seen nothing.")
    task.refresh_from_db()
    assert (task.state, task.outcome) == ("done", "They have seen nothing.")


def test_a_task_already_done_is_not_done_again(send, task, priya):
    send(priya, verb="complete", outcome="Once.")
    page = client_page(send(priya, verb="complete", outcome="Twice."))
    assert "Nothing was changed" in page
    task.refresh_from_db()
    assert task.outcome == "Once."


def client_page(answer):
    return answer.content.decode()


def test_a_late_task_asks_why_it_is_late(client, case, maya, priya, hindley):
    late = set_task(
        by=maya,
        case=case,
        what="Ring",
        kind="other",
        owner=priya,
        team=hindley,
        due_on=(MONDAY + days(2)).date(),
        at=MONDAY,
    )
    client.force_login(priya)
    url = reverse("task-detail", args=[late.pk])
    form = {"verb": "complete", "outcome": "Done."}
    assert "Enter why it is late" in client.post(url, form).content.decode()
    assert client.post(url, {**form, "late_reason": "I was ill."}).status_code == 302


def test_a_task_is_given_to_a_colleague_who_then_has_it(send, task, priya, maya, case):
    from accounts.models import User

    colleague = User.objects.create(
        username="noor", name="Noor Aziz", role="social-worker", team=case.team
    )
    page = send(priya, verb="hand-over", owner=colleague.pk, why="On leave.")
    assert "who has been told" in client_page(page), client_page(page)[3000:9000]
    task.refresh_from_db()
    assert task.owner == colleague
    assert Alert.objects.filter(recipient=colleague).exists()


def test_a_manager_cancels_a_task_and_the_worker_cannot(send, task, priya, maya):
    assert "Nothing was changed" in send(priya, verb="cancel", why="Bored").content.decode()
    send(maya, verb="cancel", why="The school rang us.")
    task.refresh_from_db()
    assert task.state == "cancelled"


def test_a_task_of_another_team_does_not_exist(client, task, tom):
    client.force_login(tom)
    assert client.get(reverse("task-detail", args=[task.pk])).status_code == 404
    form = {"verb": "complete", "outcome": "x"}
    assert client.post(reverse("task-detail", args=[task.pk]), form).status_code == 404


def test_whoever_was_given_a_task_opens_it_without_opening_the_case(client, task, tom, maya):
    hand_over_task(task, by=maya, owner=tom, why="He knows the school.")
    client.force_login(tom)
    page = client.get(reverse("task-detail", args=[task.pk]))
    assert page.status_code == 200
    assert reverse("case-detail", args=[task.case.reference]) not in page.content.decode()
