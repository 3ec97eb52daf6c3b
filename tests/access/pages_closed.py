"""Records that are closed: restricted, of one's own family, opened with a reason."""

from datetime import timedelta

from cases.models import PossibleMatch
from people.models import BrokenGlass, ListedReader
from tests.access.records import of_case
from tests.access.table import EVERYBODY, MANAGE, Page
from tests.conftest import MONDAY

TITLE, PLACE = "Closed records", 46
BREAKS = ("priya", "tom", "sam", "maya", "grace", "helen", "omar")
REVIEWS = (*MANAGE, "dev")
NOBODY = ()
KNOW = ("maya", "helen")
"""The managers who may read a restricted record of Hindley's."""


def build(record, cast):
    """What hangs on a closed record; on one that is open it is as if it did not exist."""
    child = record.contact.children.get()
    record.extra["match"] = PossibleMatch.objects.create(
        contact_child=child, person=record.person, found_at=MONDAY
    )
    record.extra["listed"] = ListedReader.objects.create(
        person=record.person, user=record.second.worker, added_by=cast["helen"], added_at=MONDAY
    )
    record.extra["glass"] = BrokenGlass.objects.create(
        user=cast["omar"], person=record.person, reason="danger", why="Alone at night.",
        at=MONDAY, until=MONDAY + timedelta(minutes=60),
    )  # fmt: skip


PAGES = (
    Page("case-restrict", MANAGE, of_case, "Restrict a record", restricted=KNOW),
    # there is a list and a review only where there is a restriction
    Page("case-restriction", NOBODY, of_case, "Who reads a restricted record", restricted=KNOW),
    Page("restriction-review", NOBODY, of_case, "Review a restriction", restricted=KNOW),
    Page("restriction-lift", NOBODY, of_case, "Lift a restriction", restricted=KNOW),
    Page(
        "restriction-unlist", MANAGE,
        lambda r: {**of_case(r), "pk": r.extra["listed"].pk}, "Take somebody off the list",
    ),
    Page(
        "contact-recognise", NOBODY,
        lambda r: {"reference": r.contact.reference, "pk": r.extra["match"].pk},
        "Whether a contact is about a restricted child", restricted=KNOW,
    ),
    Page("closed-records", REVIEWS, says="Closed records that wait for a look"),
    Page("break-glass", BREAKS, says="Open a closed record with a reason"),
    Page(
        "glass-review", REVIEWS, lambda r: {"pk": r.extra["glass"].pk},
        "Review why somebody opened a closed record",
    ),
    Page("own-family", EVERYBODY, says="Name one's own family and friends"),
    Page("own-family-record", REVIEWS, says="Record a tie for somebody else"),
    Page("own-family-end", REVIEWS, at=lambda t: {"pk": t.tie.pk}, says="End such a tie"),
)  # fmt: skip
