"""When something happened of which only the day is known."""

from datetime import date, datetime, time

from django.utils import timezone


def moment_of(day: date, at: datetime) -> datetime:
    """`at` when the day is today, otherwise the day's noon."""
    local = timezone.localtime(at)
    return at if day == local.date() else datetime.combine(day, time(12), local.tzinfo)
