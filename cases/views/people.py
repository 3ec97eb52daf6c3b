"""A person: who they are, where they live, who they belong to, and what they are to us."""

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from audit.story import looked
from cases.actions.numbers import same_number
from cases.actions.people import LABELS, Stale, correct_person, version_of
from cases.addresses import addresses_of
from cases.family import professionals, relatives
from cases.forms.people import PersonEdit
from cases.models import Case, ContactChild
from cases.pages import ability
from cases.showing import badges_of
from cases.tabs import address
from cases.views.search import standing_words
from people.models import Person
from rules.access import Reach
from rules.codes import Disability, Ethnicity, Sex, UpnUnknown
from ui.moments import day_words
from workflow.engine import Refused

MOST_CONTACTS = 20


def person_for(request: HttpRequest, reference: str) -> Person:
    """The person, if this user may find them; otherwise as if they did not exist. Logged."""
    person = get_object_or_404(Person.objects.visible_to(request.user), reference=reference)
    looked(request, person=person)
    return person


@require_safe
def person_detail(request: HttpRequest, reference: str) -> HttpResponse:
    person = person_for(request, reference)
    user = request.user
    now = timezone.localtime()
    cases = list(
        Case.objects.visible_to(user)
        .filter(person=person)
        .select_related("worker", "team", "person")
    )
    contacts = (
        ContactChild.objects.visible_to(user)
        .filter(person=person)
        .select_related("contact__agency")
        .order_by("-received_at", "-pk")
    )
    told_of = [
        (each, address("contact-detail", each.contact.reference))
        for each in contacts[: MOST_CONTACTS + 1]
    ]
    open_case = next((case for case in cases if case.is_open), None)
    context = {
        "person": person,
        "badges": badges_of(open_case) if open_case else [],
        "standing": _standing(person, cases, user),
        "rows_shown": details(person, now),
        "born_before": births_before(person, now),
        "addresses": addresses_of(person, user),
        "today": now.date(),
        "family": relatives(person, user, now.date()),
        "professionals": professionals(person, now.date()),
        "cases": cases,
        "contacts": told_of[:MOST_CONTACTS],
        "more_contacts": len(told_of) > MOST_CONTACTS,
        "same_number": list(same_number(person).visible_to(user)) if person.upn else [],
        "may_edit": user.may("search-people"),
    }
    return render(request, "cases/person_detail.html", context)


def _standing(person: Person, visible: list[Case], user: Any) -> str:
    """Who works with them: for whoever finds every child, also where the case stays shut."""
    cases = visible
    if user.access.people is Reach.ALL:
        cases = list(person.cases.filter(restricted=False).select_related("worker", "team"))
        cases = cases or visible
    person.was_told_of = person.contacts.exists()  # type: ignore[attr-defined]
    case = next((each for each in cases if each.is_open), None)
    return standing_words(person, case, case or next(iter(cases), None))


def details(person: Person, now: Any) -> list[dict[str, Any]]:
    """What is on record, as the summary list takes it."""
    born = ""
    if person.birth_date:
        born = f"{person.birth_date:%-d %B %Y}" + (" (estimated)" if person.birth_estimated else "")
    upn = person.upn
    if person.upn_unknown:
        upn = f"None: {UpnUnknown.label_of(person.upn_unknown).lower()}"
    rows = [
        ("Other names", ", ".join(person.known_as)),
        ("Born", born),
        ("Expected", day_words(person.expected_on, now) if person.expected_on else ""),
        ("Died", day_words(person.died_on, now) if person.died_on else ""),
        ("Sex", _sex(person)),
        ("Ethnicity", Ethnicity.label_of(person.ethnicity)),
        ("Disabilities", ", ".join(Disability.label_of(code) for code in person.disabilities)),
        (
            "First language",
            person.first_language + (", needs an interpreter" if person.needs_interpreter else ""),
        ),
        ("Telephone", person.telephone),
        ("E-mail", person.email),
        ("NHS number", _grouped(person.nhs_number)),
        ("Unique pupil number", upn),
    ]
    optional = {"Other names", "Expected", "Died"}
    if person.is_unborn:
        optional.add("Born")
    return [
        {"label": label, "value": value}
        for label, value in rows
        if value.strip(", ") or label not in optional
    ]


def _sex(person: Person) -> str:
    if person.sex == Sex.UNBORN and not person.is_unborn:
        return ""
    return Sex.label_of(person.sex) if person.sex else ""


def _grouped(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number else ""


def births_before(person: Person, now: Any) -> list[str]:
    """What was on record before about the birth, newest first, with who changed it and why."""
    rows = list(person.history.select_related("history_user").order_by("-history_id"))
    said = []
    for newer, older in pairwise(rows):
        if (newer.birth_date, newer.expected_on) == (older.birth_date, older.expected_on):
            continue
        was = older.birth_date or older.expected_on
        if was is None:
            continue
        kind = "born" if older.birth_date else "expected"
        who = f" by {newer.history_user}" if newer.history_user else ""
        why = f": {newer.history_change_reason}" if newer.history_change_reason else ""
        said.append(
            f"Until {day_words(newer.history_date, now)}: {kind} {was:%-d %B %Y}. Changed{who}{why}"
        )
    return said


@require_http_methods(["GET", "POST"])
@ability("search-people")
def person_edit(request: HttpRequest, reference: str) -> HttpResponse:
    person = person_for(request, reference)
    initial = {**PersonEdit.shown(person), "version": version_of(person)}
    form = PersonEdit(request.POST or None, initial=initial)
    conflicts: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            changed = correct_person(
                person,
                by=request.user,
                changes=form.changes(),
                opened_at=form.cleaned_data["version"],
                why=form.cleaned_data["why"],
            )
        except Stale as stale:
            conflicts = _bring_together(form, person)
            form.refuse(stale.reasons)
        except Refused as refusal:
            form.refuse(refusal.reasons)
        else:
            if changed:
                named = ", ".join(LABELS[name] for name in changed)
                messages.success(request, f"Corrected: {named}. What was there before is kept.")
            else:
                messages.info(request, "Nothing was changed.")
            return redirect("person-detail", person.reference)
        person.refresh_from_db()
    context = {"person": person, "form": form, "conflicts": conflicts}
    return render(request, "cases/person_edit.html", context)


def _bring_together(form: PersonEdit, person: Person) -> list[dict[str, str]]:
    """After somebody else's save: boxes that the user left alone now hold what the others wrote;
    where both wrote, the user's stays in the box and both are named."""
    person.refresh_from_db()
    opened = person.history.filter(history_id=form.cleaned_data["version"]).first()
    then = PersonEdit.shown(opened) if opened is not None else dict(form.initial)
    now = PersonEdit.shown(person)
    form.data = form.data.copy()
    conflicts = []
    for name, theirs in now.items():
        if theirs == then[name]:
            continue
        field: Any = form.fields[name]
        typed = form[name].data
        if name == "birth":
            touched = str(typed or "").strip() != then[name]
        else:
            touched = field.has_changed(then[name], typed)
        if touched:
            conflicts.append(
                {"label": str(field.label), "theirs": _words(theirs), "yours": _words(typed)}
            )
        elif isinstance(theirs, list):
            form.data.setlist(name, theirs)
        elif isinstance(theirs, bool):
            form.data.pop(name, None)
            if theirs:
                form.data[name] = "on"
        else:
            form.data[name] = field.prepare_value(theirs) or ""
    form.data["version"] = str(version_of(person))
    return conflicts


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (list, tuple)):
        return ", ".join(str(each) for each in value) or "Nothing"
    if hasattr(value, "strftime"):
        return f"{value:%-d %B %Y}"
    return str(value or "Nothing")
