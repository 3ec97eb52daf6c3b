"""A password alone opens nothing: the second factor, how it is set up, and what stands in for it."""

import re
import time
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.accounts.conftest import SECRET, code


def begin(client, password):
    return client.post("/sign-in/", {"username": "priya", "password": password})


def test_password_and_code_sign_in_and_the_password_alone_does_not(client, password, app, priya):
    assert begin(client, password).url == "/sign-in/second-factor/"
    assert "_auth_user_id" not in client.session
    assert client.get("/welcome/").status_code == 302
    page = client.post("/sign-in/second-factor/", {"code": "000000"}).content.decode()
    assert "That code is not right" in page
    assert client.post("/sign-in/second-factor/", {"code": code(app)}).url == "/"
    assert client.get("/welcome/").status_code == 200
    told = [event.sentence for event in priya.account_events.all()]
    assert "Priya Raman signed in with a second factor" in told
    assert "Priya Raman gave a wrong code for the second factor" in told


def test_a_code_works_once(client, password, app):
    begin(client, password)
    used = code(app)
    client.post("/sign-in/second-factor/", {"code": used})
    client.post("/sign-out/")
    begin(client, password)
    answer = client.post("/sign-in/second-factor/", {"code": used})
    assert "it was used already" in answer.content.decode()


def test_codes_cannot_be_guessed_for_long(client, password, app):
    begin(client, password)
    for _ in range(5):
        client.post("/sign-in/second-factor/", {"code": "000000"})
    answer = client.post("/sign-in/second-factor/", {"code": code(app)})
    assert "There were too many wrong codes. Wait five minutes" in answer.content.decode()


def test_somebody_without_a_second_factor_reaches_its_set_up_and_nothing_else(
    client, password, priya
):
    begin(client, password)
    for address in ("/", "/welcome/", "/my-work/", "/search/", "/account/", "/alerts/"):
        assert client.get(address).url == "/account/second-factor/", address
    assert client.post("/account/sessions/end-others/").url == "/account/second-factor/"
    assert "second factor" in client.get("/account/second-factor/").content.decode()

    page = client.get("/account/authenticator/").content.decode()
    secret = re.search(r'app-key">([A-Z2-7]+)<', page)[1]
    assert "data:image/svg+xml;base64" in page
    wrong = client.post("/account/authenticator/", {"code": "000000"}).content.decode()
    assert "That code is not right" in wrong
    assert client.get("/my-work/").status_code == 302
    answer = client.post("/account/authenticator/", {"code": code(secret)})
    assert answer.url == "/account/recovery-codes/"
    codes = re.findall(r"<li>(\d{8})</li>", client.get(answer.url).content.decode())
    assert len(codes) == 10
    assert client.get("/my-work/").status_code == 200
    # the secret is kept enciphered, the owner is told, and the story says so
    kept = Authenticator.objects.get(user=priya, type="totp").data["secret"]
    assert secret not in kept
    assert priya.alerts.filter(text__startswith="An authenticator app was added").exists()
    assert priya.account_events.filter(key="factor-add").exists()

    # each recovery code signs in once
    client.post("/sign-out/")
    begin(client, password)
    assert client.post("/sign-in/second-factor/", {"code": codes[0]}).url == "/"
    client.post("/sign-out/")
    begin(client, password)
    assert client.post("/sign-in/second-factor/", {"code": codes[0]}).status_code == 200


def test_the_only_second_factor_stays(signed_in, priya):
    page = signed_in.post("/account/authenticator/remove/").content.decode()
    assert "This is your only second factor. Add another one first" in page
    key = Authenticator.objects.create(user=priya, type="webauthn", data={"name": "Laptop"})
    assert signed_in.post("/account/authenticator/remove/").url == "/account/"
    assert not Authenticator.objects.filter(user=priya, type="totp").exists()
    assert signed_in.post(f"/account/passkeys/{key.pk}/remove/").url == "/account/"
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_a_change_long_after_signing_in_asks_for_the_password_again(
    signed_in, priya, password, monkeypatch
):
    now = time.time()
    monkeypatch.setattr("accounts.adapters.time.time", lambda: now + 3600)
    answer = signed_in.get("/account/recovery-codes/new/")
    assert answer.status_code == 404  # none were made yet
    answer = signed_in.get("/account/passkeys/add/")
    assert unquote(answer.url) == "/account/confirm/?next=/account/passkeys/add/"
    wrong = signed_in.post("/account/confirm/", {"password": "wrong", "next": "/account/"})
    assert "The password is not right" in wrong.content.decode()
    monkeypatch.undo()
    right = signed_in.post("/account/confirm/?next=/account/passkeys/add/", {"password": password})
    assert right.url == "/account/passkeys/add/"


def test_an_earlier_key_of_the_service_still_opens_the_secrets(client, password, app, settings):
    old, settings.SECRET_KEY = settings.SECRET_KEY, "a new key that nobody has seen before " * 2
    settings.SECRET_KEY_FALLBACKS = [old]
    begin(client, password)
    assert client.post("/sign-in/second-factor/", {"code": code(app)}).url == "/"


def test_nothing_of_the_library_is_there_that_is_not_wanted(client, real):
    for address in ("/accounts/signup/", "/accounts/email/", "/accounts/login/", "/signup/"):
        assert client.get(address).status_code in (302, 404)
        assert "/sign-in/" in client.get(address, follow=False).headers.get("Location", "/sign-in/")


@pytest.mark.parametrize(
    "posted", [{}, {"credential": "{"}, {"credential": '{"id": 1}'}, {"code": ""}]
)
def test_what_is_no_answer_at_all_is_a_sentence(client, password, app, posted):
    begin(client, password)
    assert client.post("/sign-in/second-factor/", posted).status_code == 200
    if "code" not in posted:
        assert client.post("/sign-in/passkey/", posted).status_code == 302
    cache.clear()
    assert app == SECRET
