from tests.access.records import of_person
from tests.access.table import FRONT_DOOR, ON_THE_CASE, Page

TITLE, PLACE = "People", 4


def _home(record):
    return record.person.addresses.get_or_create(
        kind="main", defaults={"lines": "A refuge", "confidential": True}
    )[0]


# The front door finds everybody's children; others those of their own team.
PAGES = (
    Page("search", (*FRONT_DOOR, "priya", "tom"), says="Search"),
    # the chair and the administrator of her brother's conference find who is around him
    Page(
        "person-detail",
        (*FRONT_DOOR, "priya", "ines", "abi"),
        of_person,
        "A person",
        other=(*FRONT_DOOR, "tom", "ines", "abi"),
    ),
    Page(
        "person-edit", (*FRONT_DOOR, "priya"), of_person, "Correct a person",
        other=(*FRONT_DOOR, "tom"),
    ),
    Page(
        "person-address-add", (*FRONT_DOOR, "priya"), of_person, "Add an address",
        other=(*FRONT_DOOR, "tom"),
    ),
    # a protected one, which only those who may open the case see
    Page(
        "person-address-change", ON_THE_CASE,
        lambda r: {**of_person(r), "pk": _home(r).pk}, "Change an address",
    ),
)  # fmt: skip
