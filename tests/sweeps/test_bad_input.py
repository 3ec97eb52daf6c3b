"""Bad input, by the thousand: every page, every form on it, every address.

The pages and what their addresses are made of come from the table of access, so that a page cannot
be added without being swept. Nothing is a 500; what is refused writes nothing but that somebody
looked; what was typed comes back with the page.

    BAD_INPUT=20 python3 dev.py test tests/sweeps     # twenty times as long
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.cast import assemble
from tests.access.records import make_records, make_things
from tests.access.table import EVERYBODY, KINDS, areas
from tests.access.table import Page as Row
from tests.sweeps.page import Field, FormFound
from tests.sweeps.states import STATES
from tests.sweeps.stood import counted
from tests.sweeps.sweep import (
    ELSEWHERE,
    MAY_STAND,
    NOBODYS,
    TIMES,
    Sweep,
    sweep_bodies,
    sweep_form,
    sweep_forms,
    sweep_page,
)
from tests.test_access import OPEN_TO_ALL

pytestmark = [pytest.mark.sweep, pytest.mark.django_db]


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    """A record of each kind and the rest, made once for all areas: whatever a request writes is taken
    back at once. Rolled back at the end."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        cast = assemble()
        made = make_records(cast), make_things(cast)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


def rows_of(area: Any, everything: Any) -> Iterator[tuple[Row, dict[str, Any], str]]:
    records, things = everything
    for row in area.pages:
        kind = next((kind for kind in KINDS if row.who_for(kind)), "own") if row.of else "own"
        arguments = row.of(records[kind]) if row.of else row.at(things) if row.at else {}
        reach = row.who_for(kind) if row.of else row.who
        for who in [key for key in EVERYBODY if key in reach][: 1 if TIMES <= 1 else 3]:
            yield row, arguments, who


@pytest.mark.parametrize("title", [area.title for area in areas()])
def test_no_page_breaks_and_nothing_refused_is_half_kept(title, everything, cast):
    area = next(area for area in areas() if area.title == title)
    wrong: list[str] = []
    done: set[Any] = set()
    sent = 0
    swept = set(NOBODYS)
    for row, arguments, who in rows_of(area, everything):
        swept.add(row.name)
        if not row.walked:
            continue
        client = Client()
        client.force_login(cast[who])
        sweep = Sweep(client, row, reverse(row.name, kwargs=arguments), wrong)
        before = counted()
        sweep_page(sweep, arguments, done, elsewhere=row.name in ELSEWHERE)
        changed = {name for name, rows in counted().items() if rows != before[name]}
        assert changed <= MAY_STAND, row.name
        sent += sweep.sent
    print(f"{title}: {sent} requests")
    assert {row.name for row in area.pages} <= swept
    assert wrong == [], f"{len(wrong)} of {sent}:\n" + "\n".join(wrong[:40])


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_no_form_of_another_state_breaks(state, cast):
    wrong: list[str] = []
    done: set[Any] = set()
    for name, who, arguments, asked in state(cast):
        assert name in ELSEWHERE
        client = Client()
        client.force_login(cast[who])
        sweep = Sweep(client, Row(name, ()), reverse(name, kwargs=arguments) + asked, wrong)
        answer = sweep.send("an ordinary look", "get", sweep.address)
        forms = sweep_forms(sweep, answer, done)[1]
        assert wrong == []
        assert forms, f"{name} has no form for {who}: {answer.status_code}"
    assert wrong == [], f"{len(wrong)}:\n" + "\n".join(wrong[:40])


def test_what_is_open_to_all_takes_anything(client, cast):
    wrong: list[str] = []
    for name, arguments in OPEN_TO_ALL.items():
        sweep = Sweep(client, Row(name, ()), reverse(name, kwargs=arguments), wrong)
        sweep_page(sweep, arguments, set(), elsewhere=True)
    assert wrong == [], f"{len(wrong)}:\n" + "\n".join(wrong[:40])


def test_what_is_typed_after_the_session_ended_is_kept_whatever_it_is(client, case):
    wrong: list[str] = []
    address = reverse("chronology-add", args=[case.reference])
    fields = {name: Field(name, "text", typed=True) for name in ("on", "what", "token", "kept")}
    sweep = Sweep(client, Row("chronology-add", ()), address, wrong)
    sweep_form(sweep, FormFound(address, "post", False, fields))
    sweep_bodies(sweep)
    assert wrong == []


def test_the_sweep_notices(client, cast, monkeypatch):
    """A page that breaks, one that half keeps what it refuses, and one that loses what was typed."""
    from django.http import HttpResponse

    from accounts.models import Team

    wrong: list[str] = []
    sweep = Sweep(client, Row("home", ()), "/", wrong)

    def answers(body: str, *, keep: bool = False, broken: bool = False) -> None:
        def post(**request: Any) -> Any:
            if broken:
                raise ValueError("broken")
            if keep:
                Team.objects.create(name="Half kept")
            return HttpResponse(body)

        monkeypatch.setattr(client, "post", post)
        wrong.clear()
        sweep_form(
            sweep, FormFound("/", "post", False, {"note": Field("note", "text", typed=True)})
        )

    answers("There is a problem with «Kept note words»")
    assert wrong == []
    answers("There is a problem")
    assert "home: lost note" in wrong[0]
    answers("fine", keep=True)
    assert "yet ['accounts_historicalteam', 'accounts_team'] stand" in wrong[0]
    answers("fine", broken=True)
    assert "ValueError: broken" in wrong[0]
