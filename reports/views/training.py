"""The training log of a manager's teams: who has learned what, and where the gaps are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases.actions.training import record_training
from cases.pages import ability, done
from reports.forms import TrainingRecord
from reports.teams import chosen, teams_of
from reports.training import training_of
from rules.training import NEEDS, Course
from rules.workdays import in_full


@require_safe
@ability("lead-team")
def training(request: HttpRequest) -> HttpResponse:
    teams = chosen(request)
    workers = training_of(teams.ids, timezone.localdate())
    return render(
        request,
        "reports/training.html",
        {
            "teams": teams,
            "workers": workers,
            "gaps": sum(worker.gaps for worker in workers),
            "needs": NEEDS,
        },
    )


@require_http_methods(["GET", "POST"])
@ability("lead-team")
def training_record(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "")[:40] for name in ("user", "course")}
    if not (asked["user"].isascii() and asked["user"].isdigit()):
        asked["user"] = ""
    form = TrainingRecord(
        request.POST or None,
        users=User.objects.filter(team__in=teams_of(request.user), is_active=True),  # type: ignore[arg-type]
        initial=asked,
    )
    if request.method == "POST" and form.is_valid():
        user, course, on = (form.cleaned_data[name] for name in ("user", "course", "on"))
        if done(
            form,
            lambda: record_training(user, course, on, by=request.user, today=timezone.localdate()),
        ):
            messages.success(request, f"{user}: {Course.label_of(course)}, done on {in_full(on)}.")
            return redirect("training")
    return render(request, "reports/training_record.html", {"form": form})
