"""Makes the pictures in `docs/pictures/` anew. Not among the tests that run by themselves; name it:

    python3 dev.py test tests/browser/pictures.py

The council is the demo's, on a Tuesday before Easter, so that a clock has bank holidays to tell of; the
pages of child protection are of three children of one family, between then and June.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from assessments.actions.begin import start
from assessments.actions.record import ask_agency
from assessments.actions.write import save_part
from cases.actions.allocation import allocate
from cases.actions.contacts import ChildTold
from cases.actions.decisions import refer
from clocks.models import Clock
from clocks.sweep import sweep
from clocks.watch import Watch
from protection.actions.actions_of_plan import Smart, add_actions
from protection.actions.plans import live_plan
from reports import service
from socialcare import navigation
from tests.conftest import LONDON
from tests.protection.test_ledger import (
    at,
    attended,
    core_group,
    decided,
    enquired_about,
    referred,
    seen_at_home,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 3, 31, 14, 10, tzinfo=LONDON)
YESTERDAY = NOW.replace(day=30, hour=9, minute=40)
FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 250_000
"""Bytes. A picture that is larger slows down whoever reads the page it stands on."""
ANALYSIS = """\
Ellie came to school without a coat three days running, and there was no food in the house on \
either visit. The family came to Westmere in January, and nobody here knows them yet.

For Ellie it means that she is hungry by mid-morning, falls asleep in class and has begun to look \
after the younger one before herself. If nothing changes she will fall behind, and go on keeping \
quiet about it."""
LAST = "\n\nWhat must change: an adult who gets both children up, fed and to school each day."


@pytest.fixture
def on_that_day(monkeypatch, database_says, enter):
    """The demo's council, and two children whose assessment Priya is in the middle of."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    # the watch asks the database, whose clock the pages do not share with `database_says`
    monkeypatch.setattr(navigation, "banner", lambda: "")
    call_command("demo", children=40)
    database_says(NOW)
    sweep()


@pytest.fixture
def assessed(on_that_day, tell, cast, hindley):
    children = [
        ChildTold(forename=name, surname="Marsden", birth_date=born)
        for name, born in (
            ("Ellie", datetime(2017, 5, 9).date()),
            ("Jake", datetime(2020, 11, 2).date()),
        )
    ]
    contact = tell(at=YESTERDAY, children=children, siblings=True)
    cases = []
    for child in contact.children.order_by("pk"):
        case = refer(
            child,
            by=cast["sam"],
            why="Neglect is likely.",
            team=hindley,
            at=YESTERDAY + timedelta(hours=1),
        )
        allocate(case, by=cast["maya"], worker=cast["priya"], at=YESTERDAY + timedelta(hours=4))
        case.refresh_from_db()
        cases.append(case)
    priya, begun = cast["priya"], NOW - timedelta(minutes=50)
    ellie, _ = start(cases, "initial", by=priya, at=begun)
    save_part(
        ellie, "childs-own-words", "I make the tea when Mum is asleep.", 0, by=priya, at=begun
    )
    save_part(ellie, "analysis", ANALYSIS, 0, by=priya, at=begun)
    save_part(ellie, "basic-care", "There is food, most days.", 0, by=priya, at=begun)
    ask_agency(ellie, by=priya, name="St Bride's Primary School", asked_on=begun.date(), at=begun)
    return ellie


def test_the_pictures(assessed, enter):
    clock = Clock.objects.get(rule="initial-assessment", case=assessed.case)
    take(enter("dana"), "/duty/", "duty-desk", 820)
    take(enter("sam"), "/queue/", "decision-queue", 860)
    take(enter("maya"), "/my-team/", "my-team", 1180)
    priya = enter("priya")
    take(priya, f"/clocks/{clock.pk}/", "clock", 1060)
    priya.goto(f"/assessments/{assessed.pk}/parts/analysis/")
    priya.locator("[name=text]").press("Control+End")
    priya.keyboard.insert_text(LAST)
    priya.wait_for_selector("[data-autosave-status]:has-text('Saved 14:10')")
    take(priya, "", "assessment", 1000)


@pytest.fixture
def three(monkeypatch, tell, cast, hindley):
    """Three children whose conference is held on the last day in time, and everybody has come."""
    monkeypatch.setattr(timezone, "now", lambda: at(21, 4, 11))
    monkeypatch.setattr(navigation, "banner", lambda: "")
    monkeypatch.setattr(service, "state_of_watch", lambda: Watch(None, 20, 0, 0, 0, 0))
    cases = referred(cast, tell, hindley)
    for case, born in zip(cases, ("2017-05-09", "2020-11-02", "2025-08-30"), strict=True):
        case.person.birth_date = date.fromisoformat(born)
        case.person.save(update_fields=["birth_date"])
    enquired_about(cases, cast)
    return cases


def test_the_pictures_of_child_protection(three, enter, cast, monkeypatch):
    ellie, jake, noor = three
    conference = attended(three, cast, "initial", at(21, 4))
    ines = enter("ines")
    ines.goto(f"/conferences/{conference.pk}/record/")
    for place, (decision, why, views) in zip(
        conference.children.order_by("pk"), DECIDED, strict=True
    ):
        child = f"[name=child-{place.pk}-"
        ines.check(f"{child}decision][value={decision}]")
        if decision == "plan":
            ines.select_option(f"{child}category]", "NEG")
            ines.fill(f"{child}contingency]", "Their grandmother has them, as she has said.")
        ines.fill(f"{child}why]", why)
        ines.fill(f"{child}views]", views)
    ines.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    take(ines, "", "conference", 1440)
    decisions = {ellie: ("plan", "NEG"), jake: ("plan", "NEG"), noor: ("no-plan", "")}
    decided(conference, cast, at(21, 4), decisions)
    plan = live_plan(ellie)
    add_actions(plan, ACTIONS, by=cast["priya"], at=at(22, 4))
    core_group([ellie, jake], cast["priya"], at(6, 5), at(15, 6))
    seen_at_home([ellie, jake], cast["priya"], at(7, 5))
    monkeypatch.setattr(timezone, "now", lambda: at(2, 6, 11))
    priya = enter("priya")
    take(priya, f"/cases/{ellie.reference}/plan/", "plan", 1180)
    take(enter("helen"), "/service/", "service", 900)


DECIDED = (
    (
        "plan",
        "No grown-up has seen to food, clothes or school since January.",
        "I make the tea when Mum is asleep. I want her to get up.",
    ),
    (
        "plan",
        "He is left to his sister, who is eight.",
        "He drew the house with nobody in the kitchen.",
    ),
    ("no-plan", "Her father takes her in, and the health visitor sees her weekly.", ""),
)
ACTIONS = [
    Smart(
        "Ellie has had breakfast by half past eight",
        "Breakfast club each school day",
        "Jo Ward",
        "There five days of five, by the club's register",
        date(2026, 6, 12),
    ),
    Smart(
        "Ellie is a child at home, not the one who looks after the others",
        "Gemma gets both up, and a family worker comes on three mornings a week",
        "Gemma Marsden",
        "Ellie says so, and is awake in class",
        date(2026, 5, 29),
    ),
]


def take(page, address, name, height):
    """The top of a page, as it is first seen."""
    if address:
        page.goto(address)
    page.set_viewport_size({"width": 1280, "height": height})
    page.wait_for_load_state("networkidle")
    FOLDER.mkdir(exist_ok=True)
    picture = page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    assert len(picture) < LARGEST, f"{name}.png has {len(picture):,} bytes"
