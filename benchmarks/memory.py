"""What a web process holds in memory after it has shown every kind of page."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil

from benchmarks.pages import PAGES
from benchmarks.places import Place

ROUNDS = 15
MORE = (("maya", "/my-team/"), ("maya", "/waiting/"), ("dana", "/contacts/record/"))
SEARCHES = "smith", "mohamed khan", "kowalski", "jones ella"
AIM = 200
"""Megabytes."""


def resident(place: Place) -> float:
    """The resident megabytes of a web worker in production's shape, four threads in one process,
    after a crawl."""
    from django.conf import settings

    root = Path(__file__).resolve().parent.parent
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place.use()
    cookies = {
        username: place.client(username).cookies["sessionid"].value
        for username in {page.by for page in PAGES} | {"maya", "helen"}
    }
    server = str(settings.DATABASES["default"]["HOST"]).replace("/", "%2F")
    user, number = settings.DATABASES["default"]["USER"], settings.DATABASES["default"]["PORT"]
    secret = settings.DATABASES["default"].get("PASSWORD") or ""
    name = f"{user}:{secret}" if secret else user
    at = f"{server}:{number}" if number else server
    env = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATABASE_URL": f"postgresql://{name}@{at}/{place.database}",
        "LOG_LEVEL": "ERROR",
    }
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "socialcare.wsgi", "--bind", f"127.0.0.1:{port}",
         "--workers", "1", "--threads", "4", "--log-level", "error", "--no-control-socket"],
        cwd=root, env=env, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port, web)
        urls = [(page.by, page.url(place)) for page in PAGES]
        urls += [(page.also_by, page.url(place)) for page in PAGES if page.also_by]
        urls += [*MORE, *(("sam", f"/search/?q={each.replace(' ', '+')}") for each in SEARCHES)]
        for _ in range(ROUNDS):
            for username, url in urls:
                _get(port, url, cookies[username])
        worker = psutil.Process(web.pid).children()[0]
        return worker.memory_info().rss / 1_000_000
    finally:
        web.terminate()
        web.wait(20)


def _get(port: int, url: str, cookie: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{url}", headers={"Cookie": f"sessionid={cookie}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        if answer.status != 200 or b"sign-in" in answer.url.encode():
            raise RuntimeError(f"{url} answers {answer.status} {len(body)}.")


def _wait_for(port: int, web: subprocess.Popen) -> None:
    for _ in range(300):
        if web.poll() is not None:
            raise RuntimeError("The web process ended before it answered.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The web process does not answer.")
