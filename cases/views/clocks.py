"""A clock that explains itself."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from audit.story import looked
from cases.actions.lateness import explain_lateness
from cases.forms.clocks import ClockExplain
from cases.models import Case, Contact, ContactChild, Task
from cases.pages import done
from cases.showing import badges_of
from cases.tabs import address
from clocks import words
from clocks.models import Clock, ClockLine, Standing
from rules.lifecycles import Hat

MAY_EXPLAIN = {Hat.WORKER, Hat.COVER, Hat.MANAGER, Hat.OWNER}


@require_http_methods(["GET", "POST"])
def clock_detail(request: HttpRequest, pk: int) -> HttpResponse:
    clocks = Clock.objects.select_related(
        "case__person", "case__team", "case__worker", "contact", "person", "owner", "started_by__by"
    )
    clock = get_object_or_404(clocks, pk=pk)
    thing = visible_thing(clock, request.user)
    if thing is None:
        raise Http404
    looked(request, person=clock.person, case=clock.case, contact=clock.contact)
    now = timezone.localtime()
    may_open_case = (
        clock.case_id is not None
        and Case.objects.visible_to(request.user).filter(pk=clock.case_id).exists()
    )
    may_explain = (
        clock.standing == Standing.RUNNING
        and not clock.measures_only
        and clock.is_late(now)
        and bool(thing.hats(request.user) & MAY_EXPLAIN)
    )
    form = None
    if may_explain:
        form = ClockExplain(request.POST or None, initial={"why": clock.late_reason})
    if request.method == "POST":
        if form is None:
            messages.warning(
                request, "Nothing was recorded: lateness is explained while a clock runs late."
            )
            return redirect("clock-detail", pk=clock.pk)
        if form.is_valid() and done(
            form,
            lambda: explain_lateness(
                clock, thing, by=request.user, why=form.cleaned_data["why"], at=now
            ),
        ):
            messages.success(
                request, "Recorded. The clock stays late: it ends when the work is done."
            )
            return redirect("clock-detail", pk=clock.pk)
    return render(
        request, "cases/clock_detail.html", _context(request, clock, form, now, may_open_case)
    )


def visible_thing(clock: Clock, user: Any) -> Any:
    """What the clock runs for, as far as this person may see it: a case, a child in a contact, a
    task. None when they may not, or when it is of a kind this page does not know."""
    if clock.case_id is not None:
        case = Case.objects.visible_to(user).filter(pk=clock.case_id).first()
        if case is not None:
            return case
    kind, _, key = clock.occasion.partition(":")
    if not key.isdecimal():
        return None
    match kind:
        case "contact":
            children = ContactChild.objects.visible_to(user)
            return children.select_related("contact").filter(pk=key).first()
        case "task":
            tasks = Task.objects.visible_to(user)
            return tasks.select_related("case", "contact_child__contact").filter(pk=key).first()
    return None


def _context(
    request: HttpRequest, clock: Clock, form: Any, now: Any, may_open_case: bool
) -> dict[str, Any]:
    may_open_contact = (
        clock.contact_id is not None
        and Contact.objects.visible_to(request.user).filter(pk=clock.contact_id).exists()
    )
    prefetch_related_objects([clock], Prefetch("lines", ClockLine.objects.select_related("by")))
    return {
        "clock": clock,
        "shown": {"sentence": words.sentence(clock, now), "tone": words.tone(clock, now)},
        "explanation": words.explanation(clock),
        "history": words.history(clock),
        "form": form,
        "case": clock.case if may_open_case else None,
        "badges": badges_of(clock.case) if clock.case and may_open_case else [],
        "person": clock.person,
        "contact_url": address("contact-detail", clock.contact.reference)
        if may_open_contact
        else "",
        "base": "cases/case_base.html" if may_open_case else "base.html",
    }
