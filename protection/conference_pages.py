"""What every page about a conference shares: fetching is the access check, and the reading of each
child's record is logged."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404

from audit.story import looked_at_each
from protection.models import Conference, ConferenceChild
from protection.pages import Request, View


def conference_page(
    *methods: str, ability: str = "", logged: bool = True
) -> Callable[[View], View]:
    """A page about one conference: to those who may open none of its children's cases it does not
    exist, nor to those without the ability. The view is given the conference in place of its key;
    `shown_children` are those whose case the reader may open."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: Request, pk: int, **kwargs: Any) -> HttpResponse:
            found = Conference.objects.visible_to(request.user).select_related(
                "chair", "administrator", "minutes_written_by", "minutes_agreed_by"
            )
            conference = get_object_or_404(found, pk=pk)
            if ability and not request.user.may(ability):
                raise Http404
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            places = ConferenceChild.objects.visible_to(request.user).filter(conference=conference)
            children = list(
                places.select_related("case__person", "case__worker", "case__team").order_by("pk")
            )
            for child in children:
                child.conference = conference
            conference.shown_children = children
            if logged:
                looked_at_each(request, [child.case for child in children])
            return view(request, conference, **kwargs)

        return page

    return wrap


def version_of(text: str) -> int:
    """The version that a form was opened at; 0, which is none, for whatever is not a number."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
