"""A day so far ahead that it is a slip of the keyboard."""

from datetime import date, timedelta

from rules.frequencies import AGREED_AHEAD
from rules.workdays import in_full


def too_far(day: date, today: date) -> str:
    """Why nothing is agreed for that day; empty when it can be."""
    if day <= today + timedelta(days=AGREED_AHEAD.n):
        return ""
    return f"{in_full(day)} is more than {AGREED_AHEAD.n // 365} years away: check the year."
