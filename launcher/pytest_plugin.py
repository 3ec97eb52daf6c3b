"""Plain `pytest` works: without DATABASE_URL and REDIS_URL it gets throw-away servers."""

import atexit
import contextlib
import os
import secrets
import signal
from collections.abc import Iterator

import pytest

from launcher.places import Refusal, writable
from launcher.servers import throw_away

_servers = contextlib.ExitStack()
_process = os.getpid()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Before pytest-django reads the settings. Workers of pytest-xdist inherit what is set here."""
    os.environ.setdefault("DEMO", "yes")
    asked = early_config.known_args_namespace
    given = os.environ.get("DATABASE_URL", "").strip() and os.environ.get("REDIS_URL", "").strip()
    if not (asked.help or asked.version or given):
        try:
            writable(0)
            signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as at Ctrl-C
            os.environ.update(_servers.enter_context(throw_away(os.environ)))
        except Refusal as refusal:
            raise pytest.UsageError(str(refusal)) from None
    if not os.environ.get("SECRET_KEY", "").strip():
        os.environ["SECRET_KEY"] = secrets.token_hex(32)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _close()


@atexit.register  # for a run that ends before it is configured
def _close() -> None:
    if os.getpid() == _process:  # a test may fork
        _servers.close()
