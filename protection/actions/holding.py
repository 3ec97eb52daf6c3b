"""A conference is held: who was there, what was decided for each child, what is recommended."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.tasks import set_task
from cases.moments import moment_of
from protection.actions import categories, enquiries, plans
from protection.actions.attendance import family_was_there, quorum_missing
from protection.actions.conferences import lock_all, need_letter, save_conference
from protection.actions.outcomes import Outcome, Ruling, objections, waiting_enquiries
from protection.models import (
    ChildProtectionPlan,
    Conference,
    ConferenceChild,
    Dissent,
    Recommendation,
    TransferIn,
)
from rules.codes import (
    AbuseCategory,
    ConferenceDecision,
    HeardHow,
    InviteeKind,
    LetterKind,
    TaskKind,
)
from rules.codes.conferences import FIRST_DECISIONS, REVIEW_DECISIONS
from rules.lifecycles import ConferenceState
from workflow.engine import Refused, move


@transaction.atomic
def hold(
    conference: Conference,
    outcome: Outcome,
    *,
    version: int,
    by: User,
    at: datetime | None = None,
) -> None:
    """Record what the conference decided for each child. Plans begin, go on or end; enquiries and
    transfers that asked for it are answered, and their clocks stop on the day it was held. A
    recommendation becomes a task of the social worker, and nothing else."""
    at = at or timezone.now()
    children = lock_all(conference)
    if reasons := objections(conference, children, outcome, version=version, by=by, at=at):
        raise Refused(reasons)
    conference.held_on = outcome.held_on
    conference.quorate = not quorum_missing(conference)
    conference.quorum_why = "" if conference.quorate else outcome.quorum_why.strip()
    conference.family_why_not = (
        "" if family_was_there(conference) else outcome.family_why_not.strip()
    )
    conference.first_core_group_on = outcome.first_core_group_on
    save_conference(
        conference, by, "held", at,
        "held_on", "quorate", "quorum_why", "family_why_not", "first_core_group_on",
    )  # fmt: skip
    by_child = {ruling.child.pk: ruling for ruling in outcome.rulings}
    refused: list[str] = []
    for child in children:
        child.conference = conference
        try:
            _decide(child, by_child[child.pk], outcome, by=by, at=at)
        except Refused as refusal:
            refused += [f"{child.case.person.name}: {each}" for each in refusal.reasons]
    if refused:
        raise Refused(refused)
    _write_down(outcome, by=by, at=at)
    for letter in conference.letters.to_send().filter(kind=LetterKind.INVITATION):  # type: ignore[attr-defined]
        letter.not_needed_why = "The conference was held."
        letter.sign(by, "held", at)
        letter.save(update_fields=["not_needed_why"])
    for invitee in conference.invitees.all():  # type: ignore[attr-defined]
        if invitee.kind != InviteeKind.FAMILY or invitee.attended:
            need_letter(conference, invitee, LetterKind.OUTCOME, by=by, at=at)


def _decide(
    child: ConferenceChild, ruling: Ruling, outcome: Outcome, *, by: User, at: datetime
) -> None:
    when = moment_of(outcome.held_on, at)
    waiting = waiting_enquiries(child)
    label = ConferenceDecision.label_of(ruling.decision).lower()
    on_plan = ConferenceDecision(ruling.decision).has_category
    move(
        child,
        "hold",
        by=by,
        why=ruling.why.strip(),
        at=when,
        recorded_at=at,
        data={"decision": label},
        enquiry=waiting[0] if waiting else None,
        decision=ruling.decision,
        category=ruling.category,
        why_decided=ruling.why.strip(),
        contingency=ruling.contingency.strip() if on_plan else "",
        decided_by=by,
        views=ruling.views.strip(),
        heard_how=ruling.heard_how if ruling.views.strip() else HeardHow.NOT_HEARD.value,
        heard_on=ruling.heard_on if ruling.views.strip() else None,
        why_no_views="" if ruling.views.strip() else ruling.why_no_views.strip(),
    )
    for enquiry in waiting:
        enquiries.conferred(
            enquiry,
            conference_child=child,
            by=by,
            at=when,
            recorded_at=at,
            late_reason=outcome.late_reason,
        )
    for transfer in TransferIn.objects.waiting().filter(case=child.case):
        move(transfer, "confer", by=by, at=when, recorded_at=at, late_reason=outcome.late_reason)
    _follow(child, ruling, outcome, by=by, at=at)


def _follow(
    child: ConferenceChild, ruling: Ruling, outcome: Outcome, *, by: User, at: datetime
) -> None:
    """The plan begins, goes on or ends, as decided."""
    if ruling.decision == ConferenceDecision.PLAN:
        plans.begin_plan(
            child,
            by=by,
            category=ruling.category,
            at=at,
            visit_every_days=ruling.visit_every_days,
            core_group_every_days=ruling.core_group_every_days,
            first_core_group_on=outcome.first_core_group_on,
            contingency=ruling.contingency,
        )
    elif ruling.decision in REVIEW_DECISIONS:
        plan = plans.live_plan(child.case)
        if plan is None:
            raise Refused(["The plan is not in force any more."])
        continues = ruling.decision == ConferenceDecision.CONTINUES
        plans.review_plan(
            plan,
            conference_child=child,
            continues=continues,
            category=ruling.category or plan.latest_category,
            contingency=ruling.contingency,
            by=by,
            at=at,
            why=ruling.why,
            late_reason=outcome.late_reason,
        )


def _write_down(outcome: Outcome, *, by: User, at: datetime) -> None:
    for each in outcome.dissents:
        dissent = Dissent(child=each.child, who=each.who, why=each.why.strip())
        dissent.sign(by, "dissent", at)
        dissent.save(force_insert=True)
    for wish in outcome.recommendations:
        case = wish.child.case
        task = set_task(
            by=by,
            what=f"From the conference: {wish.text.strip().rstrip('.')}",
            kind=TaskKind.CASE_MANAGEMENT_DISCUSSION if wish.needs_discussion else TaskKind.OTHER,
            due_on=wish.by_when,
            team=case.team,
            owner=case.worker,
            case=case,
            at=at,
        )
        row = Recommendation(
            child=wish.child,
            text=wish.text.strip()[:300],
            needs_discussion=wish.needs_discussion,
            made_on=outcome.held_on,
            task=task,
        )
        row.sign(by, "recommended", at)
        row.save(force_insert=True)


def _last_day(plan: ChildProtectionPlan, held_on: date) -> date:
    """What was written by mistake was in force until somebody last acted on it."""
    meeting = plan.core_groups.first()
    return meeting.held_on if meeting else held_on


@transaction.atomic
def correct(
    child: ConferenceChild,
    *,
    decision: str,
    category: str,
    why_decided: str,
    why: str,
    by: User,
    at: datetime | None = None,
) -> None:
    """The decision was written down wrongly. The chair alone puts it right, with the reason, until
    the minutes are agreed; what was written before stays in the row's history and in the story."""
    at = at or timezone.now()
    conference = child.conference
    child = next(each for each in lock_all(conference) if each.pk == child.pk)
    before, held_on = child.decision, conference.held_on or conference.on
    if category and not ConferenceDecision(decision).has_category:
        category = ""
    reasons = []
    begun = ChildProtectionPlan.objects.filter(conference_child=child).first()
    allowed = FIRST_DECISIONS if before in FIRST_DECISIONS else (before,)
    as_it_stands = (child.decision, child.category, child.why_decided)
    if (
        child.state == ConferenceState.HELD
        and (
            decision,
            category,
            why_decided.strip(),
        )
        == as_it_stands
    ):
        reasons.append("That is what stands already: nothing was changed.")
    if decision not in allowed:
        reasons.append(
            "What a review decided cannot be turned round here: the plan has gone on from it. Arrange "
            "another review."
        )
    elif ConferenceDecision(decision).has_category and category not in AbuseCategory.values():
        reasons.append("Choose the category of the plan.")
    elif decision != before and begun and (not begun.is_live or begun.reviews.exists()):
        reasons.append(
            "The plan that this decision began was reviewed or has ended since: the decision is not "
            "turned round any more."
        )
    if not why_decided.strip():
        reasons.append("Say why the conference decided so.")
    if not why.strip():
        reasons.append("Say why it is corrected.")
    if reasons:
        raise Refused(reasons)
    recategorised = category and category != child.category and decision == before
    move(
        child,
        "correct",
        by=by,
        why=why,
        at=at,
        data={"decision": ConferenceDecision.label_of(decision).lower()},
        decision=decision,
        category=category,
        why_decided=why_decided.strip(),
    )
    plan = plans.live_plan(child.case)
    if recategorised:
        categories.correct_category(child, category=category, on=held_on, why=why, by=by, at=at)
    elif decision != before and decision == ConferenceDecision.PLAN:
        plans.begin_plan(
            child,
            by=by,
            category=category,
            at=at,
            first_core_group_on=conference.first_core_group_on,
        )
    elif decision != before and plan is not None:
        plans.end_plan(plan, by=by, at=at, on=_last_day(plan, held_on), reason="in-error", why=why)
        plan.conference_child = None  # the decision may begin another, should it be corrected again
        plan.sign(by, why, at)
        plan.save(update_fields=["conference_child"])
    for invitee in conference.invitees.all():  # type: ignore[attr-defined]
        if invitee.letters.filter(kind=LetterKind.OUTCOME).exclude(sent_on=None).exists():
            need_letter(conference, invitee, LetterKind.OUTCOME, by=by, at=at)
