"""A password that was forgotten, and the link that stands in for it."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import presence, tasks
from accounts.lock_out import unlock
from accounts.models import User
from accounts.models.presence import note
from accounts.passwords import PasswordForm, choose_password, user_of
from ui import forms

LINK = "password-link"
"""Where the token waits in the session, so that it stands in no address that is sent on."""
HELD = "set"
"""What stands in the address instead."""


class ForgottenForm(forms.Form):
    username = forms.TextField(
        label="User name",
        called="your user name",
        max_length=60,
        attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """The answer is the same whether there is such an account or not."""
    form = ForgottenForm(request.POST or None)
    sent = False
    if request.method == "POST" and settings.EMAIL_WANTED and form.is_valid():
        username = User.normalize_username(form.cleaned_data["username"])
        sent = True
        if ratelimit.consume(request, action="reset_password", key=username):
            user = User.objects.filter(username=username, is_active=True).exclude(email="").first()
            if user is not None and user.has_usable_password():
                note(user, "link", by=user, address=presence.address_of(request))
                tasks.send_link.delay_on_commit(user.pk)
    return render(
        request,
        "accounts/password_forgotten.html",
        {
            "form": form,
            "sent": sent,
            "mail": settings.EMAIL_WANTED,
            "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
            "title": "Forgotten password",
        },
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest, uidb64: str, token: str) -> HttpResponse:
    """Where a link leads. The token goes into the session first, out of the address."""
    if token != HELD:
        if user_of(uidb64, token) is None:
            return _spent(request)
        request.session[LINK] = token
        return redirect(LINK, uidb64=uidb64, token=HELD)
    user = user_of(uidb64, request.session.get(LINK, ""))
    if user is None:
        return _spent(request)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        choose_password(user, form.cleaned_data["new"], address=presence.address_of(request))
        unlock(user)
        request.session.pop(LINK, None)
        messages.success(request, "Your password is set. Sign in with it now.")
        return redirect("sign-in")
    return render(
        request,
        "accounts/password_link.html",
        {"form": form, "who": user, "title": "Choose your password"},
    )


def _spent(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "accounts/password_link.html",
        {"title": "This link does not work any more", "mail": settings.EMAIL_WANTED},
        status=410,
    )
