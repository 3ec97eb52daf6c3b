"""Guidance beside the forms."""

import re
from pathlib import Path

import pytest

import rules.guidance
from rules.assessment_types import TYPES
from rules.codes import LevelOfNeed
from rules.guidance import GUIDANCE, PAGES

FIRST_PAGES = {
    "recording-a-contact",
    "levels-of-need",
    "deciding-a-contact",
    "waiting-for-allocation",
    "initial-assessment",
    "core-assessment",
    "single-assessment",
    "seeing-the-child",
    "analysis",
    "childs-own-words",
    "asking-agencies",
    "sibling-groups",
    "lateness",
    "conference",
    "strategy-discussion",
    "section-47",
    "emergency-action",
    "protection-plan",
    "core-group",
    "child-in-need-plan",
    "unborn-children",
}

every_page = pytest.mark.parametrize("page", PAGES, ids=[page.slug for page in PAGES])


def test_the_first_pages_are_there_each_under_a_name_of_its_own():
    """W46, H5"""
    assert set(GUIDANCE) == FIRST_PAGES
    assert len(PAGES) == len(GUIDANCE)
    assert len({page.title for page in PAGES}) == len(PAGES)


def test_no_page_lies_beside_the_table_unlisted():
    beside = {path.stem for path in Path(rules.guidance.__file__).parent.glob("*.md")}
    assert beside == set(GUIDANCE)


def test_every_page_that_a_form_points_to_exists():
    """W46: each part of each assessment has guidance beside it."""
    named = {part.guidance for kind in TYPES.values() for part in kind.parts}
    assert named | {kind.guidance for kind in TYPES.values()} <= set(GUIDANCE)


@every_page
def test_a_page_can_be_read_in_two_minutes_and_names_its_sources(page):
    assert 120 <= len(page.body.split()) <= 300
    assert page.sources


@every_page
def test_a_page_is_paragraphs_lists_and_headings_and_nothing_else(page):
    assert not re.search(r"\*\*|`|<|\]\(|^#(?!# )|^\d+\. ", page.body, re.MULTILINE)
    assert max(map(len, page.body.splitlines())) <= 100


def test_the_page_on_levels_tells_of_every_level():
    for level in LevelOfNeed:
        assert f"## {level.label}" in GUIDANCE["levels-of-need"].body
