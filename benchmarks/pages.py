"""Pages beside their floors, from small to county, and an ordinary user beside the head of service."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.places import Place
from benchmarks.timing import Line, in_turns, middle

Get = Callable[[], object]
PAGE_AIM, FLAT_AIM, ORDINARY_AIM = 2.0, 1.3, 1.2


@dataclass(frozen=True)
class Page:
    name: str
    by: str
    url: Callable[[Place], str]
    floor: Callable[[Place], str]
    marks: str
    """What each row of the page has in it once, to count rows by."""
    also_by: str = ""
    """Who reaches everything, and may open the same page with the same rows."""


def fixed(url: str) -> Callable[[Place], str]:
    return lambda place: url


PAGES = (
    Page("duty desk", "dana", fixed("/duty/"), fixed("/floor/duty/"), "<article", "helen"),
    Page("decision queue", "sam", fixed("/queue/"), fixed("/floor/queue/"), "<article", "helen"),
    Page("my work", "priya", fixed("/my-work/"), fixed("/floor/my-work/"), 'scope="row"'),
    Page(
        "case page",
        "priya",
        lambda place: f"/cases/{place.facts['case']}/",
        lambda place: f"/floor/cases/{place.facts['case']}/",
        "<li>",
        "helen",
    ),
)

ABOUT_PLANS = (
    Page(
        "plan page",
        "priya",
        lambda place: f"/cases/{place.facts['case']}/plan/",
        lambda place: f"/floor/cases/{place.facts['case']}/plan/",
        'scope="row"',
    ),
    Page(
        "conference list",
        "abi",
        fixed("/conferences/"),
        fixed("/floor/conferences/"),
        'scope="row"',
    ),
    Page("service page", "helen", fixed("/service/"), fixed("/floor/service/"), "app-stat__link"),
)
"""With 50 children on plans in the small place and 5,000 in the county."""

# the page of one team, for its manager and for the head of service: the same rows for both
TEAM_LISTS = (
    Page("my team", "maya", lambda place: f"/my-team/?team={place.facts['team']}",
         fixed(""), "<tr", "helen"),
)  # fmt: skip


def got(client: Client, url: str) -> Any:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}.")
    return answer


def even_out(places: list[Place]) -> None:
    """The same number of children for the same worker in every place, so that pages are compared
    row for row; and a case like the other."""
    counts = []
    for place in places:
        place.use()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_OVER)
        counts.append(_one(f"SELECT count(*) FROM cases_case WHERE {_PRIYAS}"))
    for place in places:
        place.use()
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_AWAY, {"keep": min(counts)})
        place.facts["case"] = _one(_LIKE_CASE)
        place.facts["team"] = _one("SELECT team_id FROM accounts_user WHERE username = 'maya'")


_PRIYAS = "state = 'open' AND worker_id = (SELECT id FROM accounts_user WHERE username = 'priya')"
# a tiny council may have given her nobody: then she takes over the first three children
_TAKE_OVER = f"""
WITH got AS (
    UPDATE cases_case SET worker_id = (SELECT id FROM accounts_user WHERE username = 'priya')
    WHERE id IN (SELECT id FROM cases_case WHERE state = 'open' ORDER BY id LIMIT 3)
        AND NOT EXISTS (SELECT 1 FROM cases_case WHERE {_PRIYAS})
    RETURNING id, worker_id
)
UPDATE cases_allocation SET worker_id = got.worker_id FROM got
WHERE case_id = got.id AND until IS NULL AND role = 'lead'
"""
_GIVE_AWAY = f"""
WITH away AS (
    UPDATE cases_case SET worker_id = (SELECT id FROM accounts_user WHERE username = 'tom')
    WHERE id IN (SELECT id FROM cases_case WHERE {_PRIYAS} ORDER BY id OFFSET %(keep)s)
    RETURNING id, worker_id
)
UPDATE cases_allocation SET worker_id = away.worker_id FROM away
WHERE case_id = away.id AND until IS NULL
"""
_LIKE_CASE = f"""
SELECT reference FROM cases_case c WHERE {_PRIYAS}
ORDER BY abs((SELECT count(*) FROM people_relationship r
        WHERE c.person_id IN (r.person_id, r.other_id)) - 4),
    (SELECT count(*) FROM cases_task t WHERE t.case_id = c.id AND t.state = 'open'),
    abs((SELECT count(*) FROM audit_event e WHERE e.case_id = c.id) - 60), id
LIMIT 1
"""


def _one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def beside_floors(places: list[Place], turns: int, pages: tuple[Page, ...] = PAGES) -> list[Line]:
    """Each page beside its floor, and the page in a county beside the page in a small place."""
    lines = []
    for page in pages:
        ours = {}
        for place in places:
            place.use()
            client, url, floor = place.client(page.by), page.url(place), page.floor(place)
            rows = got(client, url).content.decode().count(page.marks)
            times = in_turns([_get(client, url), _get(client, floor)], turns)
            ours[place.scale] = (middle(times[0]), rows)
            lines.append(
                Line(page.name, place.scale, *map(middle, times), PAGE_AIM, f"{rows} rows")
            )
        lines += flat(page.name, places, page, turns)
    return lines


def flat(name: str, places: list[Place], page: Page, turns: int) -> list[Line]:
    """The same page in the first and in the last place, in blocks that take turns."""
    if len(places) < 2:
        return []
    times: dict[str, list[float]] = {place.scale: [] for place in places}
    for _ in range(max(1, turns // 10)):
        for place in places:
            place.use()
            get = _get(place.client(page.by), page.url(place))
            times[place.scale] += in_turns([get], 10, warm=2)[0]
    first, last = (middle(times[place.scale]) for place in (places[0], places[-1]))
    return [Line(f"{name}, growing", "county ÷ small", last, first, FLAT_AIM)]


def ordinary(places: list[Place], turns: int) -> list[Line]:
    """An ordinary user beside the head of service, who reaches every child, on the same rows."""
    lines = []
    for page in (page for page in (*PAGES, *TEAM_LISTS) if page.also_by):
        for place in places:
            place.use()
            url = page.url(place)
            one, all_ = place.client(page.by), place.client(page.also_by)
            rows = [got(client, url).content.decode().count(page.marks) for client in (one, all_)]
            times = in_turns([_get(one, url), _get(all_, url)], turns)
            said = f"{rows[0]} and {rows[1]} rows"
            lines.append(
                Line(
                    f"{page.name}, ordinary user",
                    place.scale,
                    *map(middle, times),
                    ORDINARY_AIM,
                    said,
                )
            )
    return lines


def saving(places: list[Place], turns: int) -> list[Line]:
    """Saving a contact about a known child, beside the bare inserts of the same rows."""
    lines, times_of = [], {}
    for place in places:
        place.use()
        post = _poster(place.client("dana"), _agency(), _children())
        acts = [lambda: post("/contacts/record/"), lambda: post("/floor/contacts/record/")]  # noqa: B023 — called in this round
        times = in_turns(acts, turns)
        times_of[place.scale] = times[0]
        lines.append(
            Line("saving a contact", place.scale, *map(middle, times), PAGE_AIM, "1 child")
        )
    if len(places) > 1:
        first, last = (middle(times_of[place.scale]) for place in (places[0], places[-1]))
        lines.append(Line("saving a contact, growing", "county ÷ small", last, first, FLAT_AIM))
    return lines


def _poster(
    client: Client, agency: tuple[int, str], children: list[tuple[int, str, str]]
) -> Callable[[str], None]:
    """What saves a contact about the next child by posting to an address."""
    coming = cycle(children)

    def post(url: str) -> None:
        answer = client.post(url, typed(next(coming), *agency))
        if answer.status_code != 302:
            raise RuntimeError(f"{url} answers {answer.status_code}.")

    return post


def _agency() -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM people_agency WHERE kind = '2A' ORDER BY id LIMIT 1")
        return cursor.fetchone()


def _children() -> list[tuple[int, str, str]]:
    """Children without an open case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, forename, surname FROM people_person p WHERE birth_date > '2012-01-01'"
            " AND NOT EXISTS (SELECT FROM cases_case c"
            "   WHERE c.person_id = p.id AND c.state <> 'closed') ORDER BY id LIMIT 500"
        )
        return cursor.fetchall()


def typed(child: tuple[int, str, str], agency: int, agency_name: str) -> dict[str, str]:
    """What a duty officer posts. `agency-id` is for the floor, which looks nothing up."""
    pk, forename, surname = child
    now = timezone.localtime()
    return {
        "token": str(uuid4()),
        "who": "agency",
        "agency": agency_name,
        "agency-id": str(agency),
        "caller_name": "Mrs Joan Ashby",
        "caller_telephone": "01632 960 011",
        "may_name_caller": "yes",
        "received_at_day": "today",
        "received_at_time": f"{now:%H:%M}",
        "method": "telephone",
        "concern": "No coat three days running; says there is no food at home.",
        "immediate_danger": "no",
        "level": "3b",
        "level_reason": "Basic needs are not met.",
        "children-TOTAL_FORMS": "1",
        "children-INITIAL_FORMS": "0",
        "children-0-forename": forename,
        "children-0-surname": surname,
        "children-0-person": str(pk),
    }


def _get(client: Client, url: str) -> Get:
    return lambda: client.get(url)
