"""What every page about a child's protection shares."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404

from accounts.models import User
from audit.story import looked
from cases.models import Case

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """Every page here is behind the sign-in."""

    user: User  # type: ignore[assignment]


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def record_page(model: Any, *methods: str, related: str = "case") -> Callable[[View], View]:
    """A page about one record on a case: to those who may not open the child's case it does not
    exist, whatever they send. The view is given the record in place of its key; the look is logged.
    `related` is the way from the record to its case."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, pk: int) -> HttpResponse:
            paths = [f"{related}__{name}" for name in ("person", "team", "worker")]
            found = model.objects.visible_to(request.user).select_related(*paths)
            record = get_object_or_404(found, pk=pk)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            case = record
            for name in related.split("__"):
                case = getattr(case, name)
            looked(request, case=case)
            return view(request, record)

        return page

    return wrap


def leads_for(case: Case) -> Any:
    """The qualified social workers of the child's team, and the child's own worker."""
    return (
        User.objects.filter(Q(team=case.team_id) | Q(pk=case.worker_id), is_active=True)
        .exclude(registration="")
        .order_by("name")
    )
