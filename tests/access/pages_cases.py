from tests.access.records import of_case
from tests.access.table import MANAGE, ON_THE_CASE, Page

TITLE, PLACE = "A child's case", 3

PAGES = (
    Page("case-detail", ON_THE_CASE, of_case, "The case"),
    Page("case-family", ON_THE_CASE, of_case, "The family"),
    Page("case-family-add", ON_THE_CASE, of_case, "Add somebody to the family"),
    Page(
        "case-family-change", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.tie.pk},
        "Change what is recorded of a relative",
    ),
    Page(
        "case-family-end", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.tie.pk},
        "End a relationship",
    ),
    Page("case-professional-add", ON_THE_CASE, of_case, "Add a professional"),
    Page(
        "case-professional-end", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.professional.pk},
        "End a professional's involvement",
    ),
    Page("case-story", ON_THE_CASE, of_case, "The story of the case"),
    Page("case-as-of", ON_THE_CASE, of_case, "The case as it was on another day"),
    Page("chronology-add", ON_THE_CASE, of_case, "Add to the chronology"),
    Page(
        "chronology-correct", ON_THE_CASE, lambda r: {**of_case(r), "pk": r.entry.pk},
        "Correct the chronology",
    ),
    Page("case-access", (*MANAGE, "dev"), of_case, "Who has looked at the record"),
    Page("case-visit", ON_THE_CASE, of_case, "Record a visit"),
    Page("case-task-set", ON_THE_CASE, of_case, "Set a task"),
    Page("case-close", MANAGE, of_case, "Close the case"),
    Page("case-allocate", MANAGE, of_case, "Allocate the case"),
    Page("case-reallocate", MANAGE, of_case, "Give the case to another worker"),
    Page("case-wait", MANAGE, of_case, "Put the case back to wait"),
    Page("case-review-waiting", MANAGE, of_case, "Look again at a child who waits"),
    Page("case-add-worker", MANAGE, of_case, "Add a worker"),
    Page(
        "case-end-worker", MANAGE, lambda r: {**of_case(r), "pk": r.second.pk},
        "Take a worker off",
    ),
    Page("task-detail", ON_THE_CASE, lambda r: {"pk": r.task.pk}, "A task"),
    Page(
        "clock-detail", ON_THE_CASE, lambda r: {"pk": r.case.clocks.earliest("pk").pk}, "A clock"
    ),
)  # fmt: skip
