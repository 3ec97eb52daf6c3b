"""Wrong settings: the service does not start, and its last line says which and why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

GOOD = {
    "DATABASE_URL": "postgresql://somebody@localhost/socialcare",
    "REDIS_URL": "redis://localhost:6379/0",
    "SECRET_KEY": "9vQe7TjXkZ2mLr4NbWc8YdHs6PfUa3GtEoJi5RyKx0CqVwMlBn",
    "DEMO": "no",
    "SITE_URL": "https://care.example",
}


def started(code: str, **changes: str | None) -> "subprocess.CompletedProcess[str]":
    """Python with the environment of a service, and these changes."""
    given = {**GOOD, **changes}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent.parent.parent,
        env={"PATH": os.environ["PATH"], **{k: v for k, v in given.items() if v is not None}},
        capture_output=True,
        text=True,
    )


def last_line(**changes: str | None) -> tuple[int, str]:
    """How Python ends when it reads the settings with these changes, and its last words."""
    done = started("import socialcare.settings", **changes)
    return done.returncode, (done.stderr.strip().splitlines() or [""])[-1]


def test_good_settings_start():
    assert last_line() == (0, "")


def test_over_https_cookies_are_the_hosts_own_and_browsers_stay_on_https():
    says = (
        "import socialcare.settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, "
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS >= 31536000)"
    )
    done = started(says)
    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", *["True"] * 4]


def test_the_check_before_deployment_refuses_the_demo(settings):
    settings.DEMO = True
    found = {each.id: each for each in run_checks(include_deployment_checks=True)}
    assert found["accounts.E001"].is_serious() and "DEMO=no" in found["accounts.E001"].hint
    settings.DEMO = False
    assert "accounts.E001" not in {each.id for each in run_checks(include_deployment_checks=True)}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is not set. It is needed for: signing sessions"),
        ({"SECRET_KEY": "changeme" * 10}, "SECRET_KEY is too short or a sample value"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short or a sample value"),
        ({"DATABASE_URL": None}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "sqlite:///db"}, "DATABASE_URL must name a PostgreSQL database"),
        ({"REDIS_URL": "amqp://broker"}, "REDIS_URL must start with redis://"),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe'; write yes or no"),
        ({"EMAIL_PORT": "25a"}, "EMAIL_PORT is '25a'; write a whole number of 1 or more"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be DEBUG, INFO, WARNING or ERROR"),
        ({"DEBUG": "yes"}, "DEBUG is on for a service reached over https"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name each host in full"),
        ({"ALLOWED_HOSTS": "care.example,.example"}, "ALLOWED_HOSTS must name each host in full"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN must have 20 or more random characters"),
        ({"PROXIES": "-1"}, "PROXIES is '-1'; write a whole number of 0 or more"),
        ({"CLAMD": "somewhere"}, "CLAMD must be host:port, the path of a socket, or none"),
        (
            {"DATABASE_URL": "postgresql://socialcare:changeme@localhost/socialcare"},
            "The password in DATABASE_URL is a sample value",
        ),
        ({"DEMO": "yes", "HTTPS": "yes"}, "DEMO is on for a service reached over https"),
        ({"DEMO": "yes", "DEBUG": "yes"}, "DEMO is on for a service reached over https"),
        (
            {"DEMO": "yes", "SITE_URL": "http://care.example", "ALLOWED_HOSTS": "care.example"},
            "DEMO is on for a service that answers to a name on the network",
        ),
        ({"OIDC_SERVER": "https://id.example"}, "OIDC_CLIENT_ID and OIDC_CLIENT_SECRET and OIDC_"),
        ({"OIDC_GROUPS": "heads=boss"}, "OIDC_GROUPS has 'heads=boss'; write group=role:Team"),
        ({"SESSION_IDLE_MINUTES": "1"}, "write a whole number of 5 or more"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_wrong_setting_is_refused_in_a_sentence(changes, says):
    code, line = last_line(**changes)
    assert code != 0
    assert says in line


def test_the_command_line_says_what_is_wrong_and_nothing_else():
    done = started(
        "import sys; sys.argv = ['manage.py', 'check']; import manage; manage.main()",
        DATABASE_URL="sqlite:///care.db",
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "DATABASE_URL must name a PostgreSQL database (postgresql://…)."
