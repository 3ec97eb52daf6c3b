"""What every page about a child shares: fetching is the access check, reading is logged, and a
refusal keeps what was typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from audit.story import looked
from cases.models import Case, Contact
from ui.forms import Form
from workflow.engine import Refused

View = Callable[..., HttpResponse]


def ability(key: str) -> Callable[[View], View]:
    """The page is there for roles with this ability (`rules.access.ABILITIES`); others get 404."""

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(key):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return wrap


def case_for(request: HttpRequest, reference: str, what: str = "view") -> Case:
    """The case, if this person may open it; otherwise as if it did not exist. The look is logged,
    once: `what` says whether it is shown, printed or exported."""
    cases = Case.objects.visible_to(request.user).select_related("person", "team", "worker")
    case = get_object_or_404(cases, reference=reference)
    looked(request, what, case=case)
    return case


def contact_for(request: HttpRequest, reference: str) -> Contact:
    """The contact, if this person may open it; otherwise as if it did not exist. The look is logged."""
    contacts = Contact.objects.visible_to(request.user).select_related(
        "agency__linked_team", "team", "recorded_by"
    )
    contact = get_object_or_404(contacts, reference=reference)
    looked(request, contact=contact)
    return contact


def done(form: Form, act: Callable[[], Any]) -> bool:
    """Whether the act was done. A refusal goes onto the form, each reason a line of its summary,
    and what was typed stays."""
    try:
        act()
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(None, reason)
        return False
    return True
