"""The conferences of one child, as a block on the page of the child's protection."""

from typing import Any

from django import template

from cases.models import Case
from protection.models import ConferenceChild, Recommendation, TransferIn
from rules.lifecycles import Hat

register = template.Library()


@register.inclusion_tag("protection/_case_conferences.html", takes_context=True)
def case_conferences(context: Any, case: Case) -> dict[str, Any]:
    """{% case_conferences case %}: each with what it decided; what it recommended and nobody has
    discussed yet; a transfer in that waits for its conference. Three queries."""
    user = context["request"].user
    rows = ConferenceChild.objects.filter(case=case).select_related("conference")
    wishes = Recommendation.objects.filter(child__case=case).awaiting()
    return {
        "case": case,
        "conferences": rows.order_by("-conference__planned_at", "-pk"),
        "wishes": wishes,
        "transfers": TransferIn.objects.waiting().filter(case=case),
        "may_withdraw": Hat.MANAGER in case.hats(user),
        "may_write": case.is_open and user.may("write-record"),
    }
