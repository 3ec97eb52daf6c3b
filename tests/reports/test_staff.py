"""Joiners, movers and leavers: the system administrator's pages, each act written down with why."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.models import AccountEvent, Post, Session, User
from cases.actions import staff as act
from cases.actions.absences import record_absence
from cases.actions.allocation import add_worker, reallocate
from cases.actions.tasks import hand_over_task, set_task
from cases.held import held_by
from tests.conftest import MONDAY, days
from workflow.engine import Refused


def page(client, url_name, user, **data):
    return client.post(reverse(url_name, kwargs={"pk": user.pk}), data, follow=True)


@pytest.fixture
def admin(client, ada):
    client.force_login(ada)
    return client


NIA = {
    "name": "Nia Bowen",
    "username": "Nia.Bowen",
    "email": "nia@westmere.example",
    "role": "social-worker",
    "registration": "SW20001",
    "fte": "0.8",
    "why": "Starts on Monday.",
}


def test_a_joiner_gets_an_account_and_chooses_the_password(admin, ada, hindley, client):
    vacant = Post.objects.create(
        team=hindley, title="Social worker", role="social-worker", since=MONDAY.date()
    )
    answer = admin.post("/staff/add/", NIA)
    assert "A social worker belongs to a team: choose one." in answer.content.decode()
    assert 'value="Nia Bowen"' in answer.content.decode()
    answer = admin.post("/staff/add/", {**NIA, "team": hindley.pk}, follow=True)
    nia = User.objects.get(username="nia.bowen")
    assert answer.redirect_chain[-1][0] == f"/staff/{nia.pk}/"
    assert (nia.team, nia.role, str(nia.fte)) == (hindley, "social-worker", "0.80")
    assert not nia.has_usable_password()
    assert (nia.history.get().history_user, nia.history.get().history_change_reason) == (
        ada,
        "Starts on Monday.",
    )
    event = nia.account_events.get()
    assert event.sentence == "Ada Nowak gave Nia Bowen an account as social worker, Hindley"
    assert (event.by, event.why) == (ada, "Starts on Monday.")
    vacant.refresh_from_db()
    assert vacant.holder == nia
    # twice is refused; without e-mail the link is shown once, to be handed over
    again = admin.post("/staff/add/", {**NIA, "team": hindley.pk})
    assert "user name “nia.bowen” already" in again.content.decode()
    shown = admin.post(f"/staff/{nia.pk}/link/").content.decode()
    assert f"/password/{''}" in shown and "It works once and is not shown again" in shown
    # nobody types a password for somebody else
    for name in ("staff-add", "staff-link", "staff-change"):
        kwargs = {} if name == "staff-add" else {"pk": nia.pk}
        assert 'type="password"' not in admin.get(reverse(name, kwargs=kwargs)).content.decode()


def test_the_list_finds_people_and_tells_who_has_left(admin, priya, tom):
    text = admin.get("/staff/?q=farr").content.decode()
    assert "Tom Farrow" in text and "Priya Raman" not in text
    tom.is_active = False
    tom.save(update_fields=["is_active"])
    assert "Tom Farrow" not in admin.get("/staff/?q=farr").content.decode()
    assert "Tom Farrow" in admin.get("/staff/?who=left").content.decode()
    assert "Priya Raman" in admin.get("/staff/?who=bare").content.decode()
    assert "Nobody fits that." in admin.get("/staff/?who=locked").content.decode()
    assert "Nobody fits that." in admin.get("/staff/?q=%00zzz&page=zz").content.decode()


def test_details_change_with_why_and_the_history_says_who(admin, ada, priya):
    given = {"name": "Priya Raman-Lee", "email": "p@westmere.example", "fte": "2", "why": ""}
    text = page(admin, "staff-change", priya, **given).content.decode()
    assert "Hours are a number from 0.1 to 1" in text and "Enter why" in text
    page(admin, "staff-change", priya, **{**given, "fte": "0.6", "why": "Married."})
    priya.refresh_from_db()
    assert (priya.name, str(priya.fte)) == ("Priya Raman-Lee", "0.60")
    event = priya.account_events.get(key="change")
    assert event.sentence == (
        "Ada Nowak changed Priya Raman-Lee's details: name, e-mail, registration, hours"
    )
    assert priya.history.first().history_user == ada


@pytest.fixture
def laden(case, priya, maya, tom, tell, hindley):
    """Priya leads a child, is asked something, covers Tom, and has had an answer to give."""
    from cases.actions.contacts import ChildTold

    task = set_task(
        by=maya,
        case=case,
        what="Ring the school",
        kind="other",
        owner=priya,
        team=hindley,
        due_on=(MONDAY + days(365 * 5)).date(),
        at=MONDAY,
    )
    told = tell(at=MONDAY + days(1), children=[ChildTold(person=case.person)])
    absence = record_absence(tom, by=tom, since=MONDAY.date(), until=None, cover=priya, at=MONDAY)
    return case, task, told.children.get(), absence


def test_a_leaver_with_work_is_refused_with_the_list_and_leaves_when_it_is_handed_over(
    admin, ada, priya, maya, sam, laden, client, leigh
):
    case, task, child, absence = laden
    Authenticator.objects.create(user=priya, type="totp", data={"secret": "x"})
    other = client.__class__()
    other.force_login(priya)
    text = page(admin, "staff-end", priya, why="Goes to Leigh").content.decode()
    for line in (
        "Priya Raman still holds work that has to be handed over first.",
        "Lead worker of a child: 1",
        "Open task: 1",
        "New information to answer: 1",
        "Colleague whom they cover: 1",
        f"Case {case.reference}",
        "A manager of the team gives the child to another worker.",
    ):
        assert line in text, line
    assert "Ellie" not in text and "Marsden" not in text
    priya.refresh_from_db()
    assert priya.is_active

    # the managers are told, and reach each place where it is handed over
    assert "Told: Maya Lindqvist" in page(admin, "staff-ask", priya).content.decode()
    assert maya.alerts.filter(url=f"/staff/{priya.pk}/holds/").exists()
    manager = client.__class__()
    manager.force_login(maya)
    text = manager.get(f"/staff/{priya.pk}/holds/").content.decode()
    for address in (
        reverse("case-reallocate", kwargs={"reference": case.reference}),
        reverse("task-detail", kwargs={"pk": task.pk}),
        reverse("absence-cover", kwargs={"pk": absence.pk}),
    ):
        assert f'href="{address}"' in text
        if "absence" not in address:  # Tom's manager names another cover for Tom
            assert manager.get(address).status_code == 200

    nia = User.objects.create(
        username="nia", name="Nia Bowen", role="social-worker", team=case.team
    )
    reallocate(case, by=maya, worker=nia, why="Priya leaves", at=MONDAY + days(2))
    hand_over_task(task, by=maya, owner=nia, why="Priya leaves", at=MONDAY + days(2))
    child.owner = nia
    child.save(update_fields=["owner"])
    absence.cover = nia
    absence.save(update_fields=["cover"])
    assert held_by(priya) == []

    text = page(admin, "staff-end", priya, why="New post elsewhere").content.decode()
    assert "Priya Raman&#x27;s account has ended" in text
    priya.refresh_from_db()
    assert not priya.is_active
    # at once and everywhere
    assert not Session.objects.filter(user=priya).exists()
    assert other.get("/my-work/").url == "/sign-in/?next=/my-work/"
    assert not Authenticator.objects.filter(user=priya).exists()
    assert Post.objects.filter(team=case.team, holder=None).exists()
    event = priya.account_events.get(key="leave")
    assert (event.by, event.why) == (ada, "New post elsewhere")
    # nobody is given work who has left
    with pytest.raises(Refused, match="has left"):
        reallocate(case, by=maya, worker=priya, why="Back?")


def test_a_mover_hands_over_first_and_a_promotion_without_cases_needs_nothing(
    admin, ada, priya, tom, maya, leigh, hindley, case
):
    text = page(admin, "staff-move", priya, role="social-worker", team=leigh.pk, why="Moves")
    assert "still holds work that has to be handed over first" in text.content.decode()
    # a role that carries cases too, in the same team, takes the cases along
    page(admin, "staff-move", priya, role="senior-practitioner", team=hindley.pk, why="Promoted")
    priya.refresh_from_db()
    assert (priya.role, priya.team) == ("senior-practitioner", hindley)
    with pytest.raises(Refused, match="still holds work"):
        act.move(priya, by=ada, role="team-manager", team=hindley, why="Promoted again")
    page(admin, "staff-move", tom, role="team-manager", team=hindley.pk, why="Covers for Maya")
    tom.refresh_from_db()
    assert tom.account_events.get(key="move").sentence == (
        "Ada Nowak moved Tom Farrow from social worker, Leigh to team manager, Hindley"
    )
    assert [post.title for post in tom.posts.all()] == ["Team manager"]


def test_second_worker_and_drafts_count_as_held(case, priya, maya, tom, hindley):
    from assessments.actions.begin import start

    nia = User.objects.create(username="nia", name="Nia Bowen", role="social-worker", team=hindley)
    start(case, "initial", by=priya, at=MONDAY + days(1))
    add_worker(case, by=maya, worker=nia, role="second", at=MONDAY + days(1))
    assert {each.kind.key for each in held_by(priya)} == {"lead", "draft"}
    assert [each.kind.key for each in held_by(nia)] == ["beside"]
    reallocate(case, by=maya, worker=nia, why="Knows the family", at=MONDAY + days(2))
    assert held_by(priya) == []  # the draft went with the child


def test_nobody_ends_or_moves_themselves_and_nobody_else_may(ada, maya, tom, leigh):
    for do in (act.leave, act.reset_factors):
        with pytest.raises(Refused, match="ask another system administrator"):
            do(ada, by=ada, why="Tired")
        with pytest.raises(Refused, match="Only a system administrator"):
            do(tom, by=maya, why="Tired")
    with pytest.raises(Refused) as refused:
        act.move(tom, by=maya, role="boss", team=None, why=" ")
    assert refused.value.reasons == [
        "Only a system administrator may do this.",
        "Say why.",
        "Choose a role.",
    ]


def test_a_returner_begins_without_the_old_password(admin, ada, tom, leigh):
    tom.set_password("a long enough password")
    tom.is_active = False
    tom.save(update_fields=["is_active", "password"])
    page(admin, "staff-return", tom, role="social-worker", team=leigh.pk, why="Is back")
    tom.refresh_from_db()
    assert tom.is_active and not tom.has_usable_password()
    assert tom.account_events.get(key="return").why == "Is back"


def test_lost_factors_are_taken_away_and_a_lock_is_opened(admin, priya, client, rf):
    from axes.models import AccessAttempt
    from django.utils import timezone

    Authenticator.objects.create(user=priya, type="totp", data={"secret": "x"})
    other = client.__class__()
    other.force_login(priya)
    page(admin, "staff-reset-factors", priya, why="Lost her telephone; seen in the office")
    assert not Authenticator.objects.filter(user=priya).exists()
    assert other.get("/my-work/").status_code == 302
    assert priya.alerts.filter(text__startswith="Your second factors were taken away").exists()
    AccessAttempt.objects.create(
        username="priya", ip_address="192.0.2.1", failures_since_start=5,
        attempt_time=timezone.now(), get_data="", post_data="", path_info="/sign-in/",
        user_agent="", http_accept="",
    )  # fmt: skip
    assert "Locked out" in admin.get(f"/staff/{priya.pk}/").content.decode()
    assert "Priya Raman" in admin.get("/staff/?who=locked").content.decode()
    page(admin, "staff-unlock", priya, why="She rang")
    assert "Locked out" not in admin.get(f"/staff/{priya.pk}/").content.decode()
    assert priya.account_events.get(key="unlock").why == "She rang"


def test_an_account_is_joined_to_the_single_sign_on_and_its_password_ends(
    admin, ada, tom, leigh, settings
):
    from accounts.single_sign_on import SingleSignOn, parse

    groups = parse("sw=social-worker:Leigh", ValueError)
    settings.SINGLE_SIGN_ON = SingleSignOn("x", "https://id", "c", "s", "sub", "groups", groups)
    AccountEvent.objects.create(key="refuse", data={"username": "tom", "subject": "oid-7"})
    assert "?uid=oid-7" in admin.get(f"/staff/{tom.pk}/").content.decode()
    page(admin, "staff-connect", tom, uid="oid-7", why="Moves to the council's sign-in")
    tom.refresh_from_db()
    assert tom.socialaccount_set.get().uid == "oid-7" and not tom.has_usable_password()
    for do in (
        lambda: act.join_to_single_sign_on(tom, by=ada, uid="oid-7", why="Again"),
        lambda: act.move(tom, by=ada, role="support-worker", team=leigh, why="Other work"),
        lambda: act.give_link(tom, by=ada),
    ):
        with pytest.raises(Refused, match=r"single sign-on|joined"):
            do()


def test_an_accounts_story_is_only_ever_added_to(tom):
    from django.db import IntegrityError, transaction

    event = AccountEvent.objects.create(user=tom, key="leave")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountEvent.objects.filter(pk=event.pk).update(why="never happened")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()
