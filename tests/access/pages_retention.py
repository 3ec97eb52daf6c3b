from datetime import date

from retention.models import Certificate, Disposal
from tests.access.records import of_person
from tests.access.table import Page
from tests.conftest import MONDAY

TITLE, PLACE = "Keeping and disposing", 8
REVIEW = ("dev", "helen")

PAGES = (
    Page("retention-due", REVIEW, says="Records due for review"),
    Page("certificates", REVIEW, says="Certificates of disposal"),
    Page(
        "certificate-detail", REVIEW, lambda r: {"pk": r.extra["certificate"].pk},
        "A certificate of disposal",
    ),
    Page("retention-record", REVIEW, of_person, "How long a record is kept"),
    Page("record-hold", REVIEW, of_person, "Put a record under a legal hold"),
    Page("record-lift", REVIEW, of_person, "Lift a legal hold"),
    Page("disposal-propose", REVIEW, of_person, "Propose that a record goes"),
    Page("disposal-refuse", REVIEW, of_person, "Keep a record that was proposed"),
    Page("disposal-confirm", REVIEW, of_person, "Dispose of a record"),
)  # fmt: skip


def build(record, cast):
    """A certificate to look at; the disposal itself was refused, so that the record is there."""
    disposal = Disposal.objects.create(
        person=record.person, kind="in-need", due_on=date(2026, 3, 1), proposed_at=MONDAY,
        proposed_by=cast["dev"], refused_at=MONDAY, refused_by=cast["helen"], refused_why="Not yet.",
    )  # fmt: skip
    record.extra["certificate"] = Certificate.objects.create(
        id=disposal.pk, disposal=disposal, at=MONDAY, person_reference=record.person.reference,
        case_references=[], ground="In need.", proposed_by=cast["dev"], confirmed_by=cast["helen"],
        removed={"visit": 2}, emptied={"person": 1}, kept=[],
    )  # fmt: skip
