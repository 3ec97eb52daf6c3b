"""One page swept: its forms, its address, the parts of its path, odd bodies and headers."""

import html
import os
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.access.table import Page as Row
from tests.sweeps.page import Field, FormFound, Page
from tests.sweeps.stood import watched
from tests.sweeps.values import IN_A_PATH, files, values

TIMES = float(os.environ.get("BAD_INPUT", "1"))
POSTS, GETS, PATHS, ODD = (max(1, int(number * TIMES)) for number in (8, 3, 2, 3))
"""Examples for each form, for each address, for each part of a path, and of odd bodies and headers."""
MAY_STAND = {"audit_access", "accounts_session", "accounts_accountevent", "axes_accessattempt"}
"""Written whether or not the form was refused: that somebody looked or tried a password, and what
they are told next."""
ALSO_ASKED = ("page", "next", "print", "q", "newest", "upto")
BY_SCRIPT: dict[str, dict[str, str]] = {
    "assessment-autosave": {"text": "", "version": "0", "changed": "text"},
    "contact-matches": {
        "row": "children-0",
        "children-0-forename": "",
        "children-0-surname": "Marsden",
        "children-0-birth": "9/5/2017",
    },
    "sign-in": {"username": "", "password": "", "next": "/", "kept": "", "as": ""},
}
"""Fields of what scripts send, or what no page shows a form for, with what is usual in them."""
ON_A_LOOK = {"mfa_view_recovery_codes": {"mfa_authenticator"}}
"""What a page writes whenever it is shown: its codes are sealed anew."""
NO_PAGE = {"home", "carry-on", "second-factor", "account_reauthenticate"}
"""Pages that lead on to another for somebody who is well signed in."""
NOBODYS = {"password-change", "staff-connect", "conference-minutes-paper"}
"""Pages that nobody of the cast has."""
ELSEWHERE = {
    "contact-decide",
    "case-allocate",
    "case-review-waiting",
    "case-family-add",
    "case-assessments",
    "assessment-compare",
    "assessment-agencies",
    "assessment-facts",
    "assessment-send",
    "assessment-detail",
    "assessment-authorise",
    "enquiry-authorise",
    "in-need-plan-review",
    "in-need-plan-end",
    "birth-record",
    "conference-correct",
    "conference-minutes",
}
"""Pages whose forms are there, or other ones, in a state that `tests.sweeps.states` makes."""
ODD_BODIES = (
    (b'{"text": "\\ud800"}', "application/json"),
    (b"[[[[", "application/json"),
    (b"<a/>", "text/xml"),
    (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
    (b"--x", "multipart/form-data"),
    (b"a=%E0%A4%A&%ZZ=1&=&&&", "application/x-www-form-urlencoded"),
    (b"a=1", "application/x-www-form-urlencoded; charset=no-such"),
    (b"&".join(b"f%d=1" % n for n in range(1100)), "application/x-www-form-urlencoded"),
    (b"\xff\xfe\0", ""),
)
ODD_HEADERS = (
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::bad", "HTTP_HX_TARGET": "\x7f"},
    {"HTTP_X_REQUESTED_WITH": "autosave"},
    {"HTTP_REFERER": "http://[", "HTTP_ACCEPT_LANGUAGE": "*;q=x," * 50},
    {"HTTP_COOKIE": "sessionid=\x01; csrftoken=; messages=x"},
    {"HTTP_X_REQUEST_ID": "é" * 300, "HTTP_RANGE": "bytes=9-1", "HTTP_IF_NONE_MATCH": '"'},
)


@dataclass
class Sweep:
    """One page, one person, and what went wrong there."""

    client: Client
    row: Row
    address: str
    wrong: list[str]
    sent: int = 0

    def send(self, what: str, method: str, address: str, **request: Any) -> Any:
        """The answer, after which all that it wrote is taken back; None when the page broke."""
        if method == "raw":  # as it stands: the test client would judge it before the service does
            method, request = "generic", {"method": "POST", "path": address, **request}
        else:
            request["path"] = address
        self.sent += 1
        mark = transaction.savepoint()
        with watched() as writes:
            try:
                answer = getattr(self.client, method)(**request)
                if answer.status_code >= 500:
                    self.wrong.append(f"{self.row.name}: {answer.status_code} for {what}")
                    answer = None
            except Exception as error:
                self.wrong.append(f"{self.row.name}: {type(error).__name__}: {error} for {what}")
                answer = None
        transaction.savepoint_rollback(mark)
        if answer is not None and refused(answer):
            stood = sorted(set(writes.tables) - MAY_STAND - ON_A_LOOK.get(self.row.name, set()))
            if stood:
                self.wrong.append(f"{self.row.name}: refused, yet {stood} stand for {what}")
        return answer


def refused(answer: Any) -> bool:
    """Whether it was not done: an error, the page once more, or a page elsewhere that says so."""
    if answer.status_code >= 400:
        return True
    if answer.status_code == 200:
        return "html" in answer["Content-Type"]
    told = getattr(answer.wsgi_request, "_messages", ())
    return any(message.level_tag == "error" for message in getattr(told, "_queued_messages", ()))


def likely(field: Field, number: int) -> list[str]:
    """What a form would hold that somebody filled in well, more or less."""
    offered = [value for value in field.values if value.strip()]
    if field.kind in ("radio", "select", "checkbox"):
        return [offered[number % len(offered)]] if offered else []
    if field.kind == "button" or field.kind in ("submit", "file"):
        return []
    if field.typed:
        if offered and number % 3:
            return offered[:1]
        if field.numeric:
            return ["3"]
        if re.search(r"(^|_|-)(on|date|day|since|until|due|birth|at_0)(_|$)", field.name):
            return ["2/3/2026"]
        if field.name.endswith("_1") and ":" in "".join(field.values):
            return ["10:05"]
        return [f"Kept {field.name} words"]
    return offered[:1]


@st.composite
def spoilt(draw: Any, form: FormFound) -> list[tuple[str, str]]:
    """The pairs of a form that somebody filled in, a few of which are not what it asks for."""
    number = draw(st.integers(0, 6))
    filled = {name: likely(field, number) for name, field in form.fields.items()}
    names = sorted(form.fields)
    for name in draw(st.lists(st.sampled_from(names), max_size=4)) if names else ():
        how = draw(st.sampled_from(("bad", "bad", "bad", "bad", "twice", "missing", "offered")))
        if how == "bad":
            filled[name] = [draw(values)]
        elif how == "twice":
            filled[name] = [*filled[name], draw(values), draw(values)]
        elif how == "missing":
            filled[name] = []
        elif form.fields[name].values:
            filled[name] = [draw(st.sampled_from(form.fields[name].values))]
    pairs = [(name, value) for name, some in filled.items() for value in some]
    if draw(st.integers(0, 9)) == 0:
        pairs.append((draw(values)[:40], draw(values)))
    return pairs


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser sends it, and as one sends it that has lone surrogates and NULs to send."""
    quoted = lambda text: quote_from_bytes(text.encode("utf-8", "surrogatepass"))  # noqa: E731
    return "&".join(f"{quoted(name)}={quoted(value)}" for name, value in pairs).encode()


def try_out(how: Any, number: int, act: Any) -> None:
    """`act` with examples of `how`, the same ones each time."""

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(how)
    def trial(example: Any) -> None:
        act(example)

    trial()


def sweep_form(sweep: Sweep, form: FormFound) -> None:
    typed = {name for name, field in form.fields.items() if field.typed}

    def act(example: Any) -> None:
        pairs, file = example
        what = f"{form.action} with {_short(pairs)}"
        if form.multipart:
            data: dict[str, Any] = {}
            for name, value in pairs:
                if name and not re.search(r"[\ud800-\udfff\r\n\"]", name + value):
                    data.setdefault(name, []).append(value)
            for name, field in form.fields.items():
                if field.kind == "file":
                    data[name] = SimpleUploadedFile("x", file[1], "text/html")
                    data[name]._name = file[0]  # as no browser would name it
            answer = sweep.send(f"{what} and {file[0][:40]!r}", "post", form.action, data=data)
        else:
            answer = sweep.send(
                what,
                "post",
                form.action,
                data=encoded(pairs),
                content_type="application/x-www-form-urlencoded",
            )
        if (
            answer is not None
            and answer.status_code == 200
            and "text/html" in answer["Content-Type"]
        ):
            page = html.unescape(answer.content.decode())
            if "There is a problem" in page:
                given_once = dict(pairs)  # of several with one name, the last counts
                hidden = [each for each in form.fields.values() if each.kind == "hidden"]
                if any(
                    given_once.get(each.name) != each.values[0] for each in hidden if each.values
                ):
                    return  # which part or how many rows it is about: no person types that
                for name, value in given_once.items():
                    if name in typed and value.startswith("Kept ") and value not in page:
                        sweep.wrong.append(f"{sweep.row.name}: lost {name} for {what}")

    try_out(st.tuples(spoilt(form), files), POSTS, act)


def sweep_address(sweep: Sweep, names: set[str]) -> None:
    def act(pairs: list[tuple[str, str]]) -> None:
        sent = encoded([(name, value[:2000]) for name, value in pairs]).decode()
        sweep.send(f"?{sent[:200]}", "get", f"{sweep.address}?{sent}")

    pair = st.tuples(st.sampled_from(sorted(names | set(ALSO_ASKED))), values)
    try_out(st.lists(pair, min_size=1, max_size=4), GETS, act)


def in_turn(things: Any, number: int, sweep: Sweep) -> list[Any]:
    """Some of them, others on each page."""
    start = sum(sweep.row.name.encode()) % len(things)
    return [*things[start:], *things[:start]][:number]


def sweep_path(sweep: Sweep, arguments: dict[str, Any]) -> None:
    """Each part of the path that names something, by things that it cannot be: others on each page."""
    for given_now in sorted({str(value) for value in arguments.values()}):
        for bad in in_turn(IN_A_PATH, PATHS, sweep):
            address = re.sub(rf"/{re.escape(given_now)}(?=/)", f"/{bad}", sweep.address)
            answer = sweep.send(f"the path {address[:100]}", "get", address)
            if answer is not None and answer.status_code == 200 and bad != given_now:
                sweep.wrong.append(f"{sweep.row.name}: a page at {address[:100]}")


def sweep_bodies(sweep: Sweep) -> None:
    for body, kind in in_turn(ODD_BODIES, ODD, sweep):
        sweep.send(f"{kind} {body[:30]!r}", "raw", sweep.address, data=body, content_type=kind)
    for headers in in_turn(ODD_HEADERS, ODD - 1, sweep):
        sweep.send(f"the headers {headers}", "get", sweep.address, **headers)


def sweep_page(
    sweep: Sweep, arguments: dict[str, Any], done: set[Any], *, elsewhere: bool = False
) -> None:
    """All of it. `elsewhere`: its forms are swept in another state (`tests.sweeps.states`)."""
    answer = sweep.send("an ordinary look", "get", sweep.address)
    names, _ = sweep_forms(sweep, answer, done)
    unswept = answer is not None and answer.status_code not in (200, 405)
    if unswept and not elsewhere and sweep.row.name not in NO_PAGE:
        sweep.wrong.append(f"{sweep.row.name}: {answer.status_code}, so its forms went unswept")
    sweep_address(sweep, names)
    sweep_path(sweep, arguments)
    sweep_bodies(sweep)


def sweep_forms(sweep: Sweep, answer: Any, done: set[Any]) -> tuple[set[str], list[FormFound]]:
    """Every form of a page that was not met before; and what its address may ask for."""
    names: set[str] = set()
    forms: list[FormFound] = []
    if answer is not None and answer.status_code == 200 and "html" in answer["Content-Type"]:
        page = Page(answer.content.decode(), sweep.address)
        names, forms = page.asks, [form for form in page.forms if form.method == "post"]
    if sweep.row.name in BY_SCRIPT:
        usual = BY_SCRIPT[sweep.row.name].items()
        own = {name: Field(name, "hidden", [value]) for name, value in usual}
        forms.append(FormFound(sweep.address, "post", False, own))
    for form in forms:
        seen = re.sub("[0-9]+", "0", form.action), tuple(sorted(form.fields))
        if seen not in done and form.action != reverse("sign-out"):
            done.add(seen)
            sweep_form(sweep, form)
    return names, forms


def _short(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{name[:40]}={value[:60]!a}" for name, value in pairs)[:900]
