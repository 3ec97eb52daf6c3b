"""Rule sets, how days are counted, and every clock."""

from datetime import date

from rules.book.text import capital, happening, table
from rules.frequencies import FREQUENCIES, THRESHOLDS
from rules.rule_sets import RULE_SETS, STARTS_WITH
from rules.timescales import TIMESCALES, Rung, Timescale
from rules.workdays import explain, listed


def rule_sets() -> list[str]:
    return [
        "## Rule sets",
        "",
        (
            "The law changes, and a case keeps the rules of the day it was referred. An administrator "
            "brings in a rule set from a date. A fresh install runs "
            f"«{RULE_SETS[STARTS_WITH].label}»."
        ),
        "",
        *table(
            ("Rule set", "What it asks", "Source"),
            ((row.label, row.summary, row.source) for row in RULE_SETS.values()),
        ),
    ]


def counting() -> list[str]:
    easter = {date(2026, 4, 3): "Good Friday", date(2026, 4, 6): "Easter Monday"}
    examples: tuple[tuple[date, int, dict[date, str]], ...] = (
        (date(2026, 6, 1), 1, {}),
        (date(2026, 6, 6), 7, {}),
        (date(2026, 3, 24), 15, easter),
    )
    return [
        "## How days are counted",
        "",
        (
            "Day 0 is the day it starts, which may be a weekend; day 1 is the next working day. A "
            "working day is a Monday to Friday that is not a bank holiday in England. A limit in "
            "working days ends at midnight at the end of its last day. A limit in hours runs through "
            "nights and weekends, and is that many real hours on the night the clocks change too. No "
            "clock can be paused."
        ),
        "",
        *(f"- {explain(start, days, holidays)}." for start, days, holidays in examples),
    ]


def timescales() -> list[str]:
    lines = [
        "## Timescales",
        "",
        (
            "A clock starts and ends when something happens, never because somebody pressed a button "
            "that says so. What is late stays late on the record, with the reason."
        ),
        "",
        *table(
            ("Clock", "Limit", "Rule sets", "Set by"),
            (
                (
                    row.label,
                    capital(str(row.allowed)),
                    in_sets(row),
                    "Law or statutory guidance" if row.statutory else "The council",
                )
                for row in TIMESCALES
            ),
        ),
    ]
    for row in TIMESCALES:
        lines += ["", f"### {row.label}: {row.allowed}", "", f"{row.act}. {in_sets(row)}.", ""]
        lines += [f"- Starts: {happening(key)}." for key in row.starts]
        lines += [f"- Ends: {happening(key)}." for key in row.stops]
        lines += [f"- Falls away: {happening(key)}." for key in row.cancels]
        if row.measures_only:
            lines.append("- Only measured: nobody is called when it passes.")
        else:
            lines += [f"- {rung.label}{_moment(rung)}: tells {_heard(rung)}." for rung in row.rungs]
        lines.append(f"- Source: {row.source}.")
    return lines


def frequencies() -> list[str]:
    return [
        "## How often, and how many",
        "",
        (
            "A child protection plan sets its own frequencies within these bounds. The other numbers "
            "are the same for everybody."
        ),
        "",
        *table(
            ("What", "Proposed", "Bounds", "Source"),
            (
                (
                    row.label,
                    f"{row.default} {row.unit}",
                    f"{row.least} to {row.most} {row.unit}",
                    row.source,
                )
                for row in FREQUENCIES
            ),
        ),
        "",
        *table(
            ("What", "Number", "Source"),
            ((row.label, f"{row.n} {row.unit}", row.source) for row in THRESHOLDS),
        ),
    ]


def in_sets(row: Timescale) -> str:
    if len(row.sets) == len(RULE_SETS):
        return "In every rule set"
    return "In " + listed([f"«{RULE_SETS[key].label}»" for key in row.sets])


def _moment(rung: Rung) -> str:
    before = [
        f"{-count} {unit}{'' if count == -1 else 's'}"
        for count, unit in ((rung.working_days, "working day"), (rung.hours, "hour"))
        if count < 0
    ]
    if rung.hours > 0:
        return f" ({rung.hours} hours after)"
    return f" ({listed(before)} before)" if before else ""


def _heard(rung: Rung) -> str:
    return "; ".join(to.label for to in rung.to)
