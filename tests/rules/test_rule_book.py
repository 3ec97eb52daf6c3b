"""The rule tables agree with each other, and the printed book with the tables."""

import subprocess
import sys
from pathlib import Path

import pytest

from rules.access import ABILITIES, NO_RECORD, ROLES, Role
from rules.assessment_types import TYPES
from rules.book import book
from rules.codes import CODE_SETS, LevelOfNeed
from rules.conferences import QUORA, REPORTS
from rules.events import EVENTS, sentence
from rules.frequencies import FREQUENCIES, THRESHOLDS
from rules.guidance import PAGES
from rules.lifecycles import LIFECYCLES, NEEDS, assessment
from rules.rule_sets import RULE_SETS, STARTS_WITH
from rules.timescales import TIMESCALES, timescale

ROOT = Path(__file__).parents[2]

STEPS = [(name, step) for name, lifecycle in LIFECYCLES.items() for step in lifecycle.steps]
every_step = pytest.mark.parametrize(
    ("name", "step"), STEPS, ids=[f"{name}: {step.verb}" for name, step in STEPS]
)
every_clock = pytest.mark.parametrize(
    "row", TIMESCALES, ids=[f"{row.key} {row.allowed}" for row in TIMESCALES]
)
PREFIXES = {
    "A child in a contact": ["contact"],
    "A case": ["case"],
    "An assessment": [kind.clock for kind in TYPES.values()],
    "A task": ["task"],
    "A child protection plan": ["protection-plan"],
    "A child in need plan": ["in-need-plan"],
    "A core group": ["core-group"],
    "A child's place in a conference": ["conference"],
    "A transfer in from another council": ["transfer-in"],
    "A strategy discussion about a child": ["strategy"],
    "A Section 47 enquiry": ["section-47"],
    "A medical for an enquiry": ["medical"],
    "Police protection": ["police-protection"],
    "An emergency protection order": ["epo"],
    "A restriction": ["restriction"],
}


# --- the printed book ------------------------------------------------------------------------


def test_the_printed_copy_is_the_book():
    """To mend: `python -m rules > docs/rules.md`."""
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == book()


def test_the_command_prints_the_book_the_same_each_time():
    printed = [
        subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "rules"],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout.decode()
        for seed in ("1", "2")
    ]
    assert printed == [book(), book()]


def test_the_book_tells_every_row():
    text = book()
    for label in (
        *(row.label for row in RULE_SETS.values()),
        *(row.label for row in TIMESCALES),
        *(row.label for row in (*FREQUENCIES, *THRESHOLDS)),
        *LIFECYCLES,
        *(step.label for _, step in STEPS),
        *(role.label for role in Role),
        *(row.label for row in ABILITIES.values()),
        *(kind.label for kind in TYPES.values()),
        *(part.label for kind in TYPES.values() for part in kind.parts),
        *(outcome.label for kind in TYPES.values() for outcome in kind.outcomes),
        *(level.description for level in LevelOfNeed),
        *(word.label for words in CODE_SETS for word in words),
        *(page.title for page in PAGES),
    ):
        assert label in text, label


def test_every_row_names_its_source():
    rows = (*RULE_SETS.values(), *TIMESCALES, *TYPES.values(), *THRESHOLDS, *FREQUENCIES)
    rows += (*QUORA, *REPORTS)
    assert all(row.source.strip() for row in rows)
    assert all(source.strip() for source in CODE_SETS.values())
    assert all(all(page.sources) and page.sources for page in PAGES)
    text = book()
    assert all(row.source in text for row in rows)


def test_no_placeholder_is_left_in_the_book():
    assert "…" not in book()
    assert "{" not in book()


# --- the tables among themselves -------------------------------------------------------------


@every_clock
def test_a_clock_names_only_events_that_happen(row):
    assert row.starts
    assert row.stops
    assert {*row.starts, *row.stops, *row.cancels} <= set(EVENTS)


@every_clock
def test_a_clock_that_calls_somebody_climbs_its_ladder_in_order(row):
    moments = [(rung.working_days, rung.hours) for rung in row.rungs]
    assert moments == sorted(moments)
    assert len({rung.key for rung in row.rungs}) == len(row.rungs)
    assert "due" in {rung.key for rung in row.rungs}


@every_clock
def test_a_clock_belongs_to_rule_sets_that_exist(row):
    assert row.sets
    assert set(row.sets) <= set(RULE_SETS)


@pytest.mark.parametrize("rule_set", RULE_SETS)
def test_a_rule_set_has_each_clock_once(rule_set):
    keys = [row.key for row in TIMESCALES if rule_set in row.sets]
    assert len(set(keys)) == len(keys)
    assert all(timescale(key, rule_set).key == key for key in keys)


def test_the_seven_day_and_the_ten_day_limit_are_two_rule_sets():
    """W10"""
    limits = {
        key: str(timescale("initial-assessment", key).allowed)
        for key in ("framework-2000", "working-together-2010")
    }
    assert limits == {
        "framework-2000": "7 working days",
        "working-together-2010": "10 working days",
    }
    assert str(timescale("single-assessment", "single-assessment").allowed) == "45 working days"
    assert STARTS_WITH in RULE_SETS


def test_a_clock_that_a_rule_set_does_not_have_is_a_key_error():
    with pytest.raises(KeyError, match="single-assessment"):
        timescale("single-assessment", "framework-2000")


@every_step
def test_a_step_is_taken_by_roles_that_exist_and_asks_for_what_has_a_sentence(name, step):
    assert step.by
    assert all(isinstance(role, Role) for role in step.by)
    assert set(step.needs) <= set(NEEDS)


@every_step
def test_nobody_is_both_asked_for_and_barred(name, step):
    assert not set(step.hats) & set(step.bars)


@every_step
def test_every_step_tells_an_event(name, step):
    assert {f"{prefix}.{step.verb}" for prefix in PREFIXES[name]} <= set(EVENTS)


@pytest.mark.parametrize("name", LIFECYCLES)
def test_every_state_can_be_reached_and_begun_and_each_beginning_has_a_maker(name):
    lifecycle = LIFECYCLES[name]
    assert set(lifecycle.makers) == set(lifecycle.begins)
    assert all(lifecycle.makers.values())
    assert {f"{p}.{verb}" for p in PREFIXES[name] for verb in lifecycle.begins} <= set(EVENTS)
    reached = set(lifecycle.begins.values())
    while True:
        further = {
            step.enters for step in lifecycle.steps if step.enters and reached & set(step.leaves)
        }
        if further <= reached:
            break
        reached |= further
    left = {state for step in lifecycle.steps for state in step.leaves}
    assert left <= reached


@pytest.mark.parametrize("name", LIFECYCLES)
def test_a_verb_means_one_step(name):
    verbs = [step.verb for step in LIFECYCLES[name].steps]
    assert len(set(verbs)) == len(verbs)


def test_nobody_authorises_what_they_wrote():
    for kind in TYPES.values():
        for verb in ("return", "authorise"):
            assert "author" in assessment(kind.needs).step(verb).bars


def test_a_duty_officer_decides_no_contact():
    """W1: records and screens out below the threshold, and that is all."""
    verbs = {
        step.verb
        for step in LIFECYCLES["A child in a contact"].steps
        if Role.DUTY_OFFICER in step.by
    }
    assert verbs == {"screen-out"}


def test_every_role_has_a_row_and_partners_and_members_reach_no_record():
    assert set(ROLES) == set(Role)
    for role in (Role.PARTNER, Role.ELECTED_MEMBER, Role.SYSTEM_ADMINISTRATOR):
        row = ROLES[role]
        assert {row.cases, row.contacts, row.people} <= set(NO_RECORD)


def test_every_ability_belongs_to_somebody():
    assert all(row.by and set(row.by) <= set(Role) for row in ABILITIES.values())


@pytest.mark.parametrize("key", EVENTS)
def test_every_event_can_be_told_without_its_details(key):
    assert sentence(key, "Priya", {}).strip()
    assert "{" not in sentence(key, "Priya", {})


def test_an_event_that_left_the_table_is_still_told():
    assert sentence("case.forgotten", "Priya", {}) == "Priya: case.forgotten"


def test_every_need_is_asked_for_by_some_step():
    asked = {need for _, step in STEPS for need in step.needs}
    asked |= {need for kind in TYPES.values() for need in kind.needs}
    assert asked == set(NEEDS)
