"""How long records are kept."""

from rules.book.text import capital, table
from rules.retention import HOLDINGS, PERIODS


def retention() -> list[str]:
    stays = [row for row in HOLDINGS.values() if row.stays]
    return [
        "## How long records are kept",
        "",
        (
            "By the gravest that a child ever was to us. Nothing is ever removed by itself: from that "
            "day the record is on a list to be reviewed, a legal hold keeps it from being disposed of, "
            "and two people decide, of whom neither may be the other. What is left is a stub (the ids "
            "and the dates of referral and closure) and a certificate that names no child."
        ),
        "",
        *table(
            ("Child", "Kept", "Source"),
            ((row.kind.label, capital(row.says), row.source) for row in PERIODS.values()),
        ),
        "",
        "### What stays after a disposal",
        "",
        *table(("Table", "Why"), ((row.model, row.stays) for row in stays)),
    ]
