"""The section on conferences: who has to be there, and what the family has seen before."""

from rules.book.text import capital, table
from rules.codes.conferences import ConferenceKind
from rules.conferences import FIRST_CORE_GROUP_DAYS, QUORA, REPORTS, quorum_words


def conferences() -> list[str]:
    return [
        "## Conferences",
        "",
        (
            "Where a row is not met, the conference goes on only with the reason on record. No "
            "conference falls on a weekend or a bank holiday. The first core group meets within "
            f"{FIRST_CORE_GROUP_DAYS} working days of one that begins a plan."
        ),
        "",
        *table(
            ["Kind", "Quorate with", "Source"],
            [[_kinds(row.kinds), capital(quorum_words(row.kinds[0])), row.source] for row in QUORA],
        ),
        "",
        *table(
            ["Kind", "The family has the social worker's report", "Source"],
            [
                [_kinds(row.kinds), f"{row.working_days} working days before", row.source]
                for row in REPORTS
            ],
        ),
    ]


def _kinds(kinds: tuple[ConferenceKind, ...]) -> str:
    if set(kinds) == set(ConferenceKind):
        return "Every kind"
    return "; ".join(kind.label for kind in kinds)
