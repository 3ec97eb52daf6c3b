"""What every page about a child's protection shares."""

from django.http import HttpRequest, QueryDict

from accounts.models import User


class Request(HttpRequest):
    """Every page here is behind the sign-in."""

    user: User  # type: ignore[assignment]


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None
