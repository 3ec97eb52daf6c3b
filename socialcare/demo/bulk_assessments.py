"""Assessments in number: the record, its words, who was asked, and the document that an authorised
one became."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from assessments import document
from assessments.models import AgencyAsked, Assessment, Document, PartText
from clocks.plan import local_date
from people.ages import age_in_words
from rules.assessment_types import PartKind, type_for
from rules.codes import AssessmentFactor
from rules.lifecycles import AssessmentState
from rules.triangle import Domain
from socialcare.demo import words
from socialcare.demo.bulk_desk import Desk
from socialcare.demo.bulk_people import BulkFamily, Child
from socialcare.demo.bulk_tables import Copy
from socialcare.demo.casework import FACTORS

TEXTS = {
    PartKind.ANALYSIS: words.ANALYSIS,
    PartKind.VOICE: words.VOICE,
    PartKind.VIEWS: words.VIEWS,
    PartKind.PLAN: words.PLAN,
    PartKind.DIMENSION: words.DIMENSION,
}
BABY = "A baby; seen with the mother, and handled by the health visitor."


@dataclass
class Written:
    """One assessment to be written down: when each step was taken; None has not come yet."""

    pk: int
    kind: str
    occasion: str
    """Of the clock that asked for it; empty for a clock of its own."""
    started_on: Any
    begun_at: datetime | None
    sent_at: datetime | None
    authorised_at: datetime | None
    outcome: str
    outcome_why: str
    late_reason: str
    due_on: Any


class Assessments:
    """Writes assessments. What says of one that it is authorised is sent last, because from then
    on the database refuses its words."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.assessments = Copy(Assessment, held=True)
        self.texts, self.asked = Copy(PartText), Copy(AgencyAsked)
        self.documents = Copy(Document)
        self._labels = {code: AssessmentFactor.label_of(code) for code in FACTORS}

    def write(
        self,
        this: Written,
        family: BulkFamily,
        child: Child,
        case: dict[str, Any],
        author: User,
        manager: User,
    ) -> None:
        desk = self.desk
        row: dict[str, Any] = {
            "id": this.pk,
            "case_id": case["id"],
            "kind": this.kind,
            "state": _state(this),
            "occasion_of_clock": this.occasion,
            "started_on": this.started_on,
        }
        if this.begun_at is None:
            self.assessments.row(**row)
            return
        written_at = this.sent_at - timedelta(hours=3) if this.sent_at else this.begun_at
        saved: dict[str, str] = {}
        type_ = type_for(this.kind)
        parts = [p for p in type_.parts if p.always or this.kind != "initial"]
        for part in parts if this.sent_at else parts[: len(parts) // 2]:
            text = family.fill(desk.one(TEXTS[part.kind]), child)
            saved[part.key] = text
            self.texts.row(
                assessment_id=this.pk,
                key=part.key,
                text=text,
                saved_by_id=author.pk,
                saved_at=written_at,
            )
        agency, said = desk.one(desk.staff.council.agencies), desk.one(words.SAID)
        self.asked.row(
            assessment_id=this.pk,
            agency_id=agency.pk,
            name=agency.name,
            asked_on=local_date(written_at),
            said=said,
            recorded_by_id=author.pk,
            recorded_at=written_at,
        )
        row["author_id"] = author.pk
        if this.sent_at is None:
            self.assessments.row(**row)
            return
        alone = (local_date(this.sent_at) - child.born).days > 3 * 366
        factors = desk.random.sample(FACTORS, 2)
        seen_on = local_date(this.sent_at - timedelta(days=2))
        row |= {
            "child_seen": True,
            "child_seen_on": max(seen_on, child.born),
            "seen_alone": alone,
            "why_not_alone": "" if alone else BABY,
            "factors": factors,
            "outcome": this.outcome,
            "outcome_why": this.outcome_why,
            "sent_at": this.sent_at,
            "sent_to_id": manager.pk,
        }
        if this.authorised_at:
            row |= {"authorised_at": this.authorised_at, "authorised_by_id": manager.pk}
            body = self._body(this, row, child, case, author, manager, saved, written_at)
            body["agencies"] = [
                {"name": agency.name, "asked": _day(local_date(written_at)), "said": said}
            ]
            self.documents.row(
                assessment_id=this.pk,
                body=json.dumps(body, ensure_ascii=False),
                at=this.authorised_at,
            )
        self.assessments.row(**row)

    def _body(
        self,
        this: Written,
        row: dict[str, Any],
        child: Child,
        case: dict[str, Any],
        author: User,
        manager: User,
        saved: dict[str, str],
        saved_at: datetime,
    ) -> dict[str, Any]:
        """The document, in the shape of `assessments.document.read`."""
        type_ = type_for(this.kind)
        day = local_date(this.authorised_at or saved_at)
        moment = _moment(saved_at)
        age = age_in_words(
            day, birth_date=child.born, estimated=child.estimated, expected_on=None, died_on=None
        )
        return {
            "shape": document.SHAPE,
            "label": type_.label,
            "source": type_.source,
            "child": {
                "name": child.name,
                "reference": child.reference,
                "age": age,
                "born": _day(child.born),
            },
            "case": case["reference"],
            "team": self.desk.staff.teams[case["team_id"]].name,
            "author": author.name,
            "began": _day(this.started_on),
            "sent": _moment(this.sent_at),
            "authorised": _moment(this.authorised_at),
            "authorised_by": manager.name,
            "late_reason": this.late_reason,
            "due": _day(this.due_on),
            "seen": {
                "on": _day(row["child_seen_on"]),
                "alone": row["seen_alone"],
                "why_not": "",
                "why_not_alone": row["why_not_alone"],
                "why_no_words": "",
            },
            "factors": [{"code": code, "label": self._labels[code]} for code in row["factors"]],
            "outcome": {
                "label": type_.outcome(this.outcome).label,
                "why": this.outcome_why,
            },
            "parts": [
                {
                    "key": part.key,
                    "label": part.label,
                    "kind": part.kind.value,
                    "domain": Domain.label_of(part.domain) if part.domain else "",
                    "prompts": list(part.prompts),
                    "text": saved.get(part.key, "").strip(),
                    "saved_by": author.name if part.key in saved else "",
                    "saved": moment if part.key in saved else "",
                    "shared_with": [],
                }
                for part in type_.parts
            ],
        }

    @property
    def tables(self) -> list[Copy]:
        """In the order in which they may be sent."""
        return [self.texts, self.asked, self.documents, self.assessments]


_day: Callable[[Any], str] = document._day
_moment: Callable[[Any], str] = document._moment


def _state(this: Written) -> AssessmentState:
    if this.authorised_at:
        return AssessmentState.AUTHORISED
    if this.sent_at:
        return AssessmentState.SENT
    return AssessmentState.DRAFT if this.begun_at else AssessmentState.CALLED_FOR
