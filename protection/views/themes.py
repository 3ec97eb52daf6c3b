"""H6: themes of what children say at conferences, with what is done about each."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked_at_each
from cases.pages import ability, done
from cases.showing import local_now
from protection.actions.themes import finish_theme, record_theme
from protection.forms.themes import FinishTheme, RecordTheme
from protection.models import ConferenceChild, Theme
from protection.pages import Request, typed
from ui.pages import paginate

RECENT = timedelta(days=183)
MOST = 40
"""Children to choose from: those heard last."""


@require_safe
@ability("see-conference-views")
def conference_themes(request: Request) -> HttpResponse:
    themes = Theme.objects.listed().annotate(children=Count("voices"))
    context = {
        "page": paginate(themes, request),
        "today": local_now().date(),
        "may_act": request.user.may("act-on-views"),
    }
    return render(request, "protection/conference_themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@ability("act-on-views")
def theme_record(request: Request) -> HttpResponse:
    """The children to choose from are those whose record the reader may open."""
    now = local_now()
    heard = (
        ConferenceChild.objects.visible_to(request.user)
        .filter(conference__held_on__gte=now.date() - RECENT)
        .exclude(views="")
        .order_by("-conference__held_on", "-pk")
    )
    places = ConferenceChild.objects.filter(pk__in=list(heard.values_list("pk", flat=True)[:MOST]))
    places = places.select_related("case__person", "conference")
    places = places.order_by("-conference__held_on", "-pk")
    looked_at_each(request, [place.case for place in places])
    form = RecordTheme(typed(request), places=places, now=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: record_theme(
                data["words"],
                data["action"],
                owner=data["owner"],
                due_on=data["due_on"],
                children=list(data["children"]),
                by=request.user,
                at=now,
            )
        ):
            messages.success(
                request, "Recorded. It stays on the list until it is said what became of it."
            )
            return redirect("conference-themes")
    return render(request, "protection/theme_record.html", {"form": form, "anybody": bool(places)})


@require_http_methods(["GET", "HEAD", "POST"])
@ability("act-on-views")
def theme_finish(request: Request, pk: int) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.select_related("owner"), pk=pk)
    form = FinishTheme(typed(request))
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: finish_theme(theme, by=request.user, at=local_now(), **form.cleaned_data),
        )
    ):
        messages.success(request, "Recorded what became of it.")
        return redirect("conference-themes")
    return render(request, "protection/theme_finish.html", {"form": form, "theme": theme})
