from tests.access.table import EVERYBODY, MANAGE, Page

TITLE, PLACE = "Everybody's pages", 1

PAGES = (
    Page("home", EVERYBODY, says="The way to one's own first page"),
    Page("welcome", EVERYBODY, says="A welcome, for who has no other first page"),
    Page("sign-out", EVERYBODY, says="Signing out", walked=False),
    Page("alerts", EVERYBODY, says="One's own alerts, which name no child"),
    Page("alerts-read", EVERYBODY, says="Mark one's own alerts as read"),
    Page("alert-read", EVERYBODY, at=lambda t: {"pk": t.alert.pk}, says="Mark an own alert as read"),
    Page("guidance-list", EVERYBODY, says="Guidance on practice"),
    Page("guidance-detail", EVERYBODY, at=lambda t: {"slug": "levels-of-need"}, says="One guide"),
    Page(
        "guidance-edit", (*MANAGE, "ada"), at=lambda t: {"slug": "levels-of-need"},
        says="Change a guide",
    ),
)  # fmt: skip
