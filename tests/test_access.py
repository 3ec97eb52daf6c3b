"""Who gets which page: every named URL × the cast × the kinds of a child's record. A page that is
missing from the table (`tests/access/pages_….py`) fails.

What may not be seen does not exist: 404, never 403. A page that only takes posts answers 405 to
those who may use it.
"""

import re
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.cast import assemble
from tests.access.records import make_records, make_things
from tests.access.table import EVERYBODY, KINDS, Page, pages
from tests.sweeps.stood import watched

OPEN_TO_ALL: dict[str, dict[str, str]] = {
    "sign-in": {},
    "account_login": {},
    "mfa_authenticate": {},  # nobody is half-way in: back to the sign-in page
    "mfa_login_webauthn": {},
    "single-sign-on": {},  # no provider is set up: there is no such page
    "openid_connect_callback": {"provider_id": "council"},
    "password-forgotten": {},
    "password-link": {"uidb64": "MQ", "token": "made-up"},
    "accessibility": {},
}
"""What somebody who is not signed in reaches; none of it shows a record."""
PAGES = pages()


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    """A record of each kind and the rest, made once for all of this file and rolled back."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        cast = assemble()
        made = make_records(cast), make_things(cast)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def _addresses(page: Page, everything: Any) -> dict[str, str]:
    """The page's address for each kind of record; one alone where it is not about a child."""
    records, things = everything
    if page.of:
        return {kind: reverse(page.name, kwargs=page.of(records[kind])) for kind in KINDS}
    return {"own": reverse(page.name, kwargs=page.at(things) if page.at else {})}


def _names(patterns, found):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _names(pattern.url_patterns, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_every_named_page_is_in_the_table_once():
    listed = [page.name for page in PAGES]
    assert _names(get_resolver().url_patterns, set()) - set(listed) - set(OPEN_TO_ALL) == set()
    assert sorted(listed) == sorted(set(listed))


@pytest.fixture
def unwritten(monkeypatch):
    """Who gets a page is settled before its words are written: without them the walk over thousands
    of addresses takes a third of the time. `unwritten(False)` writes them again."""
    write = Template.render

    def switch(on: bool) -> None:
        monkeypatch.setattr(Template, "render", (lambda *args: "") if on else write)

    return switch


@pytest.mark.parametrize("key", EVERYBODY)
def test_each_of_the_cast_gets_their_pages_and_the_rest_does_not_exist(
    key, everything, client, cast, unwritten
):
    """And every look at a child's record is in the access log, by one insert at the most."""
    client.force_login(cast[key])
    wrong = {}
    for page in PAGES:
        if not page.walked:
            continue
        for kind, address in _addresses(page, everything).items():
            # what somebody may read is written out once, so that no page fails in its words
            unwritten(kind != "own" or key not in page.who)
            with watched() as writes:
                status = client.get(address).status_code
            got = "a page" if status in (200, 302, 405) else status
            looks = writes.tables.count("audit_access")
            if looks > 1 or (page.of and status == 200 and not looks):
                wrong[page.name, kind] = f"{looks} lines in the access log"
            if got != ("a page" if key in page.who_for(kind) else 404):
                wrong[page.name, kind] = got
    assert wrong == {}


def test_nobody_gets_a_page_without_signing_in(everything, client, db):
    for page in PAGES:
        for address in _addresses(page, everything).values():
            answer = client.get(address)
            assert (answer.status_code, answer.url[:9]) == (302, "/sign-in/"), page.name


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_a_page_open_to_all_is_open(name, client, cast):
    answer = client.get(reverse(name, kwargs=OPEN_TO_ALL[name]))
    # never on to the sign-in page in order to come back here
    assert answer.status_code in (200, 404, 410) or answer.url == "/sign-in/"


@pytest.mark.sweep
def test_what_may_not_be_seen_answers_as_what_was_never_there(everything, client, cast):
    """Word for word and header for header, asked for and sent to: nothing tells that it exists."""
    restricted = everything[0]["restricted"]
    client.force_login(cast["grace"])
    told = {}
    for page in PAGES:
        who = page.who_for("restricted") if page.of else set()
        if not who or "grace" in who:
            continue
        there = page.of(restricted)
        nowhere = {name: _nobodys(name, value) for name, value in there.items()}
        for method in ("get", "post"):
            answers = []
            for arguments in (there, nowhere):
                answer = getattr(client, method)(reverse(page.name, kwargs=arguments))
                answers.append(
                    (answer.status_code, _SECRET.sub("", answer.content.decode()), answer.headers)
                )
            if answers[0][:2] != answers[1][:2] or set(answers[0][2]) != set(answers[1][2]):
                told[page.name, method] = [answer[0] for answer in answers]
    assert told == {}


_SECRET = re.compile(r'(value|content|nonce)="[^"]*"')


def _nobodys(name: str, value: Any) -> Any:
    """A reference, a key or a number that nobody has, of the same shape."""
    if name == "reference":
        return f"{value[0]}99999{value[-1]}"
    return 999_999_999 if isinstance(value, int) else value
