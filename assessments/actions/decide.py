"""Sending, returning, authorising and withdrawing. What moves one child of a group moves all."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User, stand_in
from assessments.actions.begin import call_for
from assessments.actions.group import locked_group, refuse_together
from assessments.actions.record import enter_visit
from assessments.document import freeze
from assessments.models import Assessment
from assessments.siblings import named, strange_names_in
from audit import story
from audit.models import Event
from cases.actions.decisions import ask_for_strategy_discussion
from cases.actions.tasks import set_task
from clocks.calendar import calendar
from clocks.plan import local_date
from rules.access import MANAGERS
from rules.codes import AdultNeed, QualityGrade, TaskKind
from rules.lifecycles import Hat
from rules.workdays import due_date
from workflow.engine import Refused, move, refusals


def authorisers(assessment: Assessment) -> list[User]:
    """Who may be asked to authorise: the managers who answer for every child of the group, those
    of the child's own team first, and never the author."""
    case = assessment.case
    managers = User.objects.filter(is_active=True, role__in=MANAGERS).exclude(
        pk=assessment.author_id
    )
    able = [user for user in managers.select_related("team") if Hat.MANAGER in case.hats(user)]
    return sorted(able, key=lambda user: (user.team_id != case.team_id, user.name, user.pk))


def _move_all(
    group: list[Assessment],
    verb: str,
    *,
    data: Callable[[Assessment], dict[str, Any]] = lambda _: {},
    **kwargs: Any,
) -> list[Event]:
    """The same step for every child; every child's reasons are gathered before any is refused."""
    refused: list[tuple[Assessment, list[str]]] = []
    events = []
    for each in group:
        try:
            events.append(move(each, verb, data=data(each), **kwargs))
            refused.append((each, []))
        except Refused as refusal:
            refused.append((each, refusal.reasons))
    refuse_together(refused)
    return events


@transaction.atomic
def send(
    assessment: Assessment,
    *,
    by: User,
    to: User,
    names_meant: bool = False,
    at: datetime | None = None,
) -> None:
    """Send it, and those of the group, to a manager to be authorised; the manager is told.

    Another child's name in this child's own part is pointed out until `names_meant`."""
    at = at or timezone.now()
    group = locked_group(assessment, by)
    step = assessment.lifecycle.step("send")
    refuse_together(
        (
            each,
            refusals(each, step, by=by, why="")
            + _not_by(each, to)
            + ([] if names_meant else _strange(each)),
        )
        for each in group
    )
    for each in group:  # what a page saved by itself may have told of a visit
        enter_visit(each, by=by, at=at)
    events = _move_all(
        group, "send", by=by, at=at, data=lambda _: {"to": str(to)}, sent_at=at, sent_to=to
    )
    assessment.refresh_from_db()
    reader = stand_in(to, local_date(at)) or to
    story.tell(
        reader,
        key=f"assessment:{group[0].pk}:sent:{events[0].pk}",
        case=assessment.case,
        at=at,
        url=f"/assessments/{assessment.pk}/authorise/",
        text=f"{_what(group)} to authorise",
    )


def _not_by(assessment: Assessment, to: User) -> list[str]:
    """Why this person cannot be asked to authorise."""
    if Hat.MANAGER not in assessment.case.hats(to) or to.pk == assessment.author_id:
        return ["Choose a manager of the child's team, other than the author, to authorise it."]
    return []


def _strange(assessment: Assessment) -> list[str]:
    return [
        f"{named(names)} in {assessment.case.person.name}'s own part "
        f"«{assessment.type.part(key).label}». Check that it is meant."
        for key, names in strange_names_in(assessment).items()
    ]


def _what(group: list[Assessment]) -> str:
    label = group[0].type.label
    return label if len(group) == 1 else f"{len(group)} {label.lower()}s of one family"


@transaction.atomic
def take_back(assessment: Assessment, *, by: User, at: datetime | None = None) -> None:
    """The author takes it back to write on."""
    _move_all(locked_group(assessment, by), "take-back", by=by, at=at)
    assessment.refresh_from_db()


@transaction.atomic
def return_(assessment: Assessment, *, by: User, comments: str, at: datetime | None = None) -> None:
    """Return it to the author with comments; the author is told."""
    at = at or timezone.now()
    group = locked_group(assessment, by)
    events = _move_all(
        group,
        "return",
        by=by,
        why=comments.strip(),
        at=at,
        returned_at=at,
        returned_by=by,
        returned_why=comments.strip(),
    )
    assessment.refresh_from_db()
    _tell_author(group, events[0], "was returned with comments", at)


@transaction.atomic
def authorise(
    assessment: Assessment,
    *,
    by: User,
    late_reason: str = "",
    grade: str = "",
    at: datetime | None = None,
) -> None:
    """Authorise it, and those of the group. Each becomes a document that does not change, its clock
    stops, and what its outcome makes is made: that one thing and nothing else. `grade` says how good
    it is; it stands beside the share done in time, and is no part of the document."""
    if grade and grade not in QualityGrade.values():
        raise Refused(["Choose one of the grades in the rule book, or none."])
    at = at or timezone.now()
    group = locked_group(assessment, by)
    events = _move_all(
        group,
        "authorise",
        data=lambda each: {"outcome": each.outcome_row.label.lower() if each.outcome_row else ""},
        by=by,
        at=at,
        late_reason=late_reason,
        authorised_at=at,
        authorised_by=by,
        grade=grade,
    )
    for each in group:
        freeze(each, at=at, late_reason=late_reason)
        _needs_of_parents(each, by=by, at=at)
        _make_next(each, by=by, at=at)
    assessment.refresh_from_db()
    _tell_author(group, events[0], "was authorised", at)


def _needs_of_parents(assessment: Assessment, *, by: User, at: datetime) -> None:
    """What it found of a parent's own needs takes the place of what an earlier one found."""
    case = assessment.case
    case.parents_needs = [need for need in AdultNeed.values() if need in assessment.factors]
    case.sign(by, assessment.type.label, at)
    case.save(update_fields=["parents_needs"])


def _make_next(assessment: Assessment, *, by: User, at: datetime) -> None:
    """The one next thing that the outcome leads to (`rules.assessment_types.Outcome.makes`)."""
    row, case = assessment.outcome_row, assessment.case
    if row is None or not row.makes:
        return
    why = assessment.outcome_why.strip() or f"{assessment.type.label}: {row.label.lower()}"
    what, _, key = row.makes.partition(":")
    if what == "assessment":
        call_for(case, kind=key, by=by, why=why, at=at)
    elif key == TaskKind.STRATEGY_DISCUSSION:
        ask_for_strategy_discussion(case, by=by, why=why, at=at)
    else:
        set_task(
            by=by,
            case=case,
            kind=key,
            what=TaskKind.label_of(key),
            owner=by if row.by_manager else case.worker,
            team=case.team,
            due_on=due_date(local_date(at), row.within, calendar().days),
            at=at,
        )


def _tell_author(group: list[Assessment], event: Event, what: str, at: datetime) -> None:
    for author in {each.author for each in group if each.author}:
        story.tell(
            author,
            key=f"assessment:{group[0].pk}:{event.key.partition('.')[2]}:{event.pk}",
            case=group[0].case,
            at=at,
            url=f"/assessments/{group[0].pk}/",
            text=f"{_what(group)} {what}",
        )


@transaction.atomic
def withdraw(assessment: Assessment, *, by: User, why: str, at: datetime | None = None) -> None:
    """End one child's assessment without a result. What called for it still stands: a clock that
    the referral started runs on."""
    move(assessment, "withdraw", by=by, why=why, at=at)
