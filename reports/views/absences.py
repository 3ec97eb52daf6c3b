"""Who is away and who covers."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Absence, User
from cases.actions.absences import (
    change_cover,
    end_absence,
    may_keep_absences_of,
    record_absence,
)
from cases.loads import CARRIERS
from cases.pages import done
from reports.away import away, grave_of
from reports.forms import AbsenceCover, AbsenceEnd, AbsenceRecord
from reports.teams import Chosen, chosen
from rules.access import MANAGERS
from ui.moments import day_words


def _open_to(request: HttpRequest) -> None:
    """For those who carry cases and those who lead teams."""
    if not (request.user.may("carry-cases") or request.user.may("lead-team")):
        raise Http404


@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    _open_to(request)
    now = timezone.localtime()
    user = request.user
    teams = (
        chosen(request) if user.may("lead-team") else Chosen([user.team] if user.team else [], None)
    )
    found = away(user, teams.ids, now)
    return render(
        request,
        "reports/absences.html",
        {
            "teams": teams,
            "away": [each for each in found if each.begun],
            "coming": [each for each in found if not each.begun],
            "uncovered": [child for each in found if each.begun for child in each.uncovered],
            "now": now,
        },
    )


@require_http_methods(["GET", "POST"])
def absence_record(request: HttpRequest) -> HttpResponse:
    _open_to(request)
    now = timezone.localtime()
    users = _whose(request.user)
    asked = request.GET.get("user", "")
    form = AbsenceRecord(
        request.POST or None,
        users=users,
        covers=_covers(request.user),
        initial={
            "user": asked if asked.isascii() and asked.isdigit() else request.user.pk,
            "since": now.date(),
        },
    )
    if request.method == "POST" and form.is_valid():
        names = ("user", "since", "until", "cover", "reason")
        given = {name: form.cleaned_data[name] for name in names}
        if form.act(lambda: record_absence(by=request.user, at=now, **given)):
            who = "You are" if given["user"] == request.user else f"{given['user']} is"
            until = f" until {day_words(given['until'], now)}" if given["until"] else ""
            cover = (
                f"{given['cover']} covers and has been told."
                if given["cover"]
                else "Nobody covers: what comes in goes to the managers."
            )
            messages.success(
                request, f"{who} away from {day_words(given['since'], now)}{until}. {cover}"
            )
            return redirect("absences")
    worker = form.cleaned_data.get("user") if form.is_bound and form.is_valid() else None
    if worker is None and not form.is_bound:
        worker = users.filter(pk=form.initial["user"]).first()
    context = {"form": form, "grave": grave_of(request.user, worker) if worker else []}
    if worker:
        context["whose"] = "You hold" if worker == request.user else f"{worker} holds"
    return render(request, "reports/absence_record.html", context)


@require_http_methods(["GET", "POST"])
def absence_end(request: HttpRequest, pk: int) -> HttpResponse:
    absence = _absence_for(request, pk)
    now = timezone.localtime()
    form = AbsenceEnd(request.POST or None, initial={"back_on": now.date()})
    if request.method == "POST" and form.is_valid():
        back_on = form.cleaned_data["back_on"]
        if done(form, lambda: end_absence(absence, by=request.user, back_on=back_on, at=now)):
            messages.success(
                request,
                f"{absence.user} is back on {day_words(back_on, now)}. The cover ends then.",
            )
            return redirect("absences")
    return render(request, "reports/absence_end.html", {"form": form, "absence": absence})


@require_http_methods(["GET", "POST"])
def absence_cover(request: HttpRequest, pk: int) -> HttpResponse:
    absence = _absence_for(request, pk)
    now = timezone.localtime()
    covers = _covers(absence.user).exclude(pk=absence.user_id)
    form = AbsenceCover(request.POST or None, covers=covers, initial={"cover": absence.cover_id})
    if request.method == "POST" and form.is_valid():
        cover = form.cleaned_data["cover"]
        if done(form, lambda: change_cover(absence, by=request.user, cover=cover, at=now)):
            messages.success(request, f"{cover} covers for {absence.user} and has been told.")
            return redirect("absences")
    return render(request, "reports/absence_cover.html", {"form": form, "absence": absence})


def _absence_for(request: HttpRequest, pk: int) -> Absence:
    _open_to(request)
    absence = get_object_or_404(Absence.objects.select_related("user__team", "cover"), pk=pk)
    if not may_keep_absences_of(request.user, absence.user):
        raise Http404
    return absence


def _whose(user: User) -> Any:
    """Whose absence this person may record: their own, and for managers those of their teams."""
    staff = User.objects.filter(is_active=True, role__in=(*CARRIERS, *MANAGERS))
    if user.may("lead-team"):
        if user.access.cases == "all":
            return staff
        return staff.filter(Q(team__in=user.team_ids) | Q(pk=user.pk))
    return User.objects.filter(pk=user.pk)


def _covers(user: User) -> Any:
    """Who may cover: whoever carries cases or leads, the same team and those around it."""
    staff = User.objects.filter(is_active=True, role__in=(*CARRIERS, *MANAGERS))
    if user.access.cases == "all" or user.team is None:
        return staff
    area = user.team.parent_id or user.team_id
    return staff.filter(Q(team__parent=area) | Q(team=area) | Q(team__in=user.team_ids))
