"""What each type of assessment asks, needs and leads to."""

from collections.abc import Iterator

from rules.assessment_types import TYPES, AssessmentType, Outcome
from rules.book.clocks import in_sets
from rules.book.text import capital, table
from rules.codes import TaskKind
from rules.lifecycles import NEEDS
from rules.timescales import TIMESCALES
from rules.triangle import DIMENSIONS, Domain
from rules.triangle import SOURCE as TRIANGLE_SOURCE


def assessment_types() -> list[str]:
    lines = ["## Assessment types"]
    for row in TYPES.values():
        lines += ["", *_assessment_type(row)]
    return lines


def _assessment_type(row: AssessmentType) -> list[str]:
    limits = [clock for clock in TIMESCALES if clock.key == row.clock]
    return [
        f"### {row.label}",
        "",
        *(f"- {capital(str(clock.allowed))}. {in_sets(clock)}." for clock in limits),
        f"- Its first day is {row.begins_on}.",
        f"- The analysis has at least {row.minimum_analysis_words} words.",
        f"- Source: {row.source}.",
        "",
        "Before it may be sent or authorised:",
        "",
        *(f"- {capital(NEEDS[need])}." for need in row.needs),
        "",
        "It may lead to:",
        "",
        *table(
            ("Outcome", "What it makes", "Reason asked for"),
            ((out.label, _made(out), "Yes" if out.says_why else "No") for out in row.outcomes),
        ),
        "",
        "It asks:",
        "",
        *table(("Part", "Prompts", "For brothers and sisters", "On the form"), _parts(row)),
    ]


def _made(outcome: Outcome) -> str:
    what, _, key = outcome.makes.partition(":")
    if what == "assessment":
        return f"{capital(TYPES[key].named)}"
    if what == "task":
        return f"A task: {TaskKind(key).label.lower()}"
    return "Nothing more"


def _parts(row: AssessmentType) -> Iterator[tuple[str, str, str, str]]:
    """The parts in their order, with each side of the triangle as one line."""
    told = set()
    for part in row.parts:
        name, prompts = part.label, " ".join(part.prompts)
        if part.domain:
            if part.domain in told:
                continue
            told.add(part.domain)
            side = row.parts_of(part.domain)
            name = f"{part.domain.label}: {', '.join(other.label for other in side)}"
            prompts = f"{len(side)} parts; prompts under «The assessment triangle»"
        once = "May be written once" if part.shared else "Each child's own"
        yield name, prompts, once, "Open" if part.always else "Offered"


def triangle() -> list[str]:
    lines = [
        "## The assessment triangle",
        "",
        "Each dimension is one box with two prompts: what goes well, and what is a worry.",
        "",
        f"Source: {TRIANGLE_SOURCE}. The prompts are the council's own.",
    ]
    for domain in Domain:
        rows = (
            (row.label, row.strengths, row.worries) for row in DIMENSIONS if row.domain == domain
        )
        lines += ["", f"### {domain.label}", ""]
        lines += table(("Dimension", "What goes well", "What is a worry"), rows)
    return lines
