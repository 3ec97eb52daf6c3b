"""That domestic abuse is part of a case, wherever somebody works on it."""

from typing import Any

from django import template

from cases.models import Case

register = template.Library()


@register.inclusion_tag("protection/_domestic_abuse.html", takes_context=True)
def domestic_abuse(context: Any, case: Case) -> dict[str, Any]:
    """{% domestic_abuse case %}: the flag of the first contact, with the newest risk assessment or
    that there is none. Nothing, and no query, where neither was ever said."""
    user = context["request"].user
    return {
        "case": case,
        "newest": case.domestic_abuse_assessments.first() if case.domestic_abuse else None,  # type: ignore[attr-defined]
        "may_write": case.is_open and user.may("write-record"),
    }
