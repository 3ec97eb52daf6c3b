"""Settings from the environment: read once, loudly wrong, and known by name.

`READ` collects every variable that settings ask for, so that a test can compare it with
`docker-compose.yml`: a variable set there and read nowhere is a mistake.
"""

import os

READ: dict[str, str] = {}
"""Each variable that settings read, and what it is for."""


SAMPLES = ("password", "changeme", "change-me", "secret", "postgres", "socialcare", "admin", "test")
"""Passwords that stand in examples, and so in every list of passwords to try."""


class WrongSetting(Exception):
    """The environment says something that the service must not start with."""


def text(name: str, purpose: str, default: str | None = None) -> str:
    """The variable as text; without a default it must be there."""
    READ[name] = purpose
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise WrongSetting(f"{name} is not set. It is needed for: {purpose}.")
    return default


def flag(name: str, purpose: str, default: bool = False) -> bool:
    """The variable as yes or no; any other word is refused."""
    value = text(name, purpose, "yes" if default else "no").lower()
    if value in ("1", "yes", "true", "on"):
        return True
    if value in ("0", "no", "false", "off"):
        return False
    raise WrongSetting(f"{name} is {value!r}; write yes or no. It is for: {purpose}.")


def number(name: str, purpose: str, default: int, at_least: int = 0) -> int:
    """The variable as a whole number not below `at_least`."""
    value = text(name, purpose, str(default))
    if not value.isdecimal() or int(value) < at_least:
        raise WrongSetting(
            f"{name} is {value!r}; write a whole number of {at_least} or more. It is for: {purpose}."
        )
    return int(value)


def words(name: str, purpose: str, default: str = "") -> list[str]:
    """The variable as a list, split at commas."""
    return [word.strip() for word in text(name, purpose, default).split(",") if word.strip()]
