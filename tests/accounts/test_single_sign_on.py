"""Single sign-on with a real OpenID Connect provider, started here on loopback."""

import dataclasses
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from oidc_provider_mock import run_server_in_thread

from accounts.claims import connect
from accounts.models import AccountEvent, User
from accounts.single_sign_on import SingleSignOn, parse
from cases.actions.allocation import reallocate
from cases.actions.tasks import set_task
from protection.actions.actions_of_plan import Smart, add_actions
from protection.actions.in_need import begin_in_need_plan
from rules.access import Role

GROUPS = "heads=head-of-service:Children's services, sw-hindley=social-worker:Hindley, sw-leigh=social-worker:Leigh, nowhere=social-worker:No Such Team"


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def council(provider, real, settings):
    """The service, set up for that provider."""
    sso = SingleSignOn(
        "your council account",
        provider,
        "socialcare",
        "secret",
        "oid",
        "groups",
        parse(GROUPS, ValueError),
    )
    use(settings, sso)
    return provider


def use(settings, sso):
    settings.SINGLE_SIGN_ON = sso
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [sso.app], "OAUTH_PKCE_ENABLED": True}
    }


@pytest.fixture
def come(client, council):
    """`come(groups=["sw-hindley"])`: somebody signs in at the provider and comes back."""

    def through(subject="u1", onward="", kept="", **claims):
        said = {
            "oid": f"oid-{subject}",
            "name": "Nia Bowen",
            "preferred_username": "Nia.Bowen@westmere.example",
            "email": "nia.bowen@westmere.example",
            **claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        requests.put(f"{council}/users/{subject}", json=said, timeout=5).raise_for_status()
        page = client.post("/sign-in/council/", {"next": onward, "kept": kept})
        assert page.status_code == 200
        there = page.context["url"]
        back = requests.post(there, data={"sub": subject}, allow_redirects=False, timeout=5)
        address = urlsplit(back.headers["location"])
        return client.get(f"{address.path}?{address.query}")

    return through


def test_an_account_is_made_with_the_role_and_team_of_the_group(client, come, hindley):
    answer = come(groups=["everybody", "sw-hindley"], onward="/welcome/")
    assert answer.url == "/welcome/"
    assert client.get("/welcome/").status_code == 200  # the second factor was at the provider
    nia = User.objects.get(username="nia.bowen@westmere.example")
    assert (nia.name, nia.role, nia.team) == ("Nia Bowen", Role.SOCIAL_WORKER, hindley)
    assert not nia.has_usable_password()
    assert nia.history.get().history_change_reason == "Single sign-on"
    assert [event.sentence for event in nia.account_events.order_by("pk")] == [
        "The service gave Nia Bowen an account as social worker, Hindley",
        "Nia Bowen signed in by single sign-on",
    ]
    text = client.get("/account/").content.decode()
    assert "With your council account" in text and "Add a passkey" not in text
    assert client.get("/account/passkeys/add/").status_code == 404


def test_a_changed_group_changes_the_role_and_team_at_the_next_sign_in(
    client, come, leigh, hindley, maya, case
):
    come(groups=["sw-hindley"])
    nia = User.objects.get(username__startswith="nia")
    reallocate(case, by=maya, worker=nia, why="Nia knows the family.")
    set_task(
        by=maya, what="Ring the school", kind="other", due_on=date(2030, 1, 2), team=hindley,
        owner=nia, case=case,
    )  # fmt: skip
    begin_in_need_plan(case, by=nia, on=timezone.localdate(), at=timezone.now())
    soon = timezone.localdate() + timedelta(days=30)
    smart = Smart("She is warm", "Buy a coat", "Nia", "She has one", soon, nia)
    add_actions(case.in_need_plans.get(), [smart], by=nia, at=timezone.now())
    client.post("/sign-out/")
    # the name and the address are the provider's too; who somebody is, only the id says
    come(groups=["sw-leigh"], name="Nia Bowen-Price", preferred_username="nbp", email=None)
    nia = User.objects.get(pk=nia.pk)
    assert (nia.team, nia.name) == (leigh, "Nia Bowen-Price")
    assert nia.account_events.get(key="move").sentence == (
        "The service moved Nia Bowen-Price from social worker, Hindley to social worker, Leigh"
    )
    # not the child alone: all that she holds, and to whoever manages it
    told = maya.alerts.get(key__startswith="moved:")
    assert "moved by the council's groups and still holds work to hand over" in told.text
    for what in ("Lead worker of a child: 1", "Open task: ", "in a child's plan: 1"):
        assert what in told.text
    assert told.url == f"/staff/{nia.pk}/holds/"
    client.post("/sign-out/")
    come(groups=["sw-leigh", "heads"])  # the first row that fits decides
    assert User.objects.get(pk=nia.pk).role == Role.HEAD_OF_SERVICE


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"groups": ["strangers"]}, "none of your groups there may use this service"),
        ({}, "none of your groups there may use this service"),
        ({"groups": ["nowhere"]}, "the team “No Such Team”, which is not there yet"),
        (
            {"groups": ["sw-leigh"], "oid": None},
            "did not say who you are in the way that was agreed",
        ),
        (
            {"groups": ["sw-leigh"], "preferred_username": "tom", "email": "tom@westmere.example"},
            "There is an account with the user name “tom” already",
        ),
    ],
    ids=lambda value: "",
)
def test_who_may_not_come_in_is_told_why(client, come, tom, claims, says):
    answer = come(**claims)
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert client.get("/welcome/").status_code == 302
    assert not SocialAccount.objects.exists()
    if claims.get("oid", "") is not None:
        assert AccountEvent.objects.get(key="refuse").data["subject"] == "oid-u1"


def test_an_account_that_was_joined_by_the_administrator_is_found(client, come, tom):
    connect(tom, "oid-u1")
    assert come(groups=["sw-leigh"], preferred_username="tom").url == "/"
    assert client.session["_auth_user_id"] == str(tom.pk)


def test_a_group_that_was_lost_and_an_account_that_ended_shut_the_door(client, come):
    come(groups=["sw-leigh"])
    client.post("/sign-out/")
    assert come(groups=["strangers"]).status_code == 403
    nia = User.objects.get(username__startswith="nia")
    nia.is_active = False
    nia.save(update_fields=["is_active"])
    answer = come(groups=["sw-leigh"])
    assert "Your account here has ended" in answer.content.decode()
    assert User.objects.filter(username__startswith="nia").count() == 1


def test_what_was_typed_comes_back_from_the_provider_too(client, come):
    kept = client.post("/sign-out/", {"concern": "typed before"}).context["kept"]
    assert come(groups=["sw-leigh"], kept=kept).url == "/carry-on/"
    assert 'value="typed before"' in client.get("/carry-on/").content.decode()


def test_a_provider_that_is_away_and_an_answer_out_of_the_blue_are_sentences(
    client, council, settings
):
    answer = client.get("/sign-in/council/back/?code=1&state=made-up")
    assert answer.status_code == 403 and "did not answer as it should" in answer.content.decode()
    assert client.get("/sign-in/elsewhere/back/").status_code == 404
    use(settings, dataclasses.replace(settings.SINGLE_SIGN_ON, server="http://localhost:1"))
    answer = client.post("/sign-in/council/")
    assert answer.status_code == 503
    assert "Your council account does not answer" in answer.content.decode()


def test_without_a_provider_there_is_no_such_page(client, real):
    assert client.post("/sign-in/council/").status_code == 404
    assert "council account" not in client.get("/sign-in/").content.decode()
