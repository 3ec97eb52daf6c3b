"""Ages in words: in weeks under one year, then in years."""

from datetime import date


def years_between(birth_date: date, day: date) -> int:
    """Completed years. Whoever is born on 29 February is a year older on 1 March in other years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def age_in_words(
    day: date,
    *,
    birth_date: date | None,
    estimated: bool = False,
    expected_on: date | None = None,
    died_on: date | None = None,
) -> str:
    if expected_on is not None:
        due = f"{expected_on.day} {expected_on:%B}"
        if expected_on.year != day.year:
            due += f" {expected_on.year}"
        return f"unborn, due {due}" if day <= expected_on else f"unborn, was due {due}"
    if birth_date is None:
        return "age not known"
    if died_on is not None and day > died_on:
        return f"died, aged {_length(birth_date, died_on, estimated)}"
    if day < birth_date:
        return "not yet born"
    return _length(birth_date, day, estimated)


def _length(birth_date: date, day: date, estimated: bool) -> str:
    years = years_between(birth_date, day)
    if years >= 1:
        return f"about {years}" if estimated else _count(years, "year")
    days = (day - birth_date).days
    words = (
        _count(days // 7, "week") if days >= 7 else _count(days, "day") if days else "born today"
    )
    return f"about {words}" if estimated and days else words


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
