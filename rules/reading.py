"""Records that are closed to others, breaking the glass, and reading that looks unusual. To change
who may know, for how long, or what looks unusual, change a row here."""

from dataclasses import dataclass

from rules.access import Reach, Role

RESTRICTED: dict[Role, Reach] = {
    Role.TEAM_MANAGER: Reach.TEAM,
    Role.HEAD_OF_SERVICE: Reach.ALL,
}
"""Whose restricted records a role reads without being on the access list. For every other role only
those on the list and those allocated to the child do. Where a team has no manager of its own, the
manager above goes onto the list when the record is restricted, so that nobody is locked out."""

RESTRICTED_SOURCE = (
    "Nottingham City Council, restricted records: four categories, listed access only, "
    "reviewed every 90 days"
)
RESTRICTION_REVIEWED_EVERY = 90
"""Days."""


@dataclass(frozen=True)
class Glass:
    """Opening a record that is closed to the reader, for a while, with a reason."""

    minutes: int
    tells: str
    not_for: str
    source: str


GLASS = Glass(
    minutes=60,
    tells="the record's managers at once, and data protection",
    not_for="records of the reader's own family",
    source="The council's own rule; break-glass with a reason and an alert is the ordinary compromise",
)


@dataclass(frozen=True)
class Unusual:
    """One kind of reading that data protection looks into. `most` is how much of it is ordinary."""

    key: str
    label: str
    why: str
    most: int = 0


UNUSUAL: dict[str, Unusual] = {
    row.key: row
    for row in (
        Unusual(
            "same-surname",
            "Read a person of the reader's own surname",
            "May be family; staff do not read their own family's records.",
        ),
        Unusual(
            "many-records",
            "Read many records in an hour",
            "Work takes minutes for each child; browsing takes seconds.",
            most=40,
        ),
        Unusual(
            "after-glass",
            "Broke the glass",
            "The record was closed to the reader; somebody asks whether it was right.",
        ),
        Unusual(
            "gone-or-away",
            "Read while recorded as away, or after leaving",
            "The account may be used by somebody else.",
        ),
    )
}
