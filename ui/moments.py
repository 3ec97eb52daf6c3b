"""Days and moments in words. Pure functions: `now` is an aware datetime, passed in, and says both
what time it is and which time zone the words are in."""

from datetime import date, datetime, timedelta


def local(value: datetime, now: datetime) -> datetime:
    """The moment in the time zone of `now`."""
    return value.astimezone(now.tzinfo) if value.tzinfo else value.replace(tzinfo=now.tzinfo)


def day_words(value: date | datetime, now: datetime) -> str:
    """ "Thursday 16 April", with the year when it is not this one."""
    day = local(value, now).date() if isinstance(value, datetime) else value
    year = "" if day.year == now.year else f" {day.year}"
    return f"{day:%A} {day.day} {day:%B}{year}"


def near_day_words(value: date, now: datetime) -> str:
    """ "today", "yesterday", "tomorrow", else the day in full."""
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    return near.get((value - now.date()).days) or day_words(value, now)


def moment_words(value: datetime, now: datetime) -> str:
    """ "today 16:40", "yesterday 09:05", "Thursday 16 April, 16:40"."""
    there = local(value, now)
    words = near_day_words(there.date(), now)
    comma = "" if words in ("today", "yesterday", "tomorrow") else ","
    return f"{words}{comma} {there:%H:%M}"


def span_words(span: timedelta) -> str:
    """How long, in its largest unit: "5 minutes", "3 hours", "2 days". Days from two on, weeks
    never: staff count days."""
    minutes = int(abs(span).total_seconds() // 60)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return _count(minutes, "minute")
    if minutes < 48 * 60:
        return _count(minutes // 60, "hour")
    return _count(minutes // (24 * 60), "day")


def since_words(value: date | datetime, now: datetime) -> str:
    """How long ago (or how long until): of a moment in minutes, hours, days; of a date in days."""
    if isinstance(value, datetime):
        return span_words(local(value, now) - now)
    days = abs((value - now.date()).days)
    return _count(days, "day") if days else "today"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
