"""Documents on a child's record."""

from typing import Any

from cases.actions.documents import store
from tests.access.records import Cast, Record, of_case
from tests.access.table import MANAGE, ON_THE_CASE, Page

TITLE, PLACE = "Documents", 3


def build(record: Record, cast: Cast) -> None:
    """A document of the lead worker's."""
    case = record.case
    record.extra["document"] = store(case, "other", "note.txt", b"A note.", by=case.worker)[0]


def of_document(record: Record) -> dict[str, Any]:
    return {**of_case(record), "pk": record.extra["document"].pk}


def of_file(record: Record) -> dict[str, Any]:
    return {**of_document(record), "number": 1}


PAGES = (
    Page("case-documents", ON_THE_CASE, of_case),
    Page("document-add", ON_THE_CASE, of_case, "File a document"),
    Page("document-detail", ON_THE_CASE, of_document),
    Page("document-file", ON_THE_CASE, of_file, "The content of a document"),
    Page("document-correct", ON_THE_CASE, of_document, "File a corrected document"),
    Page("document-withdraw", (*MANAGE, "priya"), of_document, "Withdraw a document"),
)
