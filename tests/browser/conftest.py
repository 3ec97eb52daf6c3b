"""A real browser. Without Chromium these tests are skipped, and say so; in CI that is a failure."""

import os
import re
import shutil
from urllib.parse import urlsplit

import pytest

from tests.clocks.conftest import database_says  # noqa: F401

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


NAMES = ("chromium", "chromium-browser", "google-chrome")


def pytest_configure():
    # Playwright runs an event loop in this thread; Django would refuse its database beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def chromium():
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = "Chromium is not installed: no page was looked at. Install chromium, or name it in CHROMIUM."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, live_server, client):
    """`browse(dana)`: a page of the service, signed in as somebody, or as nobody yet; `width` and
    `scripts` differ.
    What the browser complains about fails the test."""
    contexts, said = [], []

    def opened(user, *, width=1280, scripts=True):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        if user is not None:
            client.force_login(user)
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda line: said.append(line.text) if line.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    opened.said = said
    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def enter(browse, cast, settings):
    """`enter("dana")`: a page of the service, come in by one click on the demo's sign-in page."""
    settings.DEMO = True

    def entered(key, **how):
        page = browse(None, **how)
        page.goto("/sign-in/")
        page.get_by_role("button", name=cast[key].name).click()
        page.wait_for_load_state()
        return page

    return entered


@pytest.fixture
def barriers():
    """`barriers(page)`: what axe finds that is serious or worse, in short."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page):
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:120]}"
            for each in Axe().run(page).response["violations"]
            if each["impact"] in ("serious", "critical")
        ]

    return found


@pytest.fixture
def axe_clean(barriers):
    """`axe_clean(page)`: nothing serious or critical stands in anybody's way, and the page does
    not scroll sideways."""

    def check(page):
        assert barriers(page) == [], page.url
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), f"{page.url} is wider than the window"

    return check


SHAPE = """[document.querySelector("h1")?.textContent.replace(/\\d+/g, "0").trim(),
    ...[...document.querySelectorAll("main [role=alert]")].map(each => each.className)].join("|")"""
"""What makes a page another one to whoever reads it, though its address is the same."""


@pytest.fixture
def said(axe_clean):
    """`said(page)`: the sentences of a page. A page met for the first time, under another heading,
    with an answer to what was done or at another width, has to be `axe_clean` first."""
    met = set()

    def read(page):
        page.wait_for_load_state()
        shape = page.evaluate(SHAPE)
        kind = re.sub(r"\d+", "0", urlsplit(page.url).path), shape, page.viewport_size["width"]
        if kind not in met:
            met.add(kind)
            axe_clean(page)
        return re.sub(r"\s+", " ", page.inner_text("body"))

    return read
