"""Signing in and out. In the demo anybody is anybody at one click; elsewhere by password and second
factor, by passkey, or by the council's single sign-on."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from accounts import presence
from accounts.adapters import refused
from accounts.cast import CAST
from accounts.kept import kept as read_kept
from accounts.models import User
from accounts.models.presence import note
from accounts.single_sign_on import PROVIDER
from ui import forms

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(forms.Form):
    username = forms.TextField(
        label="User name",
        called="your user name",
        max_length=60,
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = forms.TextField(
        label="Password",
        called="your password",
        max_length=200,
        attrs={"autocomplete": "current-password"},
        secret=True,
    )

    def clean_username(self) -> str:
        return User.normalize_username(self.cleaned_data["username"])


def sign_in_page(
    request: HttpRequest, *, form: SignInForm | None = None, kept: str = "", status: int = 200
) -> HttpResponse:
    """The sign-in page; `kept` is what somebody had typed when their session ended."""
    known = {}
    if settings.DEMO:
        known = {
            user.username: user
            for user in User.objects.filter(
                username__in=[m.key for m in CAST], is_active=True
            ).select_related("team")
        }
    asked = request.GET.get("next", "") or request.POST.get("next", "")
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "kept": kept,
        "next": asked if not kept and presence.is_ours(request, asked) else "",
        "demo": settings.DEMO,
        "cast": [(member, known[member.key]) for member in CAST if member.key in known],
        "single_sign_on": settings.SINGLE_SIGN_ON,
        "mail": settings.EMAIL_WANTED,
        "title": "Sign in",
    }
    return render(request, "accounts/sign_in.html", context, status=status)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect("home")
        return sign_in_page(request)
    kept = request.POST.get("kept", "")
    if settings.DEMO and request.POST.get("as"):
        return _at_one_click(request, request.POST["as"], kept)
    form = SignInForm(request.POST)
    user: Any = authenticate(request, **form.cleaned_data) if form.is_valid() else None
    if user is None:
        if form.is_valid():
            form.add_error(None, "The user name or the password is not right.")
        return sign_in_page(request, form=form, kept=kept)
    _carry(request, kept)
    username = user.username
    return perform_password_login(
        request, {"username": username}, Login(user=user, redirect_url=_onward(request))
    )


def _at_one_click(request: HttpRequest, key: str, kept: str) -> HttpResponse:
    user = User.objects.filter(username=key, is_active=True).first()
    if user is None or user.username not in {member.key for member in CAST}:
        return sign_in_page(request, kept=kept, status=400)
    _carry(request, kept)
    login(request, user, backend=MODEL_BACKEND)
    return presence.begin(request, user, how="demo", onward=_onward(request))


def _carry(request: HttpRequest, kept: str) -> None:
    """What was typed travels in the session while the sign-in takes several pages."""
    request.session.pop(presence.KEPT, None)
    if kept and read_kept(kept):
        request.session[presence.KEPT] = kept


def _onward(request: HttpRequest) -> str:
    onward = request.POST.get("next", "")
    return onward if presence.is_ours(request, onward) else ""


class SecondFactor(AuthenticateView):
    """After the password: a code, a recovery code or a passkey."""

    template_name = "accounts/mfa_authenticate.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": "Your second factor"}

    def form_invalid(self, form: Any) -> HttpResponse:
        note(self.stage.login.user, "wrong-code", address=presence.address_of(self.request))
        return super().form_invalid(form)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """On the way to the council's provider. The page says where to: a form may not lead off our own
    site (the policy of the page forbids it), a link may."""
    if settings.SINGLE_SIGN_ON is None:
        raise Http404
    if request.method == "GET" or request.user.is_authenticated:
        return redirect("sign-in")
    _carry(request, request.POST.get("kept", ""))
    provider = get_adapter().get_provider(request, PROVIDER)
    try:
        there = provider.redirect(request, process=AuthProcess.LOGIN, next_url=_onward(request))
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return refused(
            request,
            f"{settings.SINGLE_SIGN_ON.label} does not answer. Try again in a few minutes.".capitalize(),
            status=503,
        )
    if not isinstance(there, HttpResponseRedirect):
        return there
    return render(
        request,
        "accounts/single_sign_on.html",
        {"url": there.url, "label": settings.SINGLE_SIGN_ON.label, "title": "On the way"},
    )


@never_cache
@login_not_required
@require_safe
def openid_connect_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the council's provider."""
    if settings.SINGLE_SIGN_ON is None or provider_id != PROVIDER:
        raise Http404
    if request.user.is_authenticated:
        return redirect("home")
    try:
        return openid_connect.callback(request, provider_id)
    except (KeyError, ValueError):
        return refused(
            request,
            "The council's sign-in did not say who you are in the way that was agreed. Tell your "
            "system administrator.",
        )


@never_cache
@require_safe
def carry_on(request: HttpRequest) -> HttpResponse:
    """What somebody had typed when their session ended, to be sent again."""
    carried = read_kept(request.session.pop(presence.KEPT, ""))
    if carried is None:
        return redirect("home")
    if carried.get("who") not in (None, request.user.pk):
        return render(request, "accounts/carry_on.html", {"title": "You are signed in"})
    return render(
        request, "accounts/carry_on.html", {"kept": carried, "title": "You are signed in again"}
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@never_cache
@require_safe
def session_stay(request: HttpRequest) -> HttpResponse:
    """Somebody is at work on a page that they have not sent yet: the session goes on."""
    return HttpResponse("You are signed in.", content_type="text/plain")
