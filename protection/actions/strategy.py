"""Holding a strategy discussion: one meeting, a decision for each child."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.tasks import set_task, settle_tasks
from cases.models import Case
from clocks.plan import local_date
from protection.actions.enquiries import begin_enquiry
from protection.actions.far import too_far
from protection.models import (
    Section47Enquiry,
    StrategyAction,
    StrategyAttendee,
    StrategyChild,
    StrategyDiscussion,
)
from protection.models.strategy import HEALTH, OURS
from rules.codes import AgencyKind, EnquiryBasis, MeetingMethod, TaskKind
from rules.lifecycles import sentence_of
from ui.moments import day_words
from workflow.engine import Refused, begin, lock


@dataclass(frozen=True)
class Attendee:
    name: str
    kind: str
    agency: str = ""
    shared: str = ""


@dataclass(frozen=True)
class Ruling:
    """What was decided for one child."""

    case: Case
    section_47: bool
    reason: str
    safety: str
    section_47_on: date | None = None
    basis: str = ""
    basis_why: str = ""
    lead: User | None = None
    """Who leads the enquiry, where one begins."""


@dataclass(frozen=True)
class Agreed:
    """Something that somebody was asked to do, about one of the children."""

    what: str
    owner: User | None
    due_on: date
    case: Case


@dataclass(frozen=True)
class Meeting:
    held_at: datetime
    method: str
    offence_suspected: bool
    attendees: Sequence[Attendee]
    place: str = ""
    offence_why: str = ""
    why_no_police: str = ""
    why_no_health: str = ""

    def has(self, *kinds: str) -> bool:
        return any(each.kind in kinds for each in self.attendees)


@transaction.atomic
def hold(
    meeting: Meeting,
    rulings: Sequence[Ruling],
    *,
    by: User,
    agreed: Sequence[Agreed] = (),
    late_reason: str = "",
    at: datetime | None = None,
) -> StrategyDiscussion:
    """Record a discussion that was held. Where it decides on Section 47, the enquiry begins with it,
    and with the enquiry the core assessment; a child whose enquiry runs already keeps it, and its
    clock. The open tasks that asked for the discussion are done. All of it, or nothing."""
    at = at or timezone.now()
    lock(*(ruling.case for ruling in rulings))
    for ruling in rulings:
        ruling.case.refresh_from_db()
    running = _running(rulings)
    reasons = [
        *_about_the_meeting(meeting, rulings, at),
        *_about_the_children(meeting, rulings, running, by, at),
        *_about_what_was_agreed(agreed, rulings, at),
    ]
    if reasons:
        raise Refused(reasons)
    discussion = _write_down(meeting, by=by, at=at)
    for ruling in rulings:
        _decide(ruling, discussion, running.get(ruling.case.pk), by, late_reason, at)
    for each in agreed:
        task = set_task(
            by=by,
            case=each.case,
            what=each.what,
            kind=TaskKind.OTHER,
            owner=each.owner,
            team=each.case.team,
            due_on=each.due_on,
            at=at,
        )
        action = StrategyAction(discussion=discussion, task=task)
        action.sign(by)
        action.save(force_insert=True)
    return discussion


def _running(rulings: Sequence[Ruling]) -> dict[int, Section47Enquiry]:
    cases = [ruling.case.pk for ruling in rulings]
    found = Section47Enquiry.objects.running().filter(case__in=cases).order_by("-started_on", "-pk")
    return {enquiry.case_id: enquiry for enquiry in reversed(found)}


def _write_down(meeting: Meeting, *, by: User, at: datetime) -> StrategyDiscussion:
    discussion = StrategyDiscussion(
        held_at=meeting.held_at,
        method=meeting.method,
        place=meeting.place.strip(),
        offence_suspected=meeting.offence_suspected,
        offence_why=meeting.offence_why.strip(),
        why_no_police=meeting.why_no_police.strip(),
        why_no_health=meeting.why_no_health.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    discussion.sign(by)
    discussion.save(force_insert=True)
    for each in meeting.attendees:
        row = StrategyAttendee(
            discussion=discussion,
            name=each.name.strip(),
            kind=each.kind,
            agency=each.agency.strip(),
            shared=each.shared.strip(),
        )
        row.sign(by)
        row.save(force_insert=True)
    return discussion


def _decide(
    ruling: Ruling,
    discussion: StrategyDiscussion,
    running: Section47Enquiry | None,
    by: User,
    late_reason: str,
    at: datetime,
) -> None:
    case, reason = ruling.case, ruling.reason.strip()
    child = StrategyChild(
        discussion=discussion,
        case=case,
        section_47=ruling.section_47,
        section_47_on=ruling.section_47_on if ruling.section_47 else None,
        basis=ruling.basis if ruling.section_47 else "",
        basis_why=ruling.basis_why.strip() if ruling.section_47 else "",
        reason=reason,
        safety=ruling.safety.strip(),
        enquiry=running,
    )
    said = child.decision_words
    begin(
        child,
        "hold",
        by=by,
        why=reason,
        at=discussion.held_at,
        recorded_at=at,
        data={"decision": said},
    )
    if ruling.section_47 and running is None:
        assert ruling.lead is not None  # refused above without one
        child.enquiry = begin_enquiry(child, lead=ruling.lead, by=by, why=reason, at=at)
        child.sign(by)
        child.save(update_fields=["enquiry"])
    held = day_words(local_date(discussion.held_at), at)
    settle_tasks(
        case,
        TaskKind.STRATEGY_DISCUSSION,
        by=by,
        outcome=f"The strategy discussion was held on {held}: {said}.",
        done_at=discussion.held_at,
        late_reason=late_reason,
        at=at,
    )


def who_is_missing(kinds: Sequence[str], why_no_police: str, why_no_health: str) -> list[str]:
    """Police and health take part, or the record says why not."""
    reasons = []
    if AgencyKind.POLICE not in kinds and not why_no_police.strip():
        reasons.append("The police did not take part: add who did, or say why not.")
    if not set(kinds) & set(HEALTH) and not why_no_health.strip():
        reasons.append("Nobody from health took part: add who did, or say why not.")
    return reasons


# --- Refusals -----------------------------------------------------------------------------------
def _about_the_meeting(meeting: Meeting, rulings: Sequence[Ruling], at: datetime) -> list[str]:
    reasons = []
    if not rulings:
        reasons.append("Choose at least one child whom the discussion was about.")
    if meeting.held_at > at:
        reasons.append("A strategy discussion is recorded after it was held: check when that was.")
    if meeting.method not in MeetingMethod.values():
        reasons.append("Choose how the people met.")
    if unknown := {each.kind for each in meeting.attendees} - set(AgencyKind.values()):
        reasons.append(f"Choose agencies from the list: {', '.join(sorted(unknown))} is not in it.")
    if any(not each.name.strip() for each in meeting.attendees):
        reasons.append("Give the name of everybody who took part.")
    if all(each.kind == OURS for each in meeting.attendees):
        reasons.append("A strategy discussion is held with others: name who took part for them.")
    reasons += who_is_missing(
        [each.kind for each in meeting.attendees], meeting.why_no_police, meeting.why_no_health
    )
    if meeting.offence_suspected and not meeting.offence_why.strip():
        reasons.append("Say what criminal offence is suspected.")
    return reasons


def _about_the_children(
    meeting: Meeting,
    rulings: Sequence[Ruling],
    running: dict[int, Section47Enquiry],
    by: User,
    at: datetime,
) -> list[str]:
    held_on, today = local_date(meeting.held_at), local_date(at)
    seen = set(
        Case.objects.visible_to(by)
        .filter(pk__in=[ruling.case.pk for ruling in rulings])
        .values_list("pk", flat=True)
    )
    reasons = []
    for ruling in rulings:
        case = ruling.case
        about = []
        if case.pk not in seen:
            raise Refused(["You may not open the case of every child named here."])
        if not case.is_open:
            about.append("The case is closed.")
        if held_on < case.referred_on:
            about.append("The discussion cannot have been held before the child was referred.")
        if not ruling.reason.strip():
            about.append("Say why this was decided.")
        if not ruling.safety.strip():
            about.append("Say how the child is safe now.")
        if ruling.section_47:
            about += _about_section_47(ruling, meeting, held_on, today)
            if case.pk not in running:
                about += _about_the_lead(ruling.lead)
        several = f"{case.person.name}: " if len(rulings) > 1 else ""
        reasons += [several + each for each in about]
    return reasons


def _about_section_47(ruling: Ruling, meeting: Meeting, held_on: date, today: date) -> list[str]:
    about = []
    on = ruling.section_47_on
    if on is None:
        about.append("Give the day on which it was decided to begin Section 47 enquiries.")
    elif on < held_on:
        about.append(
            "Section 47 enquiries cannot begin before the discussion that decides on them."
        )
    elif on > today:
        about.append("Section 47 enquiries cannot begin on a day that is still to come.")
    if ruling.basis not in EnquiryBasis.values():
        about.append("Choose whether the enquiry is joint or by a single agency.")
    elif ruling.basis == EnquiryBasis.JOINT:
        if not meeting.has(AgencyKind.POLICE):
            about.append("A joint enquiry is agreed with the police: add who took part for them.")
    elif not ruling.basis_why.strip():
        about.append("Say why a single agency enquires.")
    return about


def _about_the_lead(lead: User | None) -> list[str]:
    if lead is None:
        return ["Choose who leads the Section 47 enquiry."]
    if not lead.is_qualified or not lead.is_active:
        return [sentence_of("enquiry_lead_is_qualified")]
    return []


def _about_what_was_agreed(
    agreed: Sequence[Agreed], rulings: Sequence[Ruling], at: datetime
) -> list[str]:
    reasons, cases = [], {ruling.case.pk for ruling in rulings}
    for each in agreed:
        if not each.what.strip():
            reasons.append("Say of every action what is to be done.")
        if each.owner is None:
            reasons.append(f"«{each.what.strip()}»: say who does it.")
        if each.due_on < local_date(at):
            reasons.append(f"«{each.what.strip()}»: the date by which it is done cannot be past.")
        elif far := too_far(each.due_on, local_date(at)):
            reasons.append(far)
        if each.case.pk not in cases:
            reasons.append(f"«{each.what.strip()}» is about a child who is not on this discussion.")
    return reasons
