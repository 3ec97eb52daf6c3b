"""What every answer says to the browser, how large a request may be and how often it may come."""

import re

import pytest
from django.conf import settings as service
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from rules.documents import LARGEST
from rules.throttles import THROTTLES, throttles_of
from socialcare import guard
from tests.access.records import make_records, make_things
from tests.access.table import pages
from tests.test_access import OPEN_TO_ALL

SAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}


def wrong_with(answer) -> list[str]:
    """What an answer of ours should say and does not."""
    wrong = [name for name, value in SAYS.items() if answer.get(name) != value]
    if "no-store" not in answer.get("Cache-Control", ""):
        wrong.append("Cache-Control")
    policy = answer.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or re.search(r"unsafe|\*|https?:", policy):
        wrong.append(f"Content-Security-Policy: {policy}")
    devices = answer.get("Permissions-Policy", "")
    if (
        "camera=()" not in devices
        or "microphone=()" not in devices
        or "geolocation=()" not in devices
    ):
        wrong.append("Permissions-Policy")
    for name, cookie in answer.cookies.items():
        if name not in (service.SESSION_COOKIE_NAME, service.CSRF_COOKIE_NAME):
            wrong.append(f"a cookie called {name}")
        elif not (cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"]):
            wrong.append(f"the cookie {name}")
    return wrong


def test_every_page_says_it_all(cast):
    """Every named page of the table of access, to somebody who has it and to somebody who has not."""
    records, things = make_records(cast)["own"], make_things(cast)
    clients = {None: Client()}
    wrong = {}
    for page in pages():
        arguments = page.of(records) if page.of else page.at(things) if page.at else {}
        address = reverse(page.name, kwargs=arguments)
        for who in (next(iter(page.who), None) if page.walked else None, None):
            if who not in clients:
                clients[who] = Client()
                clients[who].force_login(cast[who])
            answer = clients[who].get(address)
            if said := wrong_with(answer):
                wrong[page.name, who] = answer.status_code, said
            if answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
                text = answer.content.decode()
                if re.search(
                    r"<(script|style)(?![^>]*(\bsrc=|type=\"application/json\"))[^>]*>|\son\w+=\"|\sstyle=\"",
                    text,
                ):
                    wrong[page.name, who] = "a script or style of its own"
    for name, arguments in OPEN_TO_ALL.items():
        if said := wrong_with(clients[None].get(reverse(name, kwargs=arguments))):
            wrong[name, None] = said
    assert wrong == {}


def test_what_goes_wrong_says_it_all(client, priya):
    client.force_login(priya)
    assert wrong_with(client.get("/no/such/page/")) == []
    assert wrong_with(client.post(reverse("home"), {}, HTTP_HOST="elsewhere.example")) == []
    assert client.get("/", HTTP_HOST="elsewhere.example").status_code == 400


def test_cookies_over_https_are_this_hosts_alone(client, cast):
    """As `socialcare.settings` names them where HTTPS is on; its own test starts it so."""
    secure = {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
    }
    with override_settings(**secure, DEMO=True):
        answer = client.post(reverse("sign-in"), {"as": "priya"}, secure=True)
        cookie = answer.cookies["__Host-sessionid"]
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_more_than_any_form_holds_is_not_read(client, priya, case):
    client.force_login(priya)
    page = reverse("document-add", args=[case.reference])
    answer = client.post(page, {"file": SimpleUploadedFile("a.pdf", bytes(LARGEST + 2_000_000))})
    assert answer.status_code == 413
    assert "at most 21 MB" in answer.content.decode()
    assert wrong_with(answer) == []
    for odd in ("-1", "many", "9" * 30):
        assert client.post(page, {}, CONTENT_LENGTH=odd).status_code == 413


# --- how often ----------------------------------------------------------------------------------
@pytest.fixture
def counting(settings, monkeypatch):
    """The limits at work, which other tests go without, from the first second of a window."""
    at = settings.MIDDLEWARE.index("accounts.middleware.SignInRequired") + 1
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:at],
        "socialcare.guard.Throttled",
        *settings.MIDDLEWARE[at:],
    ]
    clock = [1_800_000_000.0 - 1_800_000_000 % 600]
    monkeypatch.setattr(guard.time, "time", lambda: clock[0])
    guard.cache.clear()
    yield clock
    guard.cache.clear()


def test_who_searches_too_often_waits_and_their_colleague_does_not(counting, client, dana, sam):
    client.force_login(dana)
    page = f"{reverse('search')}?q=x"
    statuses = {client.get(page).status_code for _ in range(throttles_of("search")[0].a_person)}
    assert statuses == {200}
    counting[0] += 20
    answer = client.get(page)
    assert (answer.status_code, answer["Retry-After"]) == (429, "40")
    assert "Please wait 40 seconds" in answer.content.decode()
    assert wrong_with(answer) == []
    assert client.get(reverse("duty-desk")).status_code == 200
    other = Client()
    other.force_login(sam)  # of the same council, behind the same address
    assert other.get(page).status_code == 200
    counting[0] += 40
    assert client.get(page).status_code == 200


def test_without_a_cache_nobody_is_refused(counting, client, dana, monkeypatch):
    def away(*args, **kwargs):
        raise guard.RedisError

    monkeypatch.setattr(guard.cache, "add", away)
    client.force_login(dana)
    assert client.get(reverse("search")).status_code == 200


def test_a_limit_names_pages_that_exist_and_an_address_bears_a_council():
    named = {page.name for page in pages()}
    for row in THROTTLES:
        assert set(row.pages) <= named
        assert row.an_address >= 50 * row.a_person


def test_the_address_of_a_reader_is_what_our_own_proxy_says(settings, rf):
    seen = []
    through = guard.Guard(
        lambda request: seen.append(request.META["REMOTE_ADDR"]) or guard.HttpResponse()
    )
    told = {"HTTP_X_FORWARDED_FOR": "6.6.6.6, 192.0.2.7, 10.0.0.9", "REMOTE_ADDR": "10.0.0.1"}
    for proxies in (0, 1, 2, 9):
        settings.PROXIES = proxies
        through(rf.get("/", **told))
    assert seen == ["10.0.0.1", "10.0.0.9", "192.0.2.7", "10.0.0.1"]
