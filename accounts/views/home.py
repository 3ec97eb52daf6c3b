"""Everybody's own first page, and pages that belong to no record."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import presence


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own first page, unless what they had typed still waits to be sent."""
    if presence.KEPT in request.session:
        return redirect("carry-on")
    return redirect(request.user.access.home)


def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of a role whose own pages are still to come."""
    return render(
        request, "accounts/welcome.html", {"title": f"Welcome, {request.user.name.split()[0]}"}
    )


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility.html", {"title": "Accessibility statement"})
