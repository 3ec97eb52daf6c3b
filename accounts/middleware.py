"""Every page asks for a sign-in, and a session that ended does not lose what was typed."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse

from accounts.kept import keep


class SignInRequired(LoginRequiredMiddleware):
    """Closed by default, as Django's own; a post without a session is answered with the sign-in
    page, which holds the fields until the person is back."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("X-Requested-With") != "autosave":
            from accounts.views import sign_in_page

            return sign_in_page(request, kept=keep(request), status=401)
        return super().handle_no_permission(request, view_func)
