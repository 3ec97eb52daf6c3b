"""The overview of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.family import professionals, relatives
from cases.models import Case, ContactChild, Referral, Task
from cases.pages import case_for
from cases.showing import CaseClocks, actions_for, local_now, seen_words, task_page
from cases.tabs import address
from rules.codes import ClosureReason, LevelOfNeed, PrimaryNeed, ReferralSource
from rules.lifecycles import Hat


@require_safe
def case_detail(request: HttpRequest, reference: str) -> HttpResponse:
    """Why are we involved, what is the worry now, what happens next, who is around the child."""
    case = case_for(request, reference)
    now = local_now()
    today = now.date()
    latest = (
        ContactChild.objects.visible_to(request.user)
        .filter(person=case.person_id)
        .select_related("contact__agency", "decided_by")
        .order_by("-received_at", "-pk")
        .first()
    )
    family = relatives(case.person, request.user, today, on_their_case=True)
    referral = Referral.objects.filter(case=case).select_related("previous").first()
    tasks = list(case.tasks.open().select_related("owner", "team"))
    actions = actions_for(case, request.user)
    asked = [page for task in tasks if (page := _page_of(task, case))]
    if actions and asked:  # what somebody asked for comes before what may be done at any time
        urls = {page["url"]: page for page in asked}
        actions = [*urls.values(), *(each for each in actions if each["url"] not in urls)]
    context = {
        "case": case,
        "referral": referral,
        "level": LevelOfNeed.label_of(case.level),
        "primary_need": PrimaryNeed.label_of(referral.primary_need) if referral else "",
        "closure_reason": ClosureReason.label_of(case.closure_reason),
        "source": ReferralSource.label_of(referral.source) if referral else "",
        "latest": latest,
        "latest_url": address("contact-detail", latest.contact.reference) if latest else "",
        "tasks": tasks,
        "today": today,
        "household": [each for each in family if each.lives_with],
        "others": [each for each in family if not each.lives_with],
        "professionals": professionals(case.person, today),
        "manages": case.is_open and Hat.MANAGER in case.hats(request.user),
        "workers": case.allocations.current().select_related("worker"),
        "seen": seen_words(case.last_seen_on, now),
        "seen_alone": seen_words(case.last_seen_alone_on, now),
        "previous": _previous(case, request),
        "main_action": actions[0] if actions else None,
        "actions": actions[1:],
        "case_clocks": CaseClocks(case, now),
        # a part of another app's, left empty while there is no such app
        "plan_parts": ["protection/_overview.html", "cases/_nothing.html"],
    }
    return render(request, "cases/case_detail.html", context)


def _page_of(task: Task, case: Case) -> dict[str, str] | None:
    task.case = case
    return task_page(task)


def _previous(case: Case, request: HttpRequest) -> list[Case]:
    """The child's earlier episodes, as far as this person may open them."""
    cases = Case.objects.visible_to(request.user).filter(person=case.person_id)
    return list(cases.exclude(pk=case.pk))
