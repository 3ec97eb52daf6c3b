"""The facts beside the words: seeing the child, who was asked, factors, outcome; comments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions.write import lock_to_write, part_of
from assessments.models import AgencyAsked, Assessment, Correction, PartComment
from cases.actions.visits import record_visit
from people.models import Agency
from rules.codes import AssessmentFactor, VisitKind
from rules.lifecycles import AssessmentState, Hat
from workflow.engine import Refused, lock


@dataclass(frozen=True)
class Findings:
    """What is recorded beside the words. `child_seen` None means that it has not been said."""

    child_seen: bool | None = None
    child_seen_on: date | None = None
    why_not_seen: str = ""
    seen_alone: bool | None = None
    why_not_alone: str = ""
    why_no_words: str = ""
    factors: Sequence[str] = ()
    outcome: str = ""
    outcome_why: str = ""


FIELDS = tuple(Findings.__dataclass_fields__)


class StaleFindings(Exception):
    """Somebody else changed what is recorded after the form was opened; `assessment` is as it
    stands."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        super().__init__("This has changed since you opened it.")


@transaction.atomic
def record_facts(
    assessment: Assessment,
    findings: Findings,
    version: int,
    *,
    by: User,
    at: datetime | None = None,
    half_typed: bool = False,
) -> None:
    """Save what is recorded beside the words, as far as it is known. Seeing the child on a day
    that has no visit yet records the visit too, unless it is `half_typed`: a page that saves itself
    may be in the midst of a date. Raises `StaleFindings`."""
    at = at or timezone.now()
    lock_to_write(assessment, by)
    changed = {
        name: value
        for name in FIELDS
        if getattr(assessment, name) != (value := _tidy(getattr(findings, name)))
    }
    if changed:
        if assessment.version != version:
            raise StaleFindings(assessment)
        if reasons := _objections(assessment, findings, timezone.localtime(at).date()):
            raise Refused(reasons)
        for name, value in changed.items():
            setattr(assessment, name, value)
        assessment.version += 1
        assessment._history_user, assessment._change_reason = by, "Findings recorded"
        assessment.save(update_fields=[*changed, "version"])
    if not half_typed:
        enter_visit(assessment, by=by, at=at)


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip()
    return list(value) if isinstance(value, Sequence) else value


def _objections(assessment: Assessment, findings: Findings, today: date) -> list[str]:
    reasons = []
    born = assessment.case.person.birth_date
    on = findings.child_seen_on
    if findings.child_seen and on is None:
        reasons.append("Give the day on which the child was seen.")
    if on and on > today:
        reasons.append("The child cannot have been seen on a day that is still to come.")
    if on and born and on < born:
        reasons.append("The child was not born on that day. Check the date.")
    if findings.seen_alone and not findings.child_seen:
        reasons.append("A child who was not seen cannot have been seen alone.")
    if unknown := set(findings.factors) - set(AssessmentFactor.values()):
        reasons.append(
            f"Choose the factors from the list: {', '.join(sorted(unknown))} is not in it."
        )
    if AssessmentFactor.NONE in findings.factors and len(findings.factors) > 1:
        reasons.append("«No factors identified» stands alone: take it out, or the others.")
    if findings.outcome and findings.outcome not in {row.key for row in assessment.type.outcomes}:
        reasons.append("Choose the outcome from the list.")
    return reasons


def enter_visit(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Enter the visit that the assessment tells of on the case too, once it is said whether the
    child was alone; once a day."""
    on, alone = assessment.child_seen_on, bool(assessment.seen_alone)
    why_not = assessment.why_not_alone.strip()
    if not assessment.child_seen or on is None or not (alone or why_not):
        return
    if assessment.case.visits.filter(on=on, seen=True).exists():
        return
    record_visit(
        assessment.case,
        by=by,
        on=on,
        seen=True,
        seen_alone=alone,
        why_not=why_not,
        kind=VisitKind.ASSESSMENT,
        at=at,
    )


@transaction.atomic
def ask_agency(
    assessment: Assessment,
    *,
    by: User,
    asked_on: date,
    agency: Agency | None = None,
    name: str = "",
    said: str = "",
    at: datetime | None = None,
) -> AgencyAsked:
    """Record that an agency was asked about the child. The same agency on the same day is one
    line: sent twice, what it said is added to it."""
    at = at or timezone.now()
    lock_to_write(assessment, by)
    name = (agency.name if agency else name).strip()
    reasons = []
    if not name:
        reasons.append("Name the agency that was asked.")
    if asked_on > timezone.localtime(at).date():
        reasons.append("An agency cannot have been asked on a day that is still to come.")
    if reasons:
        raise Refused(reasons)
    row, made = AgencyAsked.objects.get_or_create(
        assessment=assessment,
        name=name[:120],
        asked_on=asked_on,
        defaults={
            "agency": agency,
            "said": said.strip(),
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    if not made and said.strip():
        row.said = said.strip()
        row.save(update_fields=["said"])
    return row


class StaleAnswer(Exception):
    """Somebody else changed what the agency said; `asked` is as it stands."""

    def __init__(self, asked: AgencyAsked) -> None:
        self.asked = asked
        super().__init__("This has changed since you opened it.")


@transaction.atomic
def record_answer(asked: AgencyAsked, *, by: User, said: str, version: str = "") -> None:
    """Record what an agency said. `version` is the answer's when the form was opened; raises
    `StaleAnswer` when it has another by now."""
    lock_to_write(asked.assessment, by)
    asked.refresh_from_db(fields=["said"])
    if asked.said == said.strip():
        return
    if version and version != asked.version:
        raise StaleAnswer(asked)
    asked.said = said.strip()
    asked.save(update_fields=["said"])


@transaction.atomic
def drop_agency(asked: AgencyAsked, *, by: User) -> None:
    """Take out an agency that was entered by mistake."""
    lock_to_write(asked.assessment, by)
    asked.delete()


@transaction.atomic
def comment(
    assessment: Assessment, key: str, text: str, *, by: User, at: datetime | None = None
) -> PartComment:
    """A manager's comment beside a part, while they read it."""
    part = part_of(assessment, key)
    lock(assessment.case)
    assessment.refresh_from_db()
    reasons = []
    if assessment.state != AssessmentState.SENT:
        reasons.append("Comments are made while it waits to be authorised.")
    if Hat.MANAGER not in assessment.hats(by):
        reasons.append("Only a manager of the team may comment.")
    if not text.strip():
        reasons.append("Write the comment.")
    if reasons:
        raise Refused(reasons)
    return PartComment.objects.get_or_create(
        assessment=assessment,
        key=part.key,
        text=text.strip(),
        by=by,
        resolved_at=None,
        defaults={"at": at or timezone.now()},
    )[0]


@transaction.atomic
def resolve_comment(remark: PartComment, *, by: User, at: datetime | None = None) -> None:
    """The author has answered a comment; once is enough."""
    lock_to_write(remark.assessment, by)
    if remark.resolved_at is None:
        remark.resolved_at, remark.resolved_by = at or timezone.now(), by
        remark.save(update_fields=["resolved_at", "resolved_by"])


@transaction.atomic
def correct(
    assessment: Assessment, text: str, *, by: User, at: datetime | None = None
) -> Correction:
    """A note on an authorised assessment. The document itself does not change."""
    lock(assessment.case)
    assessment.refresh_from_db()
    reasons = []
    if not assessment.is_authorised:
        reasons.append("Only an authorised assessment is corrected by a note.")
    if not assessment.hats(by):
        reasons.append("Only the author, the child's worker or a manager may add a note.")
    if not text.strip():
        reasons.append("Write what is wrong, and what is right.")
    if reasons:
        raise Refused(reasons)
    note, _ = Correction.objects.get_or_create(
        assessment=assessment, text=text.strip(), by=by, defaults={"at": at or timezone.now()}
    )
    return note
