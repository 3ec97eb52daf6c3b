"""A child on a protection plan, and what a conference decided about them."""

from datetime import date
from types import SimpleNamespace

import pytest

from clocks.verify import verify
from protection.actions.plans import begin_plan
from tests.conftest import MONDAY, days


def wrong_clocks():
    """What `clocks verify` finds, but for what no sweep has looked at: tests write in the past."""
    return [found.what for found in verify() if "to be noticed" not in found.what]


@pytest.fixture
def decided():
    """What a conference decided about one child: `decided(case, date(2026, 3, 10))`."""

    def decide(case, held_on):
        return SimpleNamespace(case=case, conference=SimpleNamespace(held_on=held_on))

    return decide


@pytest.fixture
def plan(case, decided, ines):
    """In force since Tuesday 10 March 2026, for neglect."""
    return begin_plan(
        decided(case, date(2026, 3, 10)), by=ines, category="NEG", at=MONDAY + days(8)
    )
