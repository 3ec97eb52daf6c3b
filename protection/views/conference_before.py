"""Before a conference: arranging it, asking people to it, changing it, the report for the family."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assessments.siblings import siblings_of
from audit.story import looked_at_each
from cases.models import Case
from cases.pages import ability, case_for, done
from cases.showing import clock_shown, local_now
from cases.tabs import address
from clocks.models import Clock
from people.access import open_to
from protection.actions import conferences as acts
from protection.actions import invitations, transfers
from protection.actions.waiting import CLOCKS, waiting_kinds
from protection.conference_pages import conference_page, version_of
from protection.forms import conferences as forms
from protection.models import Conference, ConferenceChild, TransferIn
from protection.pages import Request, record_page, typed
from rules.codes import ConferenceKind
from rules.lifecycles import Hat
from ui.moments import day_words, moment_words


@ability("arrange-conference")
@require_http_methods(["GET", "HEAD", "POST"])
def conference_arrange(request: Request, reference: str) -> HttpResponse:
    """Who waits for a conference can be found here before anybody may open the record."""
    open_cases = Case.objects.open().filter(open_to(request.user)).select_related("person")
    case = get_object_or_404(open_cases, reference=reference)
    kinds = waiting_kinds([case])[case.pk]
    if not kinds:
        raise Http404
    now = local_now()
    beside = [person.pk for person in siblings_of(case.person)]
    family = list(open_cases.filter(person__in=[case.person_id, *beside]))
    fitting = {pk for pk, found in waiting_kinds(family).items() if found & kinds}
    arranged = ConferenceChild.objects.ahead().filter(case__in=fitting)
    fitting -= set(arranged.exclude(case=case).values_list("case", flat=True))
    cases = Case.objects.filter(pk__in=fitting).select_related("person").order_by("pk")
    looked_at_each(request, cases)
    to_be_born = {each.person.is_unborn for each in cases}
    unfit = set() if True in to_be_born else {ConferenceKind.PRE_BIRTH}
    unfit |= set() if False in to_be_born else {ConferenceKind.INITIAL}
    offered = [(word.value, word.label) for word in ConferenceKind if word in kinds - unfit]
    unborn = case.person.is_unborn
    first = ConferenceKind.PRE_BIRTH if unborn else ConferenceKind.INITIAL
    only = offered[0][0] if first not in kinds else first.value
    me = request.user.pk
    form = forms.Arrange(
        typed(request),
        kinds=offered,
        cases=cases,
        initial={
            "kind": only,
            "children": [each.pk for each in cases],
            "method": "in-person",
            "administrator": me,
            "chair": me if request.user.may("chair-conference") else None,
        },
    )
    made: list[Conference] = []
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["children"])
        if form.act(
            lambda: made.append(
                acts.arrange(
                    chosen, form.cleaned_data["kind"], form.arrangement(), by=request.user, at=now
                )
            )
        ):
            if not made:
                return redirect("conferences")  # sent twice
            messages.success(request, _arranged(made[0], now))
            return redirect("conference-people", made[0].pk)
    clock = Clock.objects.running().filter(case=case, rule__in=CLOCKS).soonest().first()
    return render(
        request,
        "protection/conference_arrange.html",
        {
            "form": form,
            "child": case.person,
            "several": len(cases) > 1,
            "what": _called(offered),
            "clock": clock_shown(clock, now, named=False) if clock else None,
        },
    )


def _called(kinds: list[tuple[str, str]]) -> str:
    """ "an initial conference", where it can be nothing else."""
    label = kinds[0][1].lower() if len(kinds) == 1 else "conference"
    return f"{'an' if label[0] in 'aeiou' else 'a'} {label}"


def _arranged(conference: Conference, now: Any) -> str:
    when = moment_words(conference.planned_at, now)
    cases = conference.children.values("case")  # type: ignore[attr-defined]
    clock = Clock.objects.running().filter(case__in=cases, rule__in=CLOCKS).soonest().first()
    late = ""
    if clock and conference.on > clock.due_on:
        late = (
            f" That is after the time limit, {day_words(clock.due_on, now)}: the chair will be asked "
            "why it is late."
        )
    return f"Arranged for {when}.{late} Now ask people to it."


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_people(request: Request, conference: Conference) -> HttpResponse:
    """Who is asked: those on the record to tick, others to add."""
    now = local_now()
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    offered = invitations.offered(conference, request.user, now.date())
    more = forms.AskedRows.pressed(request.POST) if request.method == "POST" else None
    if more is not None:
        form = forms.People(request.POST, offered=offered, quiet=True)
    else:
        form = forms.People(typed(request), offered=offered)
        more = forms.AskedRows(typed(request))
        if request.method == "POST" and (form.is_valid() & more.is_valid()):
            people = [*form.asked(), *more.asked()]  # type: ignore[attr-defined]
            made: list[Any] = []
            if done(
                form,
                lambda: made.extend(invitations.ask(conference, people, by=request.user, at=now)),
            ):
                messages.success(
                    request,
                    f"{len(made)} on the list. Their invitations are among the letters to send."
                    if made
                    else "Nobody was added.",
                )
                return redirect("conference-detail", conference.pk)
    already = conference.people()
    return _page(request, conference, "conference_people", form=form, rows=more, already=already)


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_answers(request: Request, conference: Conference) -> HttpResponse:
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    form = forms.Answers(typed(request), invitees=conference.people())
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: invitations.record_answers(
                conference,
                form.answers(),
                opened=form.cleaned_data["opened"],
                by=request.user,
                at=local_now(),
            ),
        )
    ):
        messages.success(request, "Saved.")
        return redirect("conference-detail", conference.pk)
    return _page(request, conference, "conference_answers", form=form, lines=form.lines())


@conference_page("GET", "HEAD", "POST", ability="share-conference-report")
def conference_report(request: Request, conference: Conference) -> HttpResponse:
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    form = forms.ShareReport(
        typed(request),
        initial={
            "on": conference.report_shared_on,
            "how": conference.report_shared_how,
            "late_why": conference.report_late_why,
        },
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and done(
            form,
            lambda: acts.share_report(
                conference, by=request.user, at=local_now(), **form.cleaned_data
            ),
        )
    ):
        messages.success(request, "Recorded: the family has the report.")
        return redirect("conference-detail", conference.pk)
    due = acts.report_due(conference)
    return _page(request, conference, "conference_report", form=form, due=due)


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_rearrange(request: Request, conference: Conference) -> HttpResponse:
    return _rearrange(request, conference, adjourned=False)


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_adjourn(request: Request, conference: Conference) -> HttpResponse:
    """It had begun, and goes on at another time."""
    return _rearrange(request, conference, adjourned=True)


def _rearrange(request: Request, conference: Conference, *, adjourned: bool) -> HttpResponse:
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    form = forms.Rearrange(typed(request), conference=conference)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]

        def act() -> None:
            acts.rearrange(
                Conference.objects.get(pk=conference.pk),
                form.arrangement(),
                version=version_of(version),
                by=request.user,
                why=form.cleaned_data["why"],
                adjourned=adjourned,
                at=local_now(),
            )

        if form.act(act):
            messages.success(
                request, "Changed. Whoever was told of the old arrangements is to be told again."
            )
            return redirect("conference-detail", conference.pk)
    return _page(request, conference, "conference_rearrange", form=form, adjourned=adjourned)


@conference_page("GET", "HEAD", "POST", ability="arrange-conference")
def conference_cancel(request: Request, conference: Conference) -> HttpResponse:
    if not conference.is_ahead:
        return redirect("conference-detail", conference.pk)
    form = forms.Cancel(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: acts.cancel(conference, by=request.user, why=why, at=local_now())):
            messages.success(
                request,
                "Called off. The children wait for a conference again, and their time limit runs on.",
            )
            return redirect("conferences")
    return _page(request, conference, "conference_cancel", form=form)


def _page(request: Request, conference: Conference, name: str, **context: Any) -> HttpResponse:
    return render(request, f"protection/{name}.html", {"conference": conference, **context})


@record_page(TransferIn, "GET", "HEAD", "POST")
def transfer_in_withdraw(request: Request, transfer: TransferIn) -> HttpResponse:
    """It was recorded by mistake, or the move came to nothing."""
    case = transfer.case
    if Hat.MANAGER not in case.hats(request.user):
        raise Http404
    form = forms.TransferInWithdraw(typed(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if done(form, lambda: transfers.withdraw(transfer, by=request.user, why=why)):
            messages.success(request, "Withdrawn, with the reason on record. Its clock has ended.")
            return redirect("case-protection", case.reference)
    return render(
        request,
        "protection/enquiry_asks.html",
        {
            "case": case,
            "form": form,
            "heading": f"Withdraw the {transfer}",
            "button": "Withdraw it",
            "back": address("case-protection", case.reference),
        },
    )


@ability("write-record")
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_in(request: Request, reference: str) -> HttpResponse:
    """A child on another council's plan has moved here for good."""
    case = case_for(request, reference)
    form = forms.TransferInForm(typed(request), initial={"notified_on": case.referred_on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if form.act(
            lambda: transfers.notify(
                case,
                council=data["council"],
                notified_on=data["notified_on"],
                category=data["category"],
                by=request.user,
                at=local_now(),
            )
        ):
            messages.success(
                request,
                "Recorded. The conference administrator sees that a transfer-in conference is due.",
            )
            return redirect("case-protection", case.reference)
    return render(request, "protection/transfer_in.html", {"case": case, "form": form})
