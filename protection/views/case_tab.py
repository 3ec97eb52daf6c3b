"""The tab «Protection» of a case: what was done to keep the child safe, each with its clock."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.pages import case_for
from protection.pages import Request


@require_safe
def case_protection(request: Request, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    return render(request, "protection/case_protection.html", {"case": case})
