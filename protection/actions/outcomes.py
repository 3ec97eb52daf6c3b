"""What is recorded of a conference, and every reason why it cannot be recorded so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from accounts.models import User
from cases.models import Case
from cases.moments import moment_of
from clocks.calendar import calendar
from clocks.plan import local_date
from protection.actions import plans
from protection.actions.attendance import family_was_there, quorum_missing
from protection.actions.conferences import STALE, no_working_day
from protection.actions.far import too_far
from protection.models import Conference, ConferenceChild, Invitee, Section47Enquiry, TransferIn
from rules.codes import AbuseCategory, ConferenceDecision, HeardHow
from rules.codes.conferences import FIRST_DECISIONS, REVIEW_DECISIONS
from rules.conferences import FIRST_CORE_GROUP_DAYS
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from rules.lifecycles import Hat
from rules.workdays import due_date, in_full

HIDDEN = (
    "The record of one of the children is closed to you. Nothing can be decided until it is opened to "
    "you, or somebody else takes the chair."
)


@dataclass(frozen=True)
class Ruling:
    """What was decided for one child, and what the child thinks of it all."""

    child: ConferenceChild
    decision: str
    category: str = ""
    why: str = ""
    views: str = ""
    heard_how: str = ""
    heard_on: date | None = None
    why_no_views: str = ""
    visit_every_days: int = VISIT_EVERY.default
    core_group_every_days: int = CORE_GROUP_EVERY.default
    contingency: str = ""


@dataclass(frozen=True)
class Disagreed:
    child: ConferenceChild
    who: Invitee
    why: str


@dataclass(frozen=True)
class Recommended:
    child: ConferenceChild
    text: str
    by_when: date
    needs_discussion: bool = True


@dataclass(frozen=True)
class Outcome:
    """All that is recorded of a conference that was held."""

    held_on: date
    rulings: Sequence[Ruling]
    first_core_group_on: date | None = None
    quorum_why: str = ""
    family_why_not: str = ""
    late_reason: str = ""
    dissents: Sequence[Disagreed] = ()
    recommendations: Sequence[Recommended] = field(default=())


def objections(
    conference: Conference,
    children: list[ConferenceChild],
    outcome: Outcome,
    *,
    version: int,
    by: User,
    at: datetime,
) -> list[str]:
    """Every reason against, each once; the caller holds the locks."""
    if not conference.is_ahead:
        # nothing else matters: it was recorded, or called off, by somebody else
        return [f"This conference is «{conference.state_label.lower()}» already."]
    cases = [child.case_id for child in children]
    if Case.objects.visible_to(by).filter(pk__in=cases).count() < len(cases):
        return [HIDDEN]
    reasons = []
    if not by.may("chair-conference") or Hat.CHAIR not in children[0].hats(by):
        reasons.append("Only the chair of the conference records what it decided.")
    reasons += _about_the_meeting(conference, outcome, version, at)
    reasons += _about_the_children(children, outcome)
    reasons += _about_the_rest(children, outcome, local_date(at))
    return list(dict.fromkeys(reasons))


def _about_the_meeting(
    conference: Conference, outcome: Outcome, version: int, at: datetime
) -> list[str]:
    reasons = []
    if conference.version != version:
        reasons.append(STALE)
    if outcome.held_on > local_date(at):
        reasons.append("The conference is recorded once it was held, not ahead of it.")
    if outcome.held_on < local_date(conference.arranged_at):
        reasons.append("The conference cannot have been held before it was arranged.")
    if wrong := no_working_day(outcome.held_on):
        reasons.append(wrong)
    if all(i.attended is None for i in conference.invitees.all()):  # type: ignore[attr-defined]
        reasons.append("Tick who was there before the decisions are recorded.")
    elif (missing := quorum_missing(conference)) and not outcome.quorum_why.strip():
        reasons.append(
            f"The conference is not quorate. {' '.join(missing)} Say why it went on all the same."
        )
    if not family_was_there(conference) and not outcome.family_why_not.strip():
        reasons.append("Nobody of the family was there: say why.")
    return reasons


def _about_the_children(children: list[ConferenceChild], outcome: Outcome) -> list[str]:
    reasons = []
    here = {child.pk for child in children}
    if any(ruling.child.pk not in here for ruling in outcome.rulings):
        reasons.append("A decision was given for a child who is not on this conference.")
    given = {ruling.child.pk: ruling for ruling in outcome.rulings}
    for child in children:
        name, ruling = child.case.person.name, given.get(child.pk)
        if ruling is None:
            reasons.append(f"{name}: choose what was decided.")
            continue
        on_plan = plans.live_plan(child.case) is not None
        if not ruling.decision:
            reasons.append(f"{name}: choose what was decided.")
        elif ruling.decision not in (REVIEW_DECISIONS if on_plan else FIRST_DECISIONS):
            standing = "is" if on_plan else "is not"
            reasons.append(f"{name}: the decision does not fit a child who {standing} on a plan.")
        elif ConferenceDecision(ruling.decision).has_category:
            if ruling.category not in AbuseCategory.values():
                reasons.append(f"{name}: choose the category of the plan.")
        elif ruling.category:
            reasons.append(f"{name}: without a plan there is no category.")
        if not ruling.why.strip():
            reasons.append(f"{name}: say why the conference decided so.")
        reasons += [f"{name}: {each}" for each in _views(ruling, child, outcome.held_on)]
        reasons += [f"{name}: {each}" for each in _before_its_cause(child, outcome)]
    return reasons


def _views(ruling: Ruling, child: ConferenceChild, held_on: date) -> list[str]:
    """The child's own views and how they were heard, or the reason why they are missing (W47, H6)."""
    if not ruling.views.strip():
        return (
            []
            if ruling.why_no_views.strip()
            else ["write the child's own views, or why they were not heard."]
        )
    reasons = []
    if ruling.heard_how not in HeardHow.values() or ruling.heard_how == HeardHow.NOT_HEARD:
        reasons.append("say how the child's views were heard.")
    if ruling.heard_on is None:
        reasons.append("give the day on which the child's views were heard.")
    elif ruling.heard_on > held_on:
        reasons.append("the child's views were heard before or at the conference, not after it.")
    elif ruling.heard_on < child.case.referred_on:
        reasons.append("the child's views cannot have been heard before the child was referred.")
    return reasons


def _before_its_cause(child: ConferenceChild, outcome: Outcome) -> list[str]:
    """A conference held before what led to it, or later than its time limit without a reason."""
    reasons = []
    noon = moment_of(outcome.held_on, timezone.now())
    for enquiry in waiting_enquiries(child):
        enquiry.acting_at, enquiry.late_reason_given = noon, outcome.late_reason
        if outcome.held_on < local_date(enquiry.strategy_child.discussion.held_at):
            reasons.append(
                "the conference cannot be before the strategy discussion that led to it."
            )
        elif not enquiry.lateness_is_explained:
            reasons.append("the conference was held after its time limit: say why it was late.")
    plan = plans.live_plan(child.case)
    if plan is not None:
        plan.acting_at, plan.late_reason_given = noon, outcome.late_reason
        if outcome.held_on <= plan.started_on:
            reasons.append("a review is held after the day on which the plan began.")
        elif not plan.lateness_is_explained:
            reasons.append("the conference was held after its time limit: say why it was late.")
    for transfer in TransferIn.objects.waiting().filter(case=child.case):
        transfer.acting_at, transfer.late_reason_given = noon, outcome.late_reason
        if outcome.held_on < transfer.notified_on:
            reasons.append("the conference cannot be before the notification of the move.")
        elif not transfer.lateness_is_explained:
            reasons.append("the conference was held after its time limit: say why it was late.")
    return reasons


def waiting_enquiries(child: ConferenceChild) -> list[Section47Enquiry]:
    found = Section47Enquiry.objects.awaiting_conference().filter(case=child.case)
    return list(found.select_related("strategy_child__discussion", "case"))


def _about_the_rest(children: list[ConferenceChild], outcome: Outcome, today: date) -> list[str]:
    reasons = []
    if any(ruling.decision == ConferenceDecision.PLAN for ruling in outcome.rulings):
        day = outcome.first_core_group_on
        latest = due_date(outcome.held_on, FIRST_CORE_GROUP_DAYS, calendar().days)
        if day is None:
            reasons.append("Set the date of the first core group before anybody leaves.")
        elif not outcome.held_on <= day <= latest or no_working_day(day):
            reasons.append(
                f"The first core group meets on a working day within {FIRST_CORE_GROUP_DAYS} working "
                f"days of the conference: by {in_full(latest)}."
            )
    here = {child.pk for child in children}
    for each in outcome.dissents:
        if each.child.pk not in here:
            reasons.append("A dissent was given for a child who is not on this conference.")
        if not each.why.strip():
            reasons.append(f"Write what {each.who} did not agree with.")
        if not each.who.attended:
            reasons.append(f"{each.who} was not at the conference and cannot have disagreed there.")
    for wish in outcome.recommendations:
        if wish.child.pk not in here:
            reasons.append("A recommendation was given for a child who is not on this conference.")
        if not wish.text.strip():
            reasons.append("Write what the conference recommends.")
        if wish.by_when < today:
            reasons.append("A recommendation is looked at by a day that is still to come.")
        elif far := too_far(wish.by_when, today):
            reasons.append(far)
    return reasons
