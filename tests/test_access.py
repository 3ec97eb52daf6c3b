"""Who gets which page: every named URL × the cast. A page that is missing from the table fails.

What may not be seen does not exist: 404, never 403. A page that only takes posts answers 405 to
those who may use it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.cast import CAST

EVERYBODY = tuple(member.key for member in CAST)
OPEN_TO_ALL = ("sign-in", "accessibility")
DUTY = ("dana", "sam", "maya", "grace", "helen", "omar")
DECIDE = ("sam", "maya", "grace", "helen", "omar")
MANAGE = ("maya", "grace", "helen")
PRIYAS_CASE = ("sam", "priya", "maya", "grace", "helen", "omar")
"""Who reaches a case of Priya's in Hindley. Sam reaches the area's cases only when the front door
is over them; see `rules/access.py`."""


@dataclass(frozen=True)
class Page:
    name: str
    who: tuple[str, ...]
    args: Callable[["Records"], dict] = lambda records: {}


@dataclass
class Records:
    """What the table's pages are about: a case of Priya's in Hindley, and what hangs on it."""

    case: object
    contact: object


TEAM = ("priya", "maya", "grace", "helen", "omar")
"""Who opens a case of Priya's in Hindley."""
LOOKERS = ("dana", "sam", "priya", "tom", "maya", "grace", "helen", "omar")
FINDERS = ("dana", "sam", "priya", "maya", "grace", "helen", "omar")
"""Who finds a child of Priya's."""


def _case(records):
    return {"reference": records.case.reference}


def _person(records):
    return {"reference": records.case.person.reference}


def _clock(records):
    return {"pk": records.case.clocks.get(rule="initial-assessment").pk}


PAGES: tuple[Page, ...] = (
    Page("case-detail", TEAM, _case),
    Page("case-family", TEAM, _case),
    Page("case-family-add", TEAM, _case),
    Page("case-professional-add", TEAM, _case),
    Page("case-story", TEAM, _case),
    Page("chronology-add", TEAM, _case),
    Page("case-documents", TEAM, _case),
    Page("case-access", ("maya", "grace", "helen", "dev"), _case),
    Page("case-visit", TEAM, _case),
    Page("case-task-set", TEAM, _case),
    Page("case-close", MANAGE, _case),
    Page("clock-detail", TEAM, _clock),
    Page("search", LOOKERS),
    Page("person-detail", FINDERS, _person),
    Page("person-edit", FINDERS, _person),
    Page("guidance-list", EVERYBODY),
    Page("guidance-detail", EVERYBODY, lambda records: {"slug": "lateness"}),
    Page("guidance-edit", (*MANAGE, "ada"), lambda records: {"slug": "lateness"}),

    Page("home", EVERYBODY),
    Page("welcome", EVERYBODY),
    Page("sign-out", EVERYBODY),
)


@pytest.fixture
def records(case, tell):
    return Records(case=case, contact=case.referral.contact_child.contact)


def _names(patterns, found):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            _names(pattern.url_patterns, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_every_named_page_is_in_the_table():
    named = _names(get_resolver().url_patterns, set())
    assert named - {page.name for page in PAGES} - set(OPEN_TO_ALL) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_of_the_cast_gets_the_page_or_it_does_not_exist(page, client, cast, records):
    url = reverse(page.name, kwargs=page.args(records))
    got = {}
    for key in EVERYBODY:
        client.force_login(cast[key])
        status = client.get(url).status_code
        got[key] = status if status not in (200, 302, 405) else "ok"
    assert got == {key: "ok" if key in page.who else 404 for key in EVERYBODY}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nobody_gets_a_page_without_signing_in(page, client, records):
    answer = client.get(reverse(page.name, kwargs=page.args(records)))
    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_a_page_open_to_all_is_open(name, client, cast):
    assert client.get(reverse(name)).status_code == 200
