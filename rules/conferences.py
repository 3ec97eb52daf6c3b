"""What makes a conference a conference: who has to be there, and what the family has seen before.

A page says aloud what these rows ask for; where one is not met, the record says why.
"""

from collections.abc import Collection
from dataclasses import dataclass

from rules.codes.conferences import ConferenceKind, Sector
from rules.workdays import listed


@dataclass(frozen=True)
class Quorum:
    """`must` be represented, and at least `others` agencies besides."""

    kinds: tuple[ConferenceKind, ...]
    must: tuple[Sector, ...]
    others: int
    source: str


@dataclass(frozen=True)
class ReportShared:
    """The social worker's report is with the family this many working days before."""

    kinds: tuple[ConferenceKind, ...]
    working_days: int
    source: str


FIRST_TIME = (ConferenceKind.INITIAL, ConferenceKind.TRANSFER_IN, ConferenceKind.PRE_BIRTH)
PROCEDURES = "Local safeguarding procedures"

QUORA: tuple[Quorum, ...] = (
    Quorum(
        tuple(ConferenceKind),
        (Sector.SOCIAL_CARE,),
        2,
        f"{PROCEDURES} (such as Swindon, Quorate Child Protection Conferences): children's social "
        "work and at least two other agencies; without them only for a recorded reason",
    ),
)
REPORTS: tuple[ReportShared, ...] = (
    ReportShared(
        FIRST_TIME,
        3,
        f"{PROCEDURES} (such as Sussex, 7.11): at least three working days before",
    ),
    ReportShared(
        (ConferenceKind.REVIEW,),
        5,
        f"{PROCEDURES} (such as Sussex, 7.11): at least five working days before a review",
    ),
)
FIRST_CORE_GROUP_DAYS = 10
"""Working days after the conference by which the first core group meets; its clock counts them."""


def quorum_of(kind: str) -> Quorum:
    return next(row for row in QUORA if kind in row.kinds)


def report_shared(kind: str) -> ReportShared:
    return next(row for row in REPORTS if kind in row.kinds)


def quorum_lacks(kind: str, present: Collection[tuple[str, str]]) -> list[str]:
    """What is missing, as sentences; empty when the conference is quorate. `present` holds the
    sector and the name of the agency of everybody who attended for one."""
    row = quorum_of(kind)
    sectors = {sector for sector, _ in present}
    lacks = [
        f"Nobody is there for {Sector(sector).label.lower()}."
        for sector in row.must
        if sector not in sectors
    ]
    agencies = {
        (sector, name.strip().casefold()) for sector, name in present if sector not in row.must
    }
    if len(agencies) < row.others:
        have = {0: "none is", 1: "one is"}.get(len(agencies), f"{len(agencies)} are")
        lacks.append(f"At least {row.others} other agencies are needed; {have} there.")
    return lacks


def quorum_words(kind: str) -> str:
    """ "children's social care and at least 2 other agencies"."""
    row = quorum_of(kind)
    named = [Sector(sector).label for sector in row.must]
    first = f"{named[0][:1].lower()}{named[0][1:]}"
    return f"{listed([first, *named[1:]])} and at least {row.others} other agencies"
