from tests.access.records import of_contact
from tests.access.table import DECIDE, FRONT_DOOR, MANAGE, ON_THE_CASE, Page

TITLE, PLACE = "The front door", 2

PAGES = (
    Page("duty-desk", FRONT_DOOR, says="Today's contacts"),
    Page("contact-record", FRONT_DOOR, says="Record a contact"),
    Page("contact-matches", FRONT_DOOR, says="Whether a child is known, while a contact is typed"),
    Page("contact-agencies", FRONT_DOOR, says="Agencies, while a contact is typed"),
    Page("contact-counts", MANAGE, says="Numbers of contacts"),
    Page("contact-detail", (*FRONT_DOOR, "priya"), of_contact, "A contact"),
    # the number and where it went, for whoever wrote it down; a closed record is not named on it
    Page(
        "contact-receipt", ("dana",), of_contact, "The receipt, for whoever recorded it",
        restricted=("dana",),
    ),
    Page("decision-queue", DECIDE, says="Contacts to decide"),
    Page("contact-decide", DECIDE, of_contact, "Decide a contact"),
    Page("contact-accept", DECIDE, of_contact, "Take a contact to decide"),
    Page("contact-hand-back", DECIDE, of_contact, "Hand a contact back"),
    Page(
        "contact-answer", ON_THE_CASE,
        lambda r: {"reference": r.passed_on.contact.reference, "child": r.passed_on.pk},
        "Decide on new information about an open child",
    ),
)  # fmt: skip
