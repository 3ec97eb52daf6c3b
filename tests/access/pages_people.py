from tests.access.records import of_person
from tests.access.table import FRONT_DOOR, Page

TITLE, PLACE = "People", 4

# The front door finds everybody's children; others those of their own team.
PAGES = (
    Page("search", (*FRONT_DOOR, "priya", "tom"), says="Search"),
    Page(
        "person-detail", (*FRONT_DOOR, "priya"), of_person, "A person", other=(*FRONT_DOOR, "tom")
    ),
    Page(
        "person-edit", (*FRONT_DOOR, "priya"), of_person, "Correct a person",
        other=(*FRONT_DOOR, "tom"),
    ),
)  # fmt: skip
