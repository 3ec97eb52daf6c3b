"""The family of a child, and the professionals around them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.actions.family import (
    add_professional,
    add_relative,
    change_relationship,
    end_professional,
    end_relationship,
)
from cases.actions.people import version_of
from cases.family import professionals, relatives
from cases.forms.family import NEW, Ending, FamilyAdd, FamilyChange, ProfessionalAdd
from cases.models import Case
from cases.pages import ability, case_for
from people.matching import search
from people.models import Involvement, Person, Relationship
from rules.codes import RelationshipKind

MOST_TYPED = 100


@require_safe
def case_family(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    today = timezone.localdate()
    family = relatives(case.person, request.user, today, on_their_case=True)
    context = {
        "case": case,
        "household": [each for each in family if each.lives_with],
        "elsewhere": [each for each in family if not each.lives_with],
        "family": family,
        "professionals": professionals(case.person, today),
        "may_write": request.user.may("write-record"),
    }
    return render(request, "cases/case_family.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_family_add(request: HttpRequest, reference: str) -> HttpResponse:
    """Look for the person first; only who is not on record is made new."""
    case = case_for(request, reference)
    typed = (request.POST.get("q") or request.GET.get("q") or "")[:MOST_TYPED].strip()
    found: list[Any] = []
    if typed:
        visible = Person.objects.visible_to(request.user).exclude(pk=case.person_id)
        found = search(typed, visible, limit=10)
        if request.method == "GET":
            looked(request, "search", terms=typed)
    form = FamilyAdd(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = None
        if data["who"] != NEW:
            person = get_object_or_404(
                Person.objects.visible_to(request.user), reference=data["who"]
            )
        if form.act(
            lambda: add_relative(
                case,
                by=request.user,
                person=person,
                new=form.new_person(),
                **{
                    key: data[key]
                    for key in ("kind", "parental_responsibility", "lives_with", "since", "notes")
                },
            )
        ):
            messages.success(request, "Recorded. The family is shown from both sides.")
            return redirect("case-family", case.reference)
    context = {
        "case": case,
        "form": form,
        "typed": typed,
        "found": found,
        "asked": bool(typed) or request.method == "POST",
    }
    return render(request, "cases/case_family_add.html", context)


def _relation(request: HttpRequest, case: Case, pk: int) -> tuple[Relationship, Person]:
    """A relationship of the child that is still so, and who it is with, if this person may see
    them."""
    relations = Relationship.objects.of(case.person).select_related("person", "other")
    relation = get_object_or_404(relations, pk=pk, until=None)
    other = relation.person if relation.other_id == case.person_id else relation.other
    get_object_or_404(Person.objects.visible_to(request.user), pk=other.pk)
    return relation, other


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_family_change(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    relation, other = _relation(request, case, pk)
    initial = {**FamilyChange.shown(relation), "version": version_of(relation)}
    elder = relation.other_id == case.person_id
    form = FamilyChange(request.POST or None, initial=initial, elder=elder)
    if request.method == "POST" and form.is_valid():
        opened_at = form.cleaned_data["version"]
        if form.act(
            lambda: change_relationship(
                case, relation, by=request.user, changes=form.given(), opened_at=opened_at
            )
        ):
            messages.success(request, "Saved. What was there before is kept.")
            return redirect("case-family", case.reference)
        if version_of(relation) != opened_at:  # the next save is meant
            form.data = form.data.copy()
            form.data["version"] = str(version_of(relation))
    kind = RelationshipKind(relation.kind)
    word = (kind if elder else kind.reciprocal).label.lower()
    heading = f"{other.name}, the child's {word}"
    context = {"case": case, "form": form, "heading": heading}
    return render(request, "cases/case_family_change.html", context)


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_family_end(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    relation, other = _relation(request, case, pk)
    return _end(
        request,
        case,
        lambda until: end_relationship(case, relation, by=request.user, until=until),
        f"{other.name} is no longer related to the child in this way",
    )


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_professional_add(request: HttpRequest, reference: str) -> HttpResponse:
    case = case_for(request, reference)
    form = ProfessionalAdd(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "token"}
        if form.act(lambda: add_professional(case, by=request.user, **given)):
            messages.success(request, "Recorded among the people around the child.")
            return redirect("case-family", case.reference)
    return render(request, "cases/case_professional_add.html", {"case": case, "form": form})


@require_http_methods(["GET", "POST"])
@ability("write-record")
def case_professional_end(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    case = case_for(request, reference)
    involvement = get_object_or_404(Involvement, pk=pk, person=case.person_id, until=None)
    return _end(
        request,
        case,
        lambda until: end_professional(case, involvement, by=request.user, until=until),
        f"{involvement} is no longer involved",
    )


def _end(request: HttpRequest, case: Case, act: Any, heading: str) -> HttpResponse:
    form = Ending(request.POST or None, initial={"until": timezone.localdate()})
    if (
        request.method == "POST"
        and form.is_valid()
        and form.act(lambda: act(form.cleaned_data["until"]))
    ):
        messages.success(request, "The end is recorded. What was stays in the history.")
        return redirect("case-family", case.reference)
    context = {"case": case, "form": form, "heading": heading}
    return render(request, "cases/case_family_end.html", context)
