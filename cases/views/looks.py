"""Who has looked at a record: on the page, and on paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from audit.story import looked
from cases.actions.glass import may_review
from cases.forms.case import LooksFilter
from cases.looks import chosen_looks, doing_words, looks_at
from cases.models import Case
from cases.pages import case_for
from cases.tabs import may_see_who_looked
from people.access import reading_of
from ui.pages import paginate

MOST_PRINTED = 3000
"""Lines; beyond it the page says that it was cut."""


@require_safe
def case_access(request: HttpRequest, reference: str) -> HttpResponse:
    """Who has looked at this record. Whoever reads the access log sees who, and nothing of what
    they read."""
    user: Any = request.user
    printed = request.GET.get("print") == "1"
    log_only = not Case.objects.visible_to(user).filter(reference=reference).exists()
    if log_only:
        if not user.may("read-access-log"):
            raise Http404
        # not that of one's own family: who looks at it is nothing one may know either
        cases = Case.objects.exclude(person__in=reading_of(user).barred).select_related("person")
        case = get_object_or_404(cases, reference=reference)
        looked(request, "print" if printed else "view", case=case)
    else:
        case = case_for(request, reference, "print" if printed else "view")
        if not may_see_who_looked(case, user):
            raise Http404
    form = LooksFilter(request.GET if LooksFilter.asked(request.GET) else None)
    right = form.is_bound and form.is_valid()
    rows = chosen_looks(looks_at(case), form.cleaned_data if right else {})
    context: dict[str, Any] = {
        "case": case,
        "form": form,
        "log_only": log_only,
        "base": "base.html" if log_only else "cases/case_base.html",
    }
    if printed:
        shown: list[Any] = list(rows[:MOST_PRINTED])
        context |= {
            "cut": len(shown) == MOST_PRINTED,
            "now": timezone.localtime(),
            "said": form.in_words() if right else "",
        }
    else:
        context["page"] = paginate(rows, request, 50)
        shown = context["page"].rows
    reviews = {row.glass for row in shown if row.glass and row.glass.user_id != user.pk}
    may = {glass.pk: may_review(glass, user) for glass in reviews}
    for row in shown:
        row.doing, row.may_review = doing_words(row), may.get(row.glass_id, False)
    return render(
        request,
        "cases/case_access_print.html" if printed else "cases/case_access.html",
        context | {"rows": shown},
    )
