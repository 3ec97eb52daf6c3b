"""What can happen to the account of somebody who signs in, and the sentence that tells it.

Nobody but the person sets a password; the administrator gives and ends accounts, and each act
says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Act:
    key: str
    sentence: str
    grave: bool = False
    """Whether the person is told by an alert, in case it was not they."""


ACTS: dict[str, Act] = {
    row.key: row
    for row in (
        Act("sign-in", "{name} signed in {how}"),
        Act("lock-out", "{name} was locked out after {times} wrong passwords"),
        Act("wrong-code", "{name} gave a wrong code for the second factor"),
        Act("refuse", "{name} was refused at single sign-on: {reason}"),
        Act("password", "{name} chose a new password", grave=True),
        Act("factor-add", "{name} added {factor}", grave=True),
        Act("factor-remove", "{name} removed {factor}", grave=True),
        Act("recovery-codes", "{name} made new recovery codes", grave=True),
        Act("sessions-end", "{by} ended {count} of {name}'s sessions"),
        Act("join", "{by} gave {name} an account as {role}, {team}"),
        Act("change", "{by} changed {name}'s details: {what}"),
        Act("move", "{by} moved {name} from {before} to {after}"),
        Act("leave", "{by} ended {name}'s account"),
        Act("return", "{by} opened {name}'s account again as {role}, {team}"),
        Act("link", "{by} gave {name} a link to choose a password"),
        Act("unlock", "{by} unlocked {name}'s account"),
        Act("factors-reset", "{by} took away {name}'s second factors", grave=True),
        Act("connect", "{by} joined {name}'s account to the single sign-on"),
    )
}


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def sentence(key: str, *, by: str, name: str, data: Mapping[str, Any]) -> str:
    """The act in words; a name that is missing is left out."""
    return ACTS[key].sentence.format_map(_Known({**data, "by": by, "name": name}))
