"""Parts of pages about a case: its header, and the guidance beside a form."""

from typing import Any

from django import template

from cases.models import Case
from cases.showing import CaseClocks, badges_of, details_of, local_now
from cases.tabs import address, tabs_for
from people.access import reading_of
from people.models import BrokenGlass, Person

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


@register.inclusion_tag("cases/_glass.html", takes_context=True)
def glass_open(context: Any, person: Person) -> dict[str, Any]:
    """{% glass_open person %}: that this record is closed to the reader, and open until when, above
    whatever is read in it. Nothing, and no query, for whoever reads it in their own right."""
    key = reading_of(context["request"].user).glass.get(person.pk)
    return {"glass": BrokenGlass.objects.get(pk=key) if key else None}


@register.inclusion_tag("cases/_case_head.html", takes_context=True)
def case_head(context: Any, case: Case) -> dict[str, Any]:
    """{% case_head case %}: the open clocks and the tabs. A page that has read the clocks for itself
    hands them on as `case_clocks`."""
    request = context["request"]
    match = request.resolver_match
    clocks = context.get("case_clocks") or CaseClocks(case, local_now())
    return {
        "clocks": clocks.shown,
        "tabs": tabs_for(case, request.user, match.url_name if match else ""),
    }
