from django.urls import reverse

from accounts.kept import keep
from accounts.models import Session
from tests.accounts.conftest import code


def test_one_click_signs_in_as_one_of_the_cast_in_the_demo(client, priya, settings):
    settings.DEMO = True
    page = client.get(reverse("sign-in"))
    assert "Priya Raman" in page.content.decode()
    client.post(reverse("sign-in"), {"as": "priya"})
    assert client.session["_auth_user_id"] == str(priya.pk)


def test_one_click_is_not_there_outside_the_demo(client, priya, settings):
    settings.DEMO = False
    assert "Priya Raman" not in client.get(reverse("sign-in")).content.decode()
    client.post(reverse("sign-in"), {"as": "priya"})
    assert "_auth_user_id" not in client.session


def test_a_password_signs_in_and_a_wrong_one_is_a_sentence(client, password):
    page = client.post(reverse("sign-in"), {"username": "priya", "password": "wrong"})
    assert "The user name or the password is not right." in page.content.decode()
    assert (
        client.post(reverse("sign-in"), {"username": "priya", "password": password}).status_code
        == 302
    )


def test_somebody_who_has_left_cannot_sign_in(client, password, priya):
    priya.is_active = False
    priya.save(update_fields=["is_active"])
    client.post(reverse("sign-in"), {"username": "priya", "password": password})
    assert "_auth_user_id" not in client.session


def test_a_page_asks_for_a_sign_in_and_comes_back_to_where_one_was(client, password, app):
    answer = client.get("/welcome/")
    assert answer.url == "/sign-in/?next=/welcome/"
    assert 'name="next" value="/welcome/"' in client.get(answer.url).content.decode()
    client.post("/sign-in/", {"username": "priya", "password": password, "next": "/welcome/"})
    answer = client.post("/sign-in/second-factor/", {"code": code(app)})
    assert answer.url == "/welcome/"


def test_what_one_person_typed_is_not_sent_in_anothers_name(client, password, app, tom):
    """The session of Tom, at the same machine, ran out; Priya signs in from his page."""
    client.force_login(tom)
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    kept = client.post("/sign-out/", {"concern": "Tom's words"}).context["kept"]
    client.post("/sign-in/", {"username": "priya", "password": password, "kept": kept})
    client.post("/sign-in/second-factor/", {"code": code(app)})
    text = client.get("/carry-on/").content.decode()
    assert "That was somebody else's page" in text and "Tom&#x27;s words" not in text


def test_signing_in_never_leads_to_another_site(client, password):
    answer = client.post(
        "/sign-in/", {"username": "priya", "password": password, "next": "https://evil.example/"}
    )
    assert answer.url == "/"
    assert "evil" not in client.get("/sign-in/?next=https://evil.example/").content.decode()


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(client, password, app):
    answer = client.post("/sign-out/", {"concern": "He said <b>no</b>", "child": ["one", "two"]})
    assert answer.status_code == 401
    kept = answer.context["kept"]
    client.post("/sign-in/", {"username": "priya", "password": password, "kept": kept})
    answer = client.post("/sign-in/second-factor/", {"code": code(app)})
    assert answer.url == "/carry-on/"
    text = client.get("/carry-on/").content.decode()
    assert 'name="concern" value="He said &lt;b&gt;no&lt;/b&gt;"' in text
    assert text.count('name="child"') == 2
    assert 'action="/sign-out/"' in text
    assert client.get("/carry-on/").url == "/"  # once


def test_a_forged_package_of_typed_text_is_ignored(client, password, rf):
    kept = keep(rf.post("/sign-out/", {"a": "b"}))
    answer = client.post(
        "/sign-in/", {"username": "priya", "password": password, "kept": kept[:-2] + "xx"}
    )
    assert answer.status_code == 302


def test_an_out_of_date_page_gives_back_what_was_typed(priya):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(priya)
    answer = client.post(
        "/sign-out/", {"concern": "typed"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 403
    assert 'name="concern" value="typed"' in answer.content.decode()
    # a post from another site is shown nothing of itself
    answer = client.post(
        "/sign-out/", {"concern": "typed"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "typed" not in answer.content.decode().replace("What you typed", "")


def test_the_demo_never_asks_for_a_second_factor_and_elsewhere_one_click_is_gone(
    client, settings, priya
):
    settings.DEMO = True
    client.post("/sign-in/", {"as": "priya"})
    assert client.get("/welcome/").status_code == 200
    # the same session is worth nothing once the demo is turned off
    settings.DEMO = False
    assert client.get("/welcome/").url == "/account/second-factor/"


def test_home_is_each_roles_own_first_page(client, leo):
    client.force_login(leo)
    assert client.get("/").url == "/welcome/"
    assert client.get("/welcome/").status_code == 200
