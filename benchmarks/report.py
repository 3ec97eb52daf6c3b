"""The machine and the table, for the terminal and for docs/benchmarks.md."""

import os
import platform
from pathlib import Path
from typing import Any

import django
from django.db import connection

from benchmarks.places import CHILDREN, Place
from benchmarks.timing import Line

WHERE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
BEGINNING = """# What things cost

Written by `make bench` (`python -m benchmarks`), which measures on databases of its own. Every line is
a ratio of two things measured in turns in one run, so that a busy machine slows both; milliseconds are
medians. `✓` meets its aim, `✗` misses it.

- **The floor** of a page is a plain Django view behind the same middleware: it reads the same rows by
  the least SQL, in a handful of statements, and prints them in a bare table, with no layout, no menu, no
  words made of dates, and no link. The session and the user are read on both sides. Where the page
  writes (who looked at a record, a contact), so does the floor.
- **Growing** compares one page in a county ({county:,} children) with the same page, with as many rows, in
  a small place ({small:,} children). The pages about plans: {many:,} children are on a plan in the one and
  {few:,} in the other, in as many teams.
- **An ordinary user**, bound to a team, is compared with the head of service, who reaches every child, on the same
  page with the same rows, in a town ({town:,} children, some 5,000 cases) and in a county (some 50,000).
- **Search** stands beside its own statements sent again as they are, fetched, with no Python; *found* is
  the share of searches that show somebody of the name that was meant (aim 0.98 for misspelt names; a
  common surname alone has more bearers than a page has room).
- **The sweep** stands beside one SQL statement that makes the same writes: states, ledger lines, alerts.
- Bulk-loaded histories lie together by family, contacts and clocks more neatly than a living service
  leaves them; visits and entries in chronologies lie in the order of time, as they would.
"""


def machine() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
        settings = {}
        for name in ("shared_buffers", "work_mem", "fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            settings[name] = cursor.fetchone()[0]
    return [
        (
            f"{os.cpu_count()} cores ({_processor()}), {_gigabytes():.0f} GB of memory, load"
            f" {os.getloadavg()[0]:.1f} at the start"
        ),
        f"PostgreSQL {postgres} ("
        + ", ".join(f"{name} {value}" for name, value in settings.items())
        + ")",
        f"Python {platform.python_version()}, Django {django.get_version()}, {platform.system()}",
    ]


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def _gigabytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def size_of(place: Place) -> str:
    size: dict[str, Any] = place.facts["size"]
    return (
        f"{place.scale}: {size['people']:,} people, {size['cases']:,} cases, {size['events']:,} events,"
        f" {size['clocks']:,} clocks, {size['bytes'] / 1024**3:.1f} GB{place.facts.get('loaded', '')}"
    )


def cells(line: Line) -> tuple[str, ...]:
    if line.beside == 0:  # not a ratio: memory, recall
        return (line.what, line.scale, line.rows, "", "", f"aim {line.aim:g}", "")
    return (
        line.what,
        line.scale,
        line.rows,
        f"{line.ours:.1f} ms",
        f"{line.beside:.1f} ms",
        f"{line.ratio:.2f}",
        f"{'✓' if line.met else '✗'} {line.aim:g}",
    )


HEAD = ("What", "Scale", "Rows", "Ours", "Beside", "Ratio", "Aim")


def as_text(lines: list[Line]) -> str:
    rows = [HEAD, *map(cells, lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def write(lines: list[Line], facts: list[str], places: list[Place]) -> None:
    table = ["| " + " | ".join(HEAD) + " |", "|---" * len(HEAD) + "|"]
    table += ["| " + " | ".join(cells(line)) + " |" for line in lines]
    machine_ = "\n".join(f"- {each}" for each in [*facts, *map(size_of, places)])
    ends = [place for place in places if "on_plans" in place.facts]
    beginning = BEGINNING.format(
        **CHILDREN, few=ends[0].facts["on_plans"], many=ends[-1].facts["on_plans"]
    )
    WHERE.write_text(
        f"{beginning}\n## The machine\n\n{machine_}\n\n## The table\n\n" + "\n".join(table) + "\n"
    )
