"""What may happen to a record, who may do it, who may see it, and what its story says."""

from rules.access import ABILITIES, REACHES, ROLES, Reach
from rules.assessment_types import TYPES
from rules.book.text import capital, either, happening, roles, table
from rules.events import EVENTS
from rules.lifecycles import LIFECYCLES, NEEDS, Lifecycle, Step
from rules.reading import (
    GLASS,
    RESTRICTED,
    RESTRICTED_SOURCE,
    RESTRICTION_REVIEWED_EVERY,
    UNUSUAL,
)
from rules.throttles import THROTTLES
from rules.words import Words
from rules.workdays import listed


def lifecycles() -> list[str]:
    lines = [
        "## What may happen to a record, and who may do it",
        "",
        (
            "A step is refused unless the person's role is named, and the person is also one of those "
            "after «as» where it names any. The last column is what a refusal says when something is "
            "missing or in the way; it says all that applies at once."
        ),
    ]
    for name, lifecycle in LIFECYCLES.items():
        lines += ["", f"### {name}", "", *_beginnings(lifecycle)]
        if not lifecycle.steps:
            continue
        lines += [
            "",
            *table(
                ("Step", "From → to", "Who", "What a refusal may say"),
                ((step.label, _path(step), _hands(step), _asks(step)) for step in lifecycle.steps),
            ),
        ]
    types = listed([f"{row.label.lower()}" for row in TYPES.values()])
    return [
        *lines,
        "",
        (
            f"Each type of assessment ({types}) asks for more before it is sent or authorised: see "
            "«Assessment types»."
        ),
    ]


def _beginnings(lifecycle: Lifecycle) -> list[str]:
    return [
        f"- Begins as «{_label(state)}» by «{verb.replace('-', ' ')}»: "
        f"{roles(lifecycle.makers.get(verb, ()))}."
        for verb, state in lifecycle.begins.items()
    ]


def _path(step: Step) -> str:
    leaves = " / ".join(_label(state) for state in step.leaves)
    return f"{leaves} → {_label(step.enters) if step.enters else 'the same'}"


def _hands(step: Step) -> str:
    words = roles(step.by)
    if step.hats:
        words += f"; as {either([hat.label for hat in step.hats])}"
    if step.bars:
        words += f"; never {either([hat.label for hat in step.bars])}"
    return words


def _asks(step: Step) -> str:
    asks = ["say why"] if step.says_why else []
    asks += [NEEDS[need] for need in step.needs]
    return " ".join(f"{capital(ask)}." for ask in asks) or "—"


def _label(state: str) -> str:
    return state.label if isinstance(state, Words) else str(state)


def access() -> list[str]:
    return [
        "## Who may see what",
        "",
        (
            "What lies outside a person's reach does not exist for them: no page, no search result, "
            "no count."
        ),
        "",
        *table(
            ("Role", "Cases", "Contacts", "People", "Why"),
            (
                (row.role.label, row.cases.label, row.contacts.label, row.people.label, row.why)
                for row in ROLES.values()
            ),
        ),
        "",
        "What each reach means:",
        "",
        *(f"- **{reach.label}**: {REACHES[reach]}" for reach in Reach),
        "",
        *_restricted(),
        "",
        "### Who may do what",
        "",
        *table(
            ("What", "Who"),
            ((row.label, roles(row.by)) for row in ABILITIES.values()),
        ),
    ]


def throttles() -> list[str]:
    return [
        "## How often a page may be asked for",
        "",
        "Whoever asks more often is told to wait, and for how long.",
        "",
        *table(
            ("What", "A person", "An address", "Why"),
            (
                (
                    row.label,
                    f"{row.a_person:,} in {row.seconds // 60} min",
                    f"{row.an_address:,} in {row.seconds // 60} min",
                    row.why,
                )
                for row in THROTTLES
            ),
        ),
    ]


def _restricted() -> list[str]:
    reaches = [f"{role.label}: {reach.label.lower()}" for role, reach in RESTRICTED.items()]
    return [
        "### Restricted records, and one's own family",
        "",
        (
            "A restricted record is read by the child's workers, by those on its access list, and by "
            f"these roles without being on it ({'; '.join(reaches)}). To everybody else it does not "
            "exist: not in a search, a count, a family or an alert. It is reviewed every "
            f"{RESTRICTION_REVIEWED_EVERY} days. Source: {RESTRICTED_SOURCE}."
        ),
        "",
        (
            "Whoever has family or a close person on record is barred from that person's record and "
            "their household's, whatever their role reaches; they cannot be allocated to it, listed "
            "for it or break the glass."
        ),
        "",
        (
            f"**Breaking the glass** opens a closed record for {GLASS.minutes} minutes, with a reason. It "
            f"tells {GLASS.tells}, marks everything that is read, and is reviewed. Not for "
            f"{GLASS.not_for}. {GLASS.source}."
        ),
        "",
        "Reading that is listed for data protection to look into:",
        "",
        *table(
            ("What", "More than", "Why"),
            ((row.label, str(row.most) if row.most else "—", row.why) for row in UNUSUAL.values()),
        ),
    ]


def events() -> list[str]:
    lines = [
        "## What the story of a case can say",
        "",
        "Each act writes one line. Those marked belong to the chronology.",
        "",
    ]
    rows = (
        (capital(happening(row.key)), "Chronology" if row.significant else "")
        for row in EVENTS.values()
    )
    return [*lines, *table(("Line", ""), rows)]
