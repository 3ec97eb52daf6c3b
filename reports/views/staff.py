"""Joiners, movers and leavers: the pages of the system administrator, and the list of what somebody
still holds, which their managers have too."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import lock_out
from accounts.models import AccountEvent, Session, User
from accounts.single_sign_on import PROVIDER
from cases.actions import staff as act
from cases.held import Held, held_by
from cases.models import Case
from cases.pages import ability, done
from reports.staff_forms import (
    StaffAdd,
    StaffChange,
    StaffConnect,
    StaffMove,
    StaffSearch,
    Why,
    details_of,
)
from rules.access import Role
from ui import forms
from ui.pages import paginate

FACTORS = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)


@require_safe
@ability("keep-accounts")
def staff(request: HttpRequest) -> HttpResponse:
    form = StaffSearch(request.GET or None)
    locked = lock_out.locked_names(timezone.now())
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = paginate(_people(given, locked), request, per_page=50)
    for user in page:
        user.locked = user.username in locked
    return render(
        request,
        "reports/staff.html",
        {"form": form, "page": page, "asked": bool(request.GET), "title": "Staff"},
    )


def _people(given: dict[str, Any], locked: set[str]) -> QuerySet[User]:
    people = User.objects.select_related("team").annotate(
        has_factor=Exists(FACTORS.filter(user=OuterRef("pk"))),
        elsewhere=Exists(User.objects.filter(pk=OuterRef("pk"), socialaccount__provider=PROVIDER)),
    )
    if words := given.get("q"):
        for word in words.split():
            people = people.filter(
                Q(name__icontains=word) | Q(username__icontains=word) | Q(email__icontains=word)
            )
    if given.get("team"):
        people = people.filter(team=given["team"])
    match given.get("who"):
        case "left":
            people = people.filter(is_active=False)
        case "locked":
            people = people.filter(username__in=locked)
        case "bare":
            people = people.filter(is_active=True, has_factor=False, elsewhere=False)
        case _:
            people = people.filter(is_active=True)
    return people.order_by("name", "pk")


@require_safe
@ability("keep-accounts")
def staff_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user, now = _user(pk), timezone.now()
    factors = list(Authenticator.objects.filter(user=user))
    refused = AccountEvent.objects.filter(key="refuse", data__username=user.username)
    return render(
        request,
        "reports/staff_detail.html",
        {
            "who": user,
            "title": user.name,
            "factors": factors,
            "passkeys": sum(each.type == "webauthn" for each in factors),
            "authenticator": any(each.type == "totp" for each in factors),
            "sessions": Session.objects.filter(user=user, expire_date__gt=now).count(),
            "locked_until": lock_out.locked_until(user.username, None, now),
            "connected": SocialAccount.objects.filter(user=user, provider=PROVIDER).first(),
            "refused": refused.first() if settings.SINGLE_SIGN_ON else None,
            "single_sign_on": settings.SINGLE_SIGN_ON,
            "holds": held_by(user),
            "events": user.account_events.select_related("by", "user")[:25],
            "myself": user.pk == request.user.pk,
        },
    )


@never_cache
@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_add(request: HttpRequest) -> HttpResponse:
    form = StaffAdd(request.POST or None, initial={"fte": "1"})
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        if form.act(lambda: act.join(by=request.user, **given)):
            user = User.objects.get(username=User.normalize_username(given["username"]))
            messages.success(
                request,
                f"{user.name} has an account. Next, give them a link to choose their password.",
            )
            return redirect("staff-detail", user.pk)
    return _page(request, form, None, "staff_add")


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_change(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    form = StaffChange(request.POST or None, initial=details_of(user))
    if _sent(request, form) and done(
        form, lambda: act.change_details(user, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, f"{form.cleaned_data['name']}'s details are saved.")
        return redirect("staff-detail", pk)
    return _page(request, form, user, "staff_change")


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_move(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    form = StaffMove(request.POST or None, initial=details_of(user))
    if _sent(request, form) and done(
        form, lambda: act.move(user, by=request.user, **form.cleaned_data)
    ):
        user = _user(pk)
        messages.success(request, f"{user.name} is {act.place_of(user)} from now on.")
        return redirect("staff-detail", pk)
    return _page(request, form, user, "staff_move", holds=held_by(user))


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_end(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    said = f"{user.name}'s account has ended. They are signed out everywhere."
    return _act(request, user, "staff_end", act.leave, said, holds=held_by(user))


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_return(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    form = StaffMove(request.POST or None, initial=details_of(user))
    if _sent(request, form) and done(
        form, lambda: act.come_back(user, by=request.user, **form.cleaned_data)
    ):
        messages.success(
            request, f"{user.name}'s account is open. Give them a link to choose a password."
        )
        return redirect("staff-detail", pk)
    return _page(request, form, user, "staff_return")


@never_cache
@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Where no e-mail can be sent the link is shown here, once, to be handed over."""
    user = _user(pk)
    form = forms.Form(request.POST or None)
    link: list[str] = []
    if request.method == "POST":
        form.is_bound = True
        if done(form, lambda: link.append(act.give_link(user, by=request.user))):
            if link[0]:
                return _page(request, form, user, "staff_link", link=link[0])
            messages.success(request, f"A link is on its way to {user.email}.")
            return redirect("staff-detail", pk)
    return _page(request, form, user, "staff_link", mail=settings.EMAIL_WANTED and user.email)


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    said = f"{user.name} may try again at once."
    return _act(request, user, "staff_unlock", act.unlock, said)


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_reset_factors(request: HttpRequest, pk: int) -> HttpResponse:
    user = _user(pk)
    said = f"{user.name} sets up a new second factor when they sign in next."
    return _act(request, user, "staff_reset_factors", act.reset_factors, said)


@require_http_methods(["GET", "POST"])
@ability("keep-accounts")
def staff_connect(request: HttpRequest, pk: int) -> HttpResponse:
    if settings.SINGLE_SIGN_ON is None:
        raise Http404
    user = _user(pk)
    form = StaffConnect(request.POST or None, initial={"uid": request.GET.get("uid", "")[:191]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: act.join_to_single_sign_on(user, by=request.user, **given)):
            messages.success(request, f"{user.name} comes by {settings.SINGLE_SIGN_ON.label} now.")
            return redirect("staff-detail", pk)
    return _page(request, form, user, "staff_connect")


@require_safe
def staff_holds(request: HttpRequest, pk: int) -> HttpResponse:
    """What somebody still holds: all of it for the administrator, who opens no record; for a manager
    what is theirs to hand over, with the page where that is done."""
    reader = request.user
    user = _user(pk)
    held = held_by(user)
    keeper = reader.may("keep-accounts")
    if not keeper:
        if not reader.may("lead-team"):
            raise Http404
        held = _in_reach(reader, held)
        if not held and user.team_id not in reader.team_ids and reader.role != Role.HEAD_OF_SERVICE:
            raise Http404
    return render(
        request,
        "reports/staff_holds.html",
        {"who": user, "holds": held, "keeper": keeper, "title": f"What {user.name} still holds"},
    )


def _in_reach(reader: User, held: list[Held]) -> list[Held]:
    mine = set(
        Case.objects.visible_to(reader)
        .filter(pk__in=[each.case.pk for each in held if each.case])
        .values_list("pk", flat=True)
    )
    return [each for each in held if (each.case.pk in mine if each.case else True)]


@ability("keep-accounts")
@require_POST
def staff_ask(request: HttpRequest, pk: int) -> HttpResponse:
    managers = act.ask_to_hand_over(_user(pk), by=request.user)
    names = ", ".join(each.name for each in managers) or "nobody: there is no manager to tell"
    messages.success(request, f"Told: {names}.")
    return redirect("staff-detail", pk)


def _sent(request: HttpRequest, form: forms.Form) -> bool:
    return request.method == "POST" and form.is_valid()


def _user(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("team"), pk=pk)


def _act(
    request: HttpRequest, user: User, page: str, do: Callable[..., Any], said: str, **context: Any
) -> HttpResponse:
    """A page that asks why, and does it."""
    form = Why(request.POST or None)
    if _sent(request, form) and done(
        form, lambda: do(user, by=request.user, why=form.cleaned_data["why"])
    ):
        messages.success(request, said)
        return redirect("staff-detail", user.pk)
    return _page(request, form, user, page, **context)


def _page(
    request: HttpRequest, form: Any, user: User | None, page: str, **context: Any
) -> HttpResponse:
    return render(request, f"reports/{page}.html", {"form": form, "who": user, **context})
