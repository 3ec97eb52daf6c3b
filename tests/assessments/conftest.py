"""Beginnings for assessments: one that is written, one that is sent, and a brother and sister."""

import pytest

from assessments.actions.begin import start
from tests.conftest import MONDAY, days

ANALYSIS = "The home was cold on both visits and the cupboards were empty. " * 12


@pytest.fixture
def draft(case, priya):
    """Priya's initial assessment of Ellie, begun on the Tuesday."""
    case.refresh_from_db()
    (assessment,) = start(case, "initial", by=priya, at=MONDAY + days(1))
    return assessment
