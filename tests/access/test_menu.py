"""Everybody finds each page that is meant for them by links, from their first page on."""

from collections import deque

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.access.pages_account import build as one_of_each_factor
from tests.access.table import EVERYBODY, pages
from tests.leaks.crawl import local, parsed

BY_ACT = {
    "alerts-read",
    "alert-read",
    "session-stay",
    "session-end",
    "sessions-end-others",
    "mail-send-again",
    "staff-ask",
}
"""Buttons: there is nothing to open."""
BY_SCRIPT = {"contact-matches", "contact-agencies"}
ON_THE_WAY = {"home", "sign-out", "carry-on", "second-factor", "account_reauthenticate", "welcome"}
"""Where the way in and out leads somebody by itself."""
OWN_NAMES = {"mfa_index"}
"""The sign-in library's names for a page that has another."""


def _wanted(key):
    """Pages that are not about one record, and so have to be linked without one."""
    return {page.name for page in pages() if not page.of and not page.at and key in page.who}


@pytest.mark.parametrize("key", EVERYBODY)
def test_every_page_meant_for_somebody_is_found_by_links_and_no_link_leads_nowhere(key, cast):
    one_of_each_factor(None, cast)
    client = Client()
    client.force_login(cast[key])
    about_nobody = {page.name for page in pages() if not page.of} - BY_ACT - {"sign-out"}
    ways, opened, nowhere = deque(["/"]), set(), set()
    while ways:
        address = ways.popleft()
        name = _name(address)
        if name in opened or name not in about_nobody:
            continue
        opened.add(name)
        answer = client.get(address)
        if answer.status_code == 404:
            nowhere.add(name)
        elif answer.status_code == 302:
            ways.append(answer["Location"])
        page = parsed(answer)
        ways += [local(address, link).partition("?")[0] for link in page.links]
        ways += [f"{local(address, action or address)}?q=Nobody" for action, _ in page.forms]
    assert nowhere == set()
    assert _wanted(key) - opened - BY_ACT - BY_SCRIPT - ON_THE_WAY - OWN_NAMES == set()


def _name(address):
    try:
        return resolve(address.partition("?")[0]).url_name
    except Resolver404:
        return ""
