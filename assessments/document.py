"""An assessment as something to read: the same shape while it is written and after it is
authorised, when it is kept as it was, every label, name and age in the words of that day."""

from datetime import datetime
from typing import Any

from assessments.actions.group import group_of
from assessments.models import Assessment, Document
from clocks.models import Clock
from clocks.plan import LONDON, local_date
from rules.assessment_types import Part
from rules.codes import AssessmentFactor
from rules.triangle import Domain
from ui.moments import day_words, moment_words

_NO_YEAR_IS_THIS_ONE = datetime(1, 1, 1, tzinfo=LONDON)
"""Dates in a document always say their year: whoever reads it may read it in ten years' time."""

SHAPE = 1
"""Of the kept document; raise it when keys change, and keep reading the old ones."""


def read(assessment: Assessment, *, at: datetime, late_reason: str = "") -> dict[str, Any]:
    """The document as it stands at `at`: words and dates ready to print, nothing to look up."""
    case, person, row = assessment.case, assessment.case.person, assessment.type
    day = local_date(at)
    texts = assessment.texts()
    sharing = [
        {"case": each.case_id, "name": each.case.person.name}
        for each in (group_of(assessment) if assessment.narrative_id else [])
    ]
    seen = assessment.seen
    outcome = assessment.outcome_row
    return {
        "shape": SHAPE,
        "label": row.label,
        "source": row.source,
        "child": {
            "name": person.name,
            "reference": person.reference,
            "age": person.age_on(day),
            "born": _day(person.birth_date or person.expected_on),
        },
        "case": case.reference,
        "team": case.team.name,
        "author": assessment.author.name if assessment.author else "",
        "began": _day(assessment.started_on),
        "sent": _moment(assessment.sent_at),
        "authorised": _moment(assessment.authorised_at),
        "authorised_by": assessment.authorised_by.name if assessment.authorised_by else "",
        "late_reason": late_reason,
        "due": _day(clock.due_on) if (clock := clock_of(assessment)) else "",
        "seen": {
            "on": _day(seen.on),
            "alone": bool(seen.alone),
            "why_not": seen.why_not,
            "why_not_alone": seen.why_not_alone,
            "why_no_words": assessment.why_no_words,
        },
        "agencies": [
            {"name": each.name, "asked": _day(each.asked_on), "said": each.said}
            for each in assessment.agencies.all()  # type: ignore[attr-defined]
        ],
        "factors": [
            {"code": code, "label": AssessmentFactor.label_of(code)} for code in assessment.factors
        ],
        "outcome": {
            "label": outcome.label if outcome else "",
            "why": assessment.outcome_why,
        },
        "parts": [_part(assessment, part, texts, sharing) for part in row.parts],
    }


def _part(
    assessment: Assessment, part: Part, texts: dict[str, Any], sharing: list[dict[str, Any]]
) -> dict[str, Any]:
    row = texts.get(part.key)
    return {
        "key": part.key,
        "label": part.label,
        "kind": part.kind.value,
        "domain": Domain.label_of(part.domain) if part.domain else "",
        "prompts": list(part.prompts),
        "text": row.text.strip() if row else "",
        "saved_by": row.saved_by.name if row else "",
        "saved": _moment(row.saved_at) if row else "",
        "shared_with": sharing if assessment.is_shared(part) else [],
    }


def freeze(assessment: Assessment, *, at: datetime, late_reason: str = "") -> Document:
    """Keep the document as it is now. The caller has just authorised it, in the same transaction."""
    body = read(assessment, at=at, late_reason=late_reason)
    return Document.objects.create(assessment=assessment, body=body, at=at)


def document_of(assessment: Assessment, *, at: datetime) -> dict[str, Any]:
    """What a reader is shown: as it was when authorised, or as it stands."""
    if assessment.is_authorised:
        return assessment.document.body  # type: ignore[attr-defined]
    return read(assessment, at=at)


def clock_of(assessment: Assessment) -> Clock | None:
    """The clock that this assessment answers; None when it was made without one."""
    return (
        Clock.objects.filter(rule=assessment.type.clock, occasion=assessment.occasion)
        .order_by("-pk")
        .first()
    )


def _day(day: Any) -> str:
    return day_words(day, _NO_YEAR_IS_THIS_ONE) if day else ""


def _moment(moment: datetime | None) -> str:
    return moment_words(moment, _NO_YEAR_IS_THIS_ONE) if moment else ""
