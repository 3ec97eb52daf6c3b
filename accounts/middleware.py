"""Every page asks for a sign-in with a second factor, and a session that ended does not lose what
was typed."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts import presence
from accounts.kept import keep

WITHOUT_SECOND_FACTOR = {
    "second-factor",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "sign-out",
    "session-stay",
}
"""What somebody with a password and nothing else reaches: setting a second factor up."""


class SignInRequired(LoginRequiredMiddleware):
    """Closed by default, as Django's own; a post without a session is answered with the sign-in
    page, which holds the fields until the person is back."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated:
            request.user.page = {}
        if (
            request.user.is_authenticated
            and presence.go_on(request)
            and not settings.DEMO
            and getattr(view_func, "login_required", True)
            and not presence.has_second_factor(request.session)
            and str(request.resolver_match.url_name) not in WITHOUT_SECOND_FACTOR
        ):
            return redirect("second-factor")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        if request.method == "POST" and request.headers.get("X-Requested-With") != "autosave":
            from accounts.views.sign_in import sign_in_page

            return sign_in_page(request, kept=keep(request), status=401)
        return super().handle_no_permission(request, view_func)
