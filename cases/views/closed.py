"""Records that are closed: opening one in an emergency, looking whether that was right, contacts that
may be about one, and ties of staff to people on record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.actions import glass as act
from cases.actions.own_family import declare, declare_unmatched, end_tie
from cases.actions.recognise import settle_match, unsettled_for
from cases.forms.closed import (
    BreakGlass,
    GlassReview,
    OwnFamily,
    OwnFamilyRecord,
    Recognise,
    RestrictionWhy,
)
from cases.looks import doing_words
from cases.models import Case, PossibleMatch, Restriction
from cases.pages import ability, done
from people.models import BrokenGlass, Person, TieToStaff
from rules.access import Role
from rules.reading import GLASS

SOME = 100


@require_safe
@ability("review-glass")
def closed_records(request: HttpRequest) -> HttpResponse:
    """What waits: restrictions to review, contacts that may be about a restricted child, and glass
    that was broken. Data protection sees ids; managers the records they may read."""
    user = request.user
    glass = BrokenGlass.objects.filter(reviewed_at=None).select_related("user__team", "person")
    restrictions = Restriction.objects.none()
    matches: list[PossibleMatch] = []
    if user.may("restrict-record"):
        restrictions = Restriction.objects.visible_to(user).in_force()
        matches = unsettled_for(user)
    context = {
        "restrictions": restrictions.select_related("case__person", "set_by")[:SOME],
        "matches": matches,
        "glass": [each for each in glass[: SOME * 2] if act.may_review(each, user)],
        "ids_only": user.role == Role.DATA_PROTECTION_OFFICER,
        "keeps": user.may("restrict-record"),
        "today": timezone.localdate(),
    }
    return render(request, "cases/closed_records.html", context)


@require_http_methods(["GET", "POST"])
@ability("break-glass")
def break_glass(request: HttpRequest) -> HttpResponse:
    """Asked for by an exact reference or by both names and the birth date; the try is logged whether
    or not somebody is found."""
    form = BreakGlass(request.POST or None)
    if request.method == "POST" and form.is_valid():
        whom = form.whom
        person = act.find_exactly(request.user, **whom)
        if person is None:
            looked(request, "search", terms=" ".join(str(each) for each in whom.values() if each))
            form.add_error(None, act.NOBODY)
        elif done(
            form,
            lambda: act.break_glass(
                person,
                by=request.user,
                reason=form.cleaned_data["reason"],
                why=form.cleaned_data["why"],
            ),
        ):
            messages.success(
                request,
                f"Open to you for {GLASS.minutes} minutes. Its managers have been told, and what you "
                "read is marked.",
            )
            return redirect("person-detail", person.reference)
    return render(request, "cases/break_glass.html", {"form": form, "rule": GLASS})


@require_http_methods(["GET", "POST"])
@ability("review-glass")
def glass_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Who opened it, why they say, and all they read meanwhile; then what the review found."""
    found = BrokenGlass.objects.select_related("user__team", "person", "reviewed_by")
    glass = get_object_or_404(found, pk=pk)
    if not act.may_review(glass, request.user):
        raise Http404
    looked(request, person=glass.person)
    form = GlassReview(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(
            form,
            lambda: act.review_glass(
                glass, by=request.user, outcome=data["outcome"], why=data["why"]
            ),
        ):
            messages.success(request, "Your review is recorded.")
            return redirect("closed-records")
    read: list[Any] = list(glass.accesses.order_by("at", "id")[:SOME])
    for row in read:
        row.doing = doing_words(row)
    context = {
        "glass": glass,
        "form": form,
        "read": read,
        "ids_only": request.user.role == Role.DATA_PROTECTION_OFFICER,
    }
    return render(request, "cases/glass_review.html", context)


@require_http_methods(["GET", "POST"])
@ability("restrict-record")
def contact_recognise(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A contact beside the restricted record it may be about, for whoever may read that record."""
    among = PossibleMatch.objects.filter(
        person__in=Person.objects.visible_to(request.user).filter(restricted=True),
        contact_child__contact__reference=reference,
    )
    match = get_object_or_404(
        among.select_related("person", "contact_child__person", "contact_child__contact__agency"),
        pk=pk,
    )
    child = match.contact_child
    looked(request, person=match.person, contact=child.contact)
    if match.settled_at is not None:
        messages.info(request, f"{match.settled_by} has settled this already.")
        return redirect("closed-records")
    form = Recognise(request.POST or None)
    if request.method == "POST" and form.is_valid():
        same = form.cleaned_data["same"] == "yes"
        if done(form, lambda: settle_match(match, by=request.user, is_same=same)):
            messages.success(
                request,
                "The contact is on the restricted record now, and gone from the desk."
                if same
                else "Recorded: it is another child. The desk goes on with the contact.",
            )
            return redirect("closed-records")
    case = Case.objects.visible_to(request.user).open().filter(person=match.person_id).first()
    context = {"match": match, "child": child, "contact": child.contact, "form": form, "case": case}
    return render(request, "cases/contact_recognise.html", context)


@require_http_methods(["GET", "POST"])
def own_family(request: HttpRequest) -> HttpResponse:
    """Say that somebody is family or close. Whether they are on record is told to nobody."""
    form = OwnFamily(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        if form.act(lambda: declare_unmatched(request.user, **data)):
            messages.success(
                request,
                "Recorded. If they are on record, or come to be, you see nothing of it, and you are "
                "not allocated to them.",
            )
            return redirect("own-family")
    # as declared, and never whether they are on record
    mine = TieToStaff.objects.filter(user=request.user, ended_at=None).exclude(surname="")
    waiting = TieToStaff.objects.none()
    if request.user.may("declare-family-of-others"):
        waiting = TieToStaff.objects.filter(person=None, ended_at=None).exclude(user=request.user)
    records = request.user.may("declare-family-of-others")
    context = {
        "form": form,
        "mine": mine,
        "waiting": waiting.select_related("user")[:SOME],
        "records": records,
    }
    return render(request, "cases/own_family.html", context)


@require_http_methods(["GET", "POST"])
@ability("declare-family-of-others")
def own_family_record(request: HttpRequest) -> HttpResponse:
    """A manager or data protection records a tie for somebody else, by the person's reference."""
    form = OwnFamilyRecord(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        people = Person.objects.all()
        if request.user.role != Role.DATA_PROTECTION_OFFICER:
            people = people.visible_to(request.user)
        person = people.filter(reference=data["reference"].upper()).first()
        if person is None:
            form.add_error("reference", "Nobody that you can find has this reference. Check it.")
        elif form.act(lambda: declare(data["user"], person, by=request.user, kind=data["kind"])):
            messages.success(
                request, f"Recorded. {data['user']} sees nothing of this record or its household."
            )
            return redirect("own-family-record")
    ties = TieToStaff.objects.exclude(person=None).filter(ended_at=None)
    ties = ties.exclude(user=request.user).select_related("user", "person", "recorded_by")
    if request.user.role != Role.DATA_PROTECTION_OFFICER:
        ties = ties.filter(person__in=Person.objects.visible_to(request.user).values("pk"))
    context = {"form": form, "ties": ties[:SOME]}
    return render(request, "cases/own_family_record.html", context)


@require_http_methods(["GET", "POST"])
@ability("declare-family-of-others")
def own_family_end(request: HttpRequest, pk: int) -> HttpResponse:
    ties = TieToStaff.objects.exclude(user=request.user).exclude(person=None)
    if request.user.role != Role.DATA_PROTECTION_OFFICER:
        ties = ties.filter(person__in=Person.objects.visible_to(request.user).values("pk"))
    tie = get_object_or_404(ties.select_related("user", "person"), pk=pk, ended_at=None)
    form = RestrictionWhy(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if form.act(lambda: end_tie(tie, by=request.user, why=why)):
            messages.success(request, "Ended. The role's reach counts again.")
            return redirect("own-family-record")
    return render(request, "cases/own_family_end.html", {"form": form, "tie": tie})
