"""What every page about an assessment shares: fetching is the access check, and the reading is
logged; where its parts stand; what is still needed."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assessments.actions.write import may_write
from assessments.document import clock_of, document_of
from assessments.models import Assessment, PartText
from audit.story import looked
from cases import showing
from cases.models import Case
from clocks.models import Clock
from rules.assessment_types import ANALYSIS, VOICE, Part
from rules.lifecycles import NEEDS
from rules.triangle import Domain

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """Every page here is behind the sign-in."""

    user: User  # type: ignore[assignment]


AGENCIES, FINDINGS = "agencies", "facts"
STATE_COLOURS = {
    "called-for": "grey",
    "draft": "blue",
    "sent": "yellow",
    "returned": "orange",
    "authorised": "green",
    "withdrawn": "grey",
}


def assessment_page(*methods: str, logged: bool = True) -> Callable[[View], View]:
    """A page about one assessment: to those who may not open the child's case it does not exist,
    whatever they send. The view is given the assessment in place of its key."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
            found = Assessment.objects.visible_to(request.user).select_related(
                "case__person", "case__team", "case__worker", "author", "sent_to", "authorised_by"
            )
            assessment = get_object_or_404(found, pk=pk)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if logged:
                looked(request, case=assessment.case)
            return view(request, assessment, **kwargs)

        return page

    return wrap


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is nothing; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def saves_itself(request: HttpRequest) -> bool:
    """Whether a page sends this by itself, while somebody types: it is answered with JSON."""
    return request.method == "POST" and request.headers.get("X-Requested-With") == "autosave"


def beside_what_stands(request: HttpRequest, stands: dict[str, Any]) -> QueryDict:
    """What a page sent by itself: the fields that changed, and the others as they stand."""
    data = QueryDict(mutable=True)
    changed = (*request.POST.getlist("changed"), "version")
    for name, value in stands.items():
        if name in changed:
            data.setlist(name, request.POST.getlist(name))
        elif isinstance(value, list):
            data.setlist(name, value)
        elif isinstance(value, bool):
            data[name] = "yes" if value else "no"
        elif isinstance(value, date):
            data[name] = f"{value:%d/%m/%Y}"
        else:
            data[name] = str("" if value is None else getattr(value, "pk", value))
    return data


def saved_at() -> str:
    return f"{timezone.localtime():%H:%M}"


def address(name: str, assessment: Assessment, *args: Any) -> str:
    return reverse(name, args=[assessment.pk, *args])


def frame(assessment: Assessment, user: Any, now: datetime) -> dict[str, Any]:
    """What stands around every page of an assessment."""
    return {
        "assessment": assessment,
        "case": assessment.case,
        "may_write": may_write(assessment, user),
        "state_colour": STATE_COLOURS[assessment.state],
        "clock": clock_shown(clock_of(assessment), now),
    }


def clock_shown(clock: Clock | None, now: datetime) -> dict[str, str] | None:
    """A clock as `components/_clock.html` takes it."""
    return showing.clock_shown(clock, timezone.localtime(now), named=False) if clock else None


def part_entry(
    assessment: Assessment, part: Part, row: PartText | None, current: str
) -> dict[str, Any]:
    text = row.text.strip() if row else ""
    begun = part.key == ANALYSIS.key and len(text.split()) < assessment.type.minimum_analysis_words
    return {
        "key": part.key,
        "label": part.label,
        "url": address("assessment-part", assessment, part.key),
        "state": "empty" if not text else "begun" if begun else "written",
        "shared": assessment.is_shared(part),
        "current": part.key == current,
    }


def parts_menu(assessment: Assessment, current: str = "") -> list[dict[str, Any]]:
    """The parts down the side, under their headings, each with how far it is."""
    texts = assessment.texts()
    groups: list[dict[str, Any]] = [{"heading": "", "entries": [], "folded": False}]
    for part in assessment.type.parts:
        heading = Domain.label_of(part.domain) if part.domain else ""
        if groups[-1]["heading"] != heading:
            groups.append({"heading": heading, "entries": [], "folded": not part.always})
        entry = part_entry(assessment, part, texts.get(part.key), current)
        groups[-1]["entries"].append(entry)
        if entry["current"] or entry["state"] != "empty":
            groups[-1]["folded"] = False
    for group in groups:
        group["written"] = sum(entry["state"] != "empty" for entry in group["entries"])
    findings = assessment.factors_chosen and assessment.outcome_chosen
    groups[-1]["entries"] += [
        {
            "key": AGENCIES,
            "label": "Agencies asked",
            "url": address("assessment-agencies", assessment),
            "state": "written" if assessment.agency_asked else "empty",
            "current": current == AGENCIES,
        },
        {
            "key": FINDINGS,
            "label": "Seen, factors and outcome",
            "url": address("assessment-facts", assessment),
            "state": "written" if findings else "begun" if assessment.version > 1 else "empty",
            "current": current == FINDINGS,
        },
    ]
    return groups


_WHERE = {
    "child_seen_or_reason": FINDINGS,
    "seen_alone_or_reason": FINDINGS,
    "factors_chosen": FINDINGS,
    "outcome_chosen": FINDINGS,
    "outcome_is_explained": FINDINGS,
    "agency_asked": AGENCIES,
    "analysis_written": ANALYSIS.key,
    "childs_words_or_reason": VOICE.key,
}


def checklist(assessment: Assessment) -> list[dict[str, Any]]:
    """What its type needs before it is sent, each with whether it is there and where it is put."""
    rows = []
    for need in assessment.type.needs:
        if need == "outcome_is_explained" and not assessment.outcome_asks_why:
            continue  # nothing to explain, and nothing that would be done
        where = _WHERE.get(need, assessment.type.parts_of(Domain.PARENTING)[0].key)
        if where == FINDINGS:
            url = address("assessment-facts", assessment)
        elif where == AGENCIES:
            url = address("assessment-agencies", assessment)
        else:
            url = address("assessment-part", assessment, where)
        words = NEEDS[need][0].upper() + NEEDS[need][1:]
        rows.append({"sentence": words, "met": bool(getattr(assessment, need)), "url": url})
    return rows


def document_shown(assessment: Assessment, user: Any, now: datetime) -> dict[str, Any]:
    """The document for one reader: the names of children whose cases they may not open are
    counted, not told."""
    body = document_of(assessment, at=now)
    sharing = {each["case"] for part in body["parts"] for each in part["shared_with"]}
    seen = (
        set(Case.objects.visible_to(user).filter(pk__in=sharing).values_list("pk", flat=True))
        if sharing
        else set()
    )
    for part in body["parts"]:
        part["shared_words"] = shared_words(part["shared_with"], seen)
    return body


def shared_words(sharing: list[dict[str, Any]], seen: set[int]) -> str:
    """ "Ellie Marsden and Jake Marsden"; "" when it is one child's alone."""
    if len(sharing) < 2:
        return ""
    names = [each["name"] for each in sharing if each["case"] in seen]
    hidden = len(sharing) - len(names)
    if hidden:
        names.append(f"{hidden} other child{'' if hidden == 1 else 'ren'}")
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
