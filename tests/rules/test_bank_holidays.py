"""The bank holidays the calendar is seeded from, against the list that GOV.UK publishes."""

import json
from datetime import date
from pathlib import Path

import govuk_bank_holidays
import holidays

PUBLISHED = Path(govuk_bank_holidays.__file__).parent / "bank-holidays.json"


def test_the_seeded_bank_holidays_agree_with_those_published():
    """Weekdays only, 2012 to 2028: a holiday on a Saturday takes no working day away."""
    events = json.loads(PUBLISHED.read_text())["england-and-wales"]["events"]
    published = {date.fromisoformat(event["date"]) for event in events}
    years = range(min(published).year, max(published).year + 1)
    # Whole years at both ends, so that none is compared by halves
    assert (min(published).month, max(published).month) == (1, 12)
    seeded = set(holidays.country_holidays("GB", subdiv="ENG", years=years))

    assert {day for day in seeded if day.weekday() < 5} == {
        day for day in published if day.weekday() < 5
    }
