"""What every page shows around its content: who is signed in, where they can go, what waits."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"service_name": "Socialcare"}
