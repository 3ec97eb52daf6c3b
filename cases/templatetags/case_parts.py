"""Parts of pages about a case: its header, and the guidance beside a form."""

from typing import Any

from django import template

from cases.models import Case
from cases.showing import badges_of, clocks_of, details_of, local_now
from cases.tabs import address, tabs_for

register = template.Library()


@register.inclusion_tag("components/_identity_bar.html", takes_context=True)
def case_identity(context: Any, case: Case) -> dict[str, Any]:
    """{% case_identity case %}: who this is about, above everything and in sight."""
    now = local_now()
    return {
        "person": case.person,
        "url": address("person-detail", case.person.reference),
        "badges": badges_of(case),
        "details": details_of(case, now),
    }


@register.inclusion_tag("cases/_case_head.html", takes_context=True)
def case_head(context: Any, case: Case) -> dict[str, Any]:
    """{% case_head case %}: the open clocks and the tabs."""
    request = context["request"]
    match = request.resolver_match
    return {
        "clocks": clocks_of(case, local_now()),
        "tabs": tabs_for(case, request.user, match.url_name if match else ""),
    }
