from tests.access.table import MANAGE, Page

TITLE, PLACE = "Running the service", 9

PAGES = (
    Page("watch", ("ada", "helen"), says="The watch over the clocks"),
    Page(
        "incident-settle", ("ada", "helen"), at=lambda t: {"pk": t.incident.pk},
        says="Settle an incident",
    ),
    Page("mail-send-again", ("ada", "helen"), says="Send undelivered e-mail again"),
    Page("calendar", ("ada",), says="The calendar of bank holidays"),
    Page("holiday-add", ("ada",), says="Add a bank holiday"),
    Page("holiday-remove", ("ada",), at=lambda t: {"pk": t.holiday.pk}, says="Remove one"),
    Page("rule-sets", ("ada",), says="Rule sets"),
    Page("rule-set-bring-in", ("ada",), says="Bring in a rule set"),
    Page("agencies", ("ada", *MANAGE), says="Agencies, and the teams they are linked with"),
    Page(
        "agency-link", ("ada", *MANAGE), at=lambda t: {"pk": t.agency.pk},
        says="Link an agency with a team",
    ),
    Page("unusual-reading", ("dev",), says="Reading that looks unusual"),
    Page(
        "unusual-settle", ("dev",), at=lambda t: {"key": t.unusual},
        says="Settle reading that looked unusual",
    ),
    Page("access-log", ("dev",), says="Who looked at what"),
)  # fmt: skip
