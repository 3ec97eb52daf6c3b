"""What every page shows around its content: who is signed in, where they can go, what waits.

The menu is a table: label, URL name, and the roles that have it, in the order of their day.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from audit.inbox import unread
from reports.watching import banner
from rules.access import AT_CONFERENCE, DECIDERS, MANAGERS, Role


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    by: tuple[Role, ...]


_CARRIERS = (Role.SOCIAL_WORKER, Role.SUPPORT_WORKER)

MENU: tuple[Entry, ...] = (
    Entry("Service", "service", (Role.GROUP_MANAGER, Role.HEAD_OF_SERVICE)),
    Entry("Conferences", "conferences", AT_CONFERENCE),
    Entry("My team", "my-team", MANAGERS),
    Entry("My work", "my-work", (*_CARRIERS, Role.SENIOR_PRACTITIONER)),
    Entry(
        "Duty desk", "duty-desk", (Role.DUTY_OFFICER, Role.OUT_OF_HOURS, Role.SENIOR_PRACTITIONER)
    ),
    Entry("Contacts to decide", "decision-queue", DECIDERS),
    Entry("Waiting for a worker", "awaiting-allocation", MANAGERS),
    Entry("Record a contact", "contact-record", (Role.DUTY_OFFICER, Role.OUT_OF_HOURS)),
    Entry("Who is away", "absences", (*MANAGERS, *_CARRIERS)),
    # group managers and the Head of Service find it on My team: a menu has six entries
    Entry(
        "Closed records",
        "closed-records",
        (Role.TEAM_MANAGER, Role.DATA_PROTECTION_OFFICER),
    ),
    Entry("The watch", "watch", (Role.SYSTEM_ADMINISTRATOR,)),
    Entry("Staff", "staff", (Role.SYSTEM_ADMINISTRATOR,)),
    Entry("Calendar", "calendar", (Role.SYSTEM_ADMINISTRATOR,)),
    Entry("Rule sets", "rule-sets", (Role.SYSTEM_ADMINISTRATOR,)),
    # managers find it on My team and beside a decision: a menu has six entries
    Entry("Agencies", "agencies", (Role.SYSTEM_ADMINISTRATOR,)),
    Entry("Access log", "access-log", (Role.DATA_PROTECTION_OFFICER,)),
    Entry("Retention", "retention-due", (Role.DATA_PROTECTION_OFFICER,)),
    Entry("Guidance", "guidance-list", tuple(Role)),
)


def menu(user: Any, current: str) -> list[dict[str, Any]]:
    """The entries for a role; never more than six."""
    entries = []
    for entry in MENU:
        if user.role in entry.by:
            entries.append(
                {
                    "label": entry.label,
                    "url": reverse(entry.url_name),
                    "current": entry.url_name == current,
                }
            )
    return entries


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every page."""
    context: dict[str, Any] = {"service_name": "Socialcare", "council_name": settings.COUNCIL}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    match = request.resolver_match
    try:
        entries = menu(user, match.url_name or "" if match else "")
    except NoReverseMatch:
        entries = []
    return {
        **context,
        "navigation": entries,
        "alerts_count": unread(user),
        "user_label": user.name,
        "may_search": user.may("search-people"),
        "idle_seconds": 60 * settings.SESSION_IDLE_MINUTES,
        "watch_banner": banner() if user.may("see-watch-banner") else "",
    }
