"""Pages for what goes wrong between pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.kept import is_same_origin, keep, kept


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose protection token is out of date, as after signing in again in another tab.

    What was typed comes back to be sent again, but only when the browser says that the post came
    from one of our own pages: another site's post is shown nothing of itself."""
    carried = kept(keep(request)) if request.method == "POST" and is_same_origin(request) else None
    return render(
        request,
        "403_csrf.html",
        {"kept": carried, "title": "This page was out of date"},
        status=403,
    )
