"""What things cost, and how that grows.

    python -m benchmarks [--scale small|town|county|both] [--only pages saving ordinary plans search sweep seals memory]

Makes databases of its own on the server that DATABASE_URL names, prints a table, writes it to
docs/benchmarks.md when everything was measured, and removes the databases again (`--keep` leaves
them for the next run).
"""

import argparse
import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from benchmarks import finding, memory, on_plans, pages, report, seals, sweep
from benchmarks.places import CHILDREN, Place, prepared
from benchmarks.timing import Line

SCALES = {**{scale: [scale] for scale in CHILDREN}, "both": ["small", "town", "county"]}
SWEPT = {"tiny": 50, "small": 1_000, "county": 100_000}
WHAT = ("pages", "saving", "ordinary", "plans", "search", "memory", "sweep", "seals")


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    options.add_argument("--scale", choices=SCALES, default="both")
    options.add_argument("--only", nargs="+", choices=WHAT, default=WHAT)
    options.add_argument("--turns", type=int, default=60, help="how often each page is opened")
    options.add_argument("--searches", type=int, default=200, help="of each kind")
    options.add_argument("--seed", type=int, default=2009)
    options.add_argument("--keep", action="store_true", help="leave the databases for the next run")
    chosen = options.parse_args()
    facts = report.machine()
    print("\n".join(facts))
    scales = SCALES[chosen.scale]
    with prepared(scales, chosen.seed, keep=chosen.keep) as places:
        for place in places:
            print(report.size_of(place))
        pages.even_out(places)
        lines = measured(places, chosen)
    for scale in scales if "sweep" in chosen.only else ():
        if scale in SWEPT:
            lines.append(sweep.line(SWEPT[scale], scale))
    for scale in scales if "seals" in chosen.only else ():
        if scale in SWEPT:
            lines.append(seals.line(SWEPT[scale], scale))
    print(report.as_text(lines))
    if set(chosen.only) == set(WHAT) and chosen.scale == "both":
        report.write(lines, facts, places)
        print(f"Written to {report.WHERE}")


def measured(places: list[Place], chosen: argparse.Namespace) -> list[Line]:
    lines: list[Line] = []
    # a town is there for the ordinary user, whose reach has to cost as little in a county
    ends = [place for place in places if place.scale != "town"] or places
    reached = [place for place in places if place.scale != "small"] or places
    if "pages" in chosen.only:
        lines += pages.beside_floors(ends, chosen.turns)
    if "saving" in chosen.only:
        lines += pages.saving(ends, chosen.turns)
    if "ordinary" in chosen.only:
        lines += pages.ordinary(reached, chosen.turns)
    if "plans" in chosen.only:
        on_plans.put_on_plans(ends)
        lines += pages.beside_floors(ends, chosen.turns, pages.ABOUT_PLANS)
    if "search" in chosen.only:
        lines += finding.searching(ends, chosen.searches)
    if "memory" in chosen.only:
        held = memory.resident(places[-1])
        met = "✓" if held < memory.AIM else "✗"
        said = f"{held:.0f} MB {met}"
        lines.append(Line("memory of a web process", places[-1].scale, held, 0, memory.AIM, said))
    return lines


if __name__ == "__main__":
    main()
