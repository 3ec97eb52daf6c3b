"""Pages of a list that never count the whole of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

DEEPEST = 10_000  # pages: beyond this somebody is walking the table, not reading it


@dataclass(frozen=True)
class CountlessPage:
    """Some rows of a list, knowing only whether more follow."""

    rows: list[Any]
    number: int
    has_next: bool
    per_page: int = 25

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def first(self) -> int:
        """The position of the first row shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.per_page + len(self.rows)


def page_number(text: str | None) -> int:
    """The number asked for; 1 for anything that is not a page number."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1
    return number if 1 <= number <= DEEPEST else 1


def paginate(
    queryset: Any, request: HttpRequest, per_page: int = 25, key: str = "page"
) -> CountlessPage:
    """The page that the address asks for. Fetches one row more than it shows, and counts nothing.
    An empty page past the end gives the first page, so that an old link still shows something."""
    number = page_number(request.GET.get(key))
    start = (number - 1) * per_page
    rows = list(queryset[start : start + per_page + 1])
    if not rows and number > 1:
        number, rows = 1, list(queryset[: per_page + 1])
    return CountlessPage(rows[:per_page], number, len(rows) > per_page, per_page)
