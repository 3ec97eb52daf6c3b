"""While a conference is held: who is there, and what is decided for each child."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.pages import done
from cases.showing import local_now
from clocks.ledger import overdue
from clocks.models import Clock
from protection.actions import attendance, holding, plans
from protection.actions.waiting import CLOCKS
from protection.conference_pages import conference_page, version_of
from protection.forms import conference_record as forms
from protection.forms.conferences import AskedRows
from protection.models import Conference
from protection.pages import Request, typed
from rules.conferences import quorum_words
from rules.lifecycles import Hat


def quorum(conference: Conference) -> dict[str, Any]:
    """What the page says aloud of quoracy."""
    ticked = any(i.attended is not None for i in conference.invitees.all())  # type: ignore[attr-defined]
    return {
        "rule": quorum_words(conference.kind),
        "ticked": ticked,
        "missing": attendance.quorum_missing(conference) if ticked else [],
    }


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_attendance(request: Request, conference: Conference) -> HttpResponse:
    now = local_now()
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    invitees = conference.people()
    more = AskedRows.pressed(request.POST) if request.method == "POST" else None
    if more is not None:
        form = forms.Attendance(request.POST, invitees=invitees, quiet=True)
    else:
        form = forms.Attendance(typed(request), invitees=invitees)
        more = AskedRows(typed(request))
        if (
            request.method == "POST"
            and (form.is_valid() & more.is_valid())
            and done(
                form,
                lambda: attendance.record_attendance(
                    conference,
                    form.attended(),
                    more=more.asked(),  # type: ignore[union-attr, attr-defined]
                    opened=form.cleaned_data["opened"],
                    by=request.user,
                    at=now,
                ),
            )
        ):
            messages.success(request, _said(conference))
            return redirect("conference-detail", conference.pk)
    return render(
        request,
        "protection/conference_attendance.html",
        {
            "conference": conference,
            "form": form,
            "rows": more,
            "lines": form.lines(),
            "quorum": quorum(conference),
        },
    )


def _said(conference: Conference) -> str:
    fresh = Conference.objects.get(pk=conference.pk)
    missing = attendance.quorum_missing(fresh)
    if missing:
        return f"Saved. The conference is not quorate. {' '.join(missing)}"
    return "Saved. The conference is quorate."


@conference_page("GET", "HEAD", "POST", ability="chair-conference")
def conference_record(request: Request, conference: Conference) -> HttpResponse:
    """Each child a column. The chair records it, once attendance is ticked."""
    now = local_now()
    children = conference.shown_children
    if Hat.CHAIR not in children[0].hats(request.user):
        raise Http404
    if not conference.is_ahead:
        if request.method == "POST":
            messages.warning(request, "Nothing was changed: the conference is recorded already.")
        return redirect("conference-detail", conference.pk)
    live = {child.pk: plans.live_plan(child.case) for child in children}
    said = quorum(conference)
    without = [
        *([] if said["missing"] else ["quorum_why"]),
        *(["family_why_not"] if attendance.family_was_there(conference) else []),
        *([] if _late(conference, now) else ["late_reason"]),
        *([] if None in live.values() else ["first_core_group_on"]),  # no plan can begin
    ]
    data = typed(request)
    of = {"form_kwargs": {"conference": conference}}
    dissents = forms.DissentRows.pressed(request.POST, **of) if data is not None else None
    wishes = forms.RecommendationRows.pressed(request.POST, **of) if data is not None else None
    quiet = dissents is not None or wishes is not None
    if dissents is None:
        dissents = forms.DissentRows(data, quiet=quiet, **of)
    if wishes is None:
        wishes = forms.RecommendationRows(data, quiet=quiet, **of)
    form = forms.Meeting(
        data,
        quiet=quiet,
        without=without,
        initial={"version": conference.version, "held_on": min(conference.on, now.date())},
    )
    rulings = [
        forms.ChildRuling(
            data,
            quiet=quiet,
            child=child,
            plan=live[child.pk],
        )
        for child in children
    ]
    if data is not None and not quiet:
        everything: list[Any] = [form, *rulings, dissents, wishes]
        if all(each.is_valid() for each in everything):  # each judged, not only up to the first
            version = form.cleaned_data["version"]
            fresh = Conference.objects.get(pk=conference.pk)
            if done(
                form,
                lambda: holding.hold(
                    fresh,
                    forms.outcome_from(form, rulings, dissents, wishes),
                    version=version_of(version),
                    by=request.user,
                    at=now,
                ),
            ):
                messages.success(
                    request,
                    "Recorded. The letters with the outcome are ready to be sent, and the minutes to "
                    "be written.",
                )
                return redirect("conference-detail", conference.pk)
    return render(
        request,
        "protection/conference_record.html",
        {
            "conference": conference,
            "form": form,
            "rulings": rulings,
            "dissents": dissents,
            "wishes": wishes,
            "errors": _errors([form, *rulings, dissents, wishes], rulings),
            "quorum": said,
        },
    )


def _errors(forms_shown: list[Any], rulings: list[forms.ChildRuling]) -> list[dict[str, str]]:
    """All that is wrong on the page, for one summary at its head. What is about one child leads to
    that child's column, and stands at its head as well."""
    found: list[dict[str, str]] = []
    for each in forms_shown:
        each.summary_shown = True
        found += each.summary() if each.is_bound and not each.quiet else []
    meeting = forms_shown[0]
    if "first_core_group_on" in meeting.fields:
        for each in found:
            if "first core group" in each["text"] and not each["target"]:
                each["target"] = meeting["first_core_group_on"].first_id
    for ruling in rulings:
        name = f"{ruling.child.case.person.name}: "
        mine = [each for each in found if not each["target"] and each["text"].startswith(name)]
        for each in mine:
            each["target"] = ruling["decision"].first_id  # type: ignore[attr-defined]
        ruling.refused = [_sentence(each["text"].removeprefix(name)) for each in mine]
    return found


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _late(conference: Conference, now: Any) -> bool:
    cases = [child.case_id for child in conference.shown_children]
    clocks = Clock.objects.running().filter(case__in=cases, rule__in=CLOCKS, due_at__lt=now)
    return any(overdue(clock.occasion, now) for clock in clocks)


@conference_page("GET", "HEAD", "POST", ability="chair-conference")
def conference_correct(request: Request, conference: Conference, child: int) -> HttpResponse:
    place = next((each for each in conference.shown_children if each.pk == child), None)
    if place is None or Hat.CHAIR not in place.hats(request.user):
        raise Http404
    if not place.decision:
        return redirect("conference-detail", conference.pk)
    form = forms.Correct(typed(request), child=place)
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: holding.correct(place, by=request.user, at=local_now(), **form.cleaned_data),
        )
    ):
        messages.success(request, "Corrected, with your reason on the record.")
        return redirect("conference-detail", conference.pk)
    return render(
        request,
        "protection/conference_correct.html",
        {"conference": conference, "place": place, "form": form},
    )
