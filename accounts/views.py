"""Signing in and out. In the demo anybody is anybody at one click; elsewhere by password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.cast import CAST
from accounts.kept import kept as read_kept
from accounts.models import User
from ui import forms

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(forms.Form):
    username = forms.TextField(
        label="User name",
        called="your user name",
        max_length=60,
        attrs={"autocomplete": "username"},
    )
    password = forms.TextField(
        label="Password",
        called="your password",
        max_length=200,
        attrs={"autocomplete": "current-password"},
        secret=True,
    )


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
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "kept": kept,
        "next": request.GET.get("next", "") if not kept else "",
        "demo": settings.DEMO,
        "cast": [(member, known[member.key]) for member in CAST if member.key in known],
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
    user: Any = None
    form = None
    if settings.DEMO and request.POST.get("as"):
        user = User.objects.filter(username=request.POST["as"], is_active=True).first()
        if user is None or user.username not in {member.key for member in CAST}:
            return sign_in_page(request, kept=kept, status=400)
    else:
        form = SignInForm(request.POST)
        if form.is_valid():
            user = authenticate(request, **form.cleaned_data)
            if user is None:
                form.add_error(None, "The user name or the password is not right.")
    if user is None:
        return sign_in_page(request, form=form, kept=kept)
    login(request, user, backend=MODEL_BACKEND)
    carried = read_kept(kept) if kept else None
    if carried:
        return render(
            request, "accounts/carry_on.html", {"kept": carried, "title": "You are signed in again"}
        )
    onward = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return redirect(onward)
    return redirect("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


def home(request: HttpRequest) -> HttpResponse:
    """Everybody's own first page."""
    return redirect(request.user.access.home)


def welcome(request: HttpRequest) -> HttpResponse:
    """The first page of a role whose own pages are still to come."""
    return render(
        request, "accounts/welcome.html", {"title": f"Welcome, {request.user.name.split()[0]}"}
    )


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility.html", {"title": "Accessibility statement"})
