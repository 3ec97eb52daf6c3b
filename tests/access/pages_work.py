from tests.access.table import CARRY, MANAGE, Page

TITLE, PLACE = "Work and teams", 7

PAGES = (
    Page("my-work", ("priya", "tom", "sam"), says="One's own work"),
    Page("my-team", MANAGE, says="The team"),
    Page("service", ("grace", "helen"), says="Whether any child of the service is unsafe"),
    Page("childs-views", MANAGE, says="Whose own views are missing"),
    Page("domestic-abuse", MANAGE, says="Domestic abuse without a risk assessment"),
    Page("medicals", MANAGE, says="Medicals: what is overdue, and how long they take"),
    Page("awaiting-allocation", MANAGE, says="Children who wait for a worker"),
    Page("training", MANAGE, says="What the team has learned, and the gaps"),
    Page("training-record", MANAGE, says="Record training"),
    Page("absences", (*MANAGE, *CARRY), says="Who is away"),
    Page("absence-record", (*MANAGE, *CARRY), says="Record an absence"),
    Page("absence-end", (*MANAGE, "priya"), at=lambda t: {"pk": t.absence.pk}, says="End an absence"),
    Page(
        "absence-cover", (*MANAGE, "priya"), at=lambda t: {"pk": t.absence.pk},
        says="Say who covers",
    ),
)  # fmt: skip
