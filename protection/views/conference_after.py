"""After a conference: minutes, letters, and what became of its recommendations."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from audit.story import looked, looked_at_each
from cases.forms.case import owners_for
from cases.pages import done
from cases.showing import local_now
from protection.actions import letters as post
from protection.actions import minutes as acts
from protection.actions.recommendations import discuss
from protection.conference_pages import conference_page, version_of
from protection.forms import conference_record as record_forms
from protection.forms import conferences as forms
from protection.letters import compose, minutes
from protection.models import Conference, Letter, Recommendation
from protection.pages import Request, typed
from protection.readiness import letters_of
from rules.access import MANAGERS
from rules.lifecycles import Hat
from workflow.engine import Refused


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_minutes(request: Request, conference: Conference) -> HttpResponse:
    if not conference.is_held:
        return redirect("conference-detail", conference.pk)
    form = record_forms.Minutes(
        typed(request), initial={"text": conference.minutes, "version": conference.version}
    )
    if request.method == "POST" and form.is_valid():
        text, version = form.cleaned_data["text"], form.cleaned_data["version"]
        if done(
            form,
            lambda: acts.write_minutes(
                conference,
                text,
                version=version_of(version),
                by=request.user,
                at=local_now(),
            ),
        ):
            messages.success(request, "Saved. They can be circulated now.")
            return redirect("conference-detail", conference.pk)
    return render(
        request, "protection/conference_minutes.html", {"conference": conference, "form": form}
    )


def _step(request: Request, conference: Conference, act: Any, said: str) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        act(
            conference,
            version=version_of(version),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("conference-detail", conference.pk)


@conference_page("POST", ability="arrange-conference", logged=False)
def conference_minutes_circulate(request: Request, conference: Conference) -> HttpResponse:
    return _step(
        request,
        conference,
        acts.circulate,
        "The minutes can go out: they are among the letters to send.",
    )


@conference_page("POST", ability="chair-conference", logged=False)
def conference_minutes_agree(request: Request, conference: Conference) -> HttpResponse:
    return _step(
        request, conference, acts.agree, "Agreed. Minutes and decisions do not change any more."
    )


@conference_page("GET", "HEAD", logged=False)
def conference_minutes_paper(request: Request, conference: Conference) -> HttpResponse:
    """The minutes as they stand, for those who may read about every child they name."""
    if not conference.is_held or _not_all(conference):
        raise Http404
    looked_at_each(request, [child.case for child in conference.shown_children], "print")
    return _paper(minutes(conference, at=timezone.now()), "minutes")


def _not_all(conference: Conference) -> bool:
    return len(conference.shown_children) < conference.children.count()  # type: ignore[attr-defined]


def _paper(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_letters(request: Request, conference: Conference) -> HttpResponse:
    now = local_now()
    waiting = letters_of(conference)
    form = forms.SendLetters(typed(request), letters=waiting, today=now.date())
    if request.method == "POST" and form.is_valid():
        data, sent = form.cleaned_data, list[int]()
        if done(
            form,
            lambda: sent.append(
                post.send(
                    conference,
                    form.chosen(),
                    on=data["on"],
                    how=data["how"],
                    by=request.user,
                    at=now,
                )
            ),
        ):
            many = sent[0]
            messages.success(
                request,
                f"{many} letter{'' if many == 1 else 's'} recorded as sent, and stored on the record "
                "as they went out.",
            )
            return redirect("conference-letters", conference.pk)
    letters = conference.letters.select_related("to", "sent_by")  # type: ignore[attr-defined]
    withheld = list(letters.filter(sent_on=None).exclude(not_needed_why=""))
    for letter in withheld:
        letter.conference = conference
    return render(
        request,
        "protection/conference_letters.html",
        {
            "conference": conference,
            "form": form,
            "gone": letters.exclude(sent_on=None).order_by("-sent_on", "-pk"),
            "withheld": withheld,
        },
    )


@conference_page("GET", "HEAD", ability="arrange-conference", logged=False)
def conference_letter(request: Request, conference: Conference, letter: int) -> HttpResponse:
    """One letter to print: as it stands, while it waits to be sent. It names every child of the
    conference, and so is there only for those who may read about all of them."""
    if _not_all(conference):
        raise Http404
    row = get_object_or_404(
        Letter.objects.select_related("to", "conference__chair", "conference__administrator"),
        pk=letter,
        conference=conference,
        sent_on=None,
        not_needed_why="",
    )
    looked_at_each(request, [child.case for child in conference.shown_children], "print")
    return _paper(compose(row, at=timezone.now()), f"{row.kind}-{row.pk}")


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_letter_not_needed(
    request: Request, conference: Conference, letter: int
) -> HttpResponse:
    """A letter that nobody will send, and why."""
    row = get_object_or_404(Letter.objects.select_related("to"), pk=letter, conference=conference)
    if not row.is_waiting:  # sent twice, or sent meanwhile
        return redirect("conference-letters", conference.pk)
    form = forms.NotNeeded(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: post.not_needed(row, by=request.user, why=why, at=local_now())):
            messages.success(
                request, f"{row}: it will not be sent, and your reason is on the record."
            )
            return redirect("conference-letters", conference.pk)
    return render(
        request,
        "protection/conference_letter_not_needed.html",
        {
            "conference": conference,
            "form": form,
            "said": f"{row}, {row.to.words}. It leaves the letters to send; your reason stays on the "
            "record.",
        },
    )


@conference_page("POST", ability="arrange-conference", logged=False)
def conference_letter_needed(request: Request, conference: Conference, letter: int) -> HttpResponse:
    """It is to be sent after all."""
    row = get_object_or_404(Letter.objects.select_related("to"), pk=letter, conference=conference)
    try:
        post.needed_after_all(row, by=request.user, at=timezone.now())
        messages.success(request, f"{row}: it is among the letters to send again.")
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
    return redirect("conference-letters", conference.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation_discuss(request: Request, pk: int) -> HttpResponse:
    """W19: the social worker and the supervisor record what came of a recommendation."""
    found = Recommendation.objects.visible_to(request.user).select_related(
        "child__case__person",
        "child__case__team",
        "child__case__worker",
        "child__conference",
        "task",
    )
    wish = get_object_or_404(found, pk=pk)
    case = wish.child.case
    if not case.hats(request.user) & {Hat.WORKER, Hat.COVER, Hat.MANAGER}:
        raise Http404
    looked(request, case=case)
    late = not wish.task.lateness_is_explained
    form = record_forms.Discuss(
        typed(request),
        recommendation=wish,
        workers=owners_for(case.team),
        supervisors=User.objects.filter(is_active=True, role__in=MANAGERS).order_by("name"),
        late=late,
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: discuss(wish, by=request.user, at=local_now(), **form.cleaned_data))
    ):
        messages.success(request, "Recorded, and the task is done.")
        return redirect("case-protection", case.reference)
    return render(
        request,
        "protection/recommendation_discuss.html",
        {"case": case, "wish": wish, "form": form},
    )
