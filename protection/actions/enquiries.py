"""A Section 47 enquiry: begun by a strategy discussion, written, sent, authorised, and ended by what
it leads to."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User, stand_in
from assessments.actions.begin import call_for, types_under
from assessments.models import Assessment
from audit import story
from audit.models import Event
from cases.actions.tasks import set_task
from cases.models import Case, Visit
from cases.moments import moment_of
from clocks.calendar import calendar
from clocks.ledger import hand_over as hand_over_clocks
from clocks.models import Clock
from clocks.plan import local_date
from protection.models import Section47Enquiry, StrategyChild
from rules.access import MANAGERS
from rules.codes import EnquiryOutcome
from rules.lifecycles import Hat, MedicalState
from rules.workdays import due_date
from workflow.engine import Refused, begin, lock, move

CORE, SINGLE = "core", "single"
WITHDRAWN = "The enquiry that asked for it was withdrawn."
FIELDS = (
    "home_visit",
    "why_no_home_visit",
    "why_not_seen",
    "why_not_alone",
    "parents_seen_on",
    "parents_seen",
    "why_no_parents",
    "childs_words",
    "why_no_words",
    "findings",
    "substantiated",
    "continuing_risk",
    "outcome",
    "outcome_why",
)
"""What is written in an enquiry."""


class StaleEnquiry(Exception):
    """Somebody else changed it after the form was opened; `enquiry` is as it stands."""

    def __init__(self, enquiry: Section47Enquiry) -> None:
        self.enquiry = enquiry
        super().__init__("This has changed since you opened it.")


def begin_enquiry(
    child: StrategyChild, *, lead: User, by: User, why: str, at: datetime
) -> Section47Enquiry:
    """Begin the enquiry that a discussion decided on. The caller holds the case's lock and has
    judged the decision; the days to the conference count from the discussion."""
    case, held_at = child.case, child.discussion.held_at
    started_on = child.section_47_on or local_date(held_at)
    enquiry = Section47Enquiry(
        case=case,
        strategy_child=child,
        started_on=started_on,
        lead=lead,
        assessment=_assessment_for(case, by=by, why=why, started_at=held_at, at=at),
    )
    begun_at = held_at if started_on == local_date(held_at) else moment_of(started_on, at)
    begin(
        enquiry,
        "begin",
        by=by,
        why=why,
        at=begun_at,
        recorded_at=at,
        data={"owner": lead.name},
    )
    if lead != by:
        _tell(lead, enquiry, "begun", "You lead a Section 47 enquiry", at)
    return enquiry


def _assessment_for(
    case: Case, *, by: User, why: str, started_at: datetime, at: datetime
) -> Assessment | None:
    """The assessment that goes with an enquiry under the case's rule set: the core assessment,
    called for where there is none under way; or the single assessment, which the referral asked for.
    None where the single assessment has not been started."""
    kinds = {row.key for row in types_under(case.rule_set)}
    wanted = CORE if CORE in kinds else SINGLE
    unfinished = case.assessments.unfinished().filter(kind=wanted).first()  # type: ignore[attr-defined]
    if unfinished is not None:
        return unfinished  # type: ignore[no-any-return]
    if wanted == CORE:
        return call_for(case, by=by, why=why, at=started_at, recorded_at=at)
    known = case.assessments.filter(kind=wanted).exclude(state="withdrawn")  # type: ignore[attr-defined]
    return known.order_by("-started_on", "-pk").first()  # type: ignore[no-any-return]


def may_write(enquiry: Section47Enquiry, user: User) -> bool:
    return not _objections_to_writing(enquiry, user)


def _objections_to_writing(enquiry: Section47Enquiry, by: User) -> list[str]:
    reasons = []
    if not enquiry.is_being_made:
        reasons.append(
            f"This enquiry is «{enquiry.state_label.lower()}», and is not written on now."
        )
    if not by.may("write-assessment") or not enquiry.hats(by) & {
        Hat.OWNER,
        Hat.WORKER,
        Hat.COVER,
    }:
        reasons.append(
            "Only whoever leads the enquiry, the child's worker or who covers them may write it."
        )
    return reasons


@transaction.atomic
def record(
    enquiry: Section47Enquiry,
    written: dict[str, Any],
    version: int,
    *,
    by: User,
    at: datetime | None = None,
) -> None:
    """Save what is known so far. Raises `StaleEnquiry` when somebody else saved meanwhile."""
    at = at or timezone.now()
    lock(enquiry.case)
    enquiry.refresh_from_db()
    if reasons := _objections_to_writing(enquiry, by):
        raise Refused(reasons)
    tidy = {
        name: value.strip() if isinstance(value, str) else value for name, value in written.items()
    }
    changed = [name for name in FIELDS if name in tidy and getattr(enquiry, name) != tidy[name]]
    if not changed:
        return
    if enquiry.version != version:
        raise StaleEnquiry(enquiry)
    if reasons := _objections(enquiry, tidy, local_date(at)):
        raise Refused(reasons)
    for name in changed:
        setattr(enquiry, name, tidy[name])
    enquiry.version += 1
    enquiry.sign(by, "Enquiry written", at)
    enquiry.save(update_fields=[*changed, "version"])


def _objections(enquiry: Section47Enquiry, written: dict[str, Any], today: date) -> list[str]:
    reasons = []
    visit: Visit | None = written.get("home_visit")
    if visit is not None and (visit.case_id != enquiry.case_id or visit.on < enquiry.started_on):
        reasons.append("Choose a visit to this child since the enquiry began.")
    seen_on = written.get("parents_seen_on")
    if seen_on and seen_on > today:
        reasons.append("The parents cannot have been seen on a day that is still to come.")
    if seen_on and seen_on < enquiry.started_on:
        reasons.append("Give the day on which the parents were seen since the enquiry began.")
    if written.get("outcome") and written["outcome"] not in EnquiryOutcome.values():
        reasons.append("Choose the outcome from the list.")
    return reasons


def authorisers(enquiry: Section47Enquiry, by: User) -> list[User]:
    """Who may be asked to authorise: managers of the child's team first; never who leads or sends."""
    case = enquiry.case
    managers = User.objects.filter(is_active=True, role__in=MANAGERS).select_related("team")
    able = [
        user
        for user in managers.exclude(pk__in=[enquiry.lead_id, by.pk])
        if Hat.MANAGER in case.hats(user)
    ]
    return sorted(able, key=lambda user: (user.team_id != case.team_id, user.name, user.pk))


@transaction.atomic
def send(enquiry: Section47Enquiry, *, by: User, to: User, at: datetime | None = None) -> None:
    """Send it to a manager to be authorised; the manager is told."""
    at = at or timezone.now()
    lock(enquiry.case)
    enquiry.refresh_from_db()
    assessment = enquiry.assessment or _started_since(enquiry)
    reasons = []
    if to not in authorisers(enquiry, by):
        reasons.append(
            "Choose a manager of the child's team, other than who leads or sends it, to authorise it."
        )
    try:
        with transaction.atomic():
            event = move(
                enquiry,
                "send",
                by=by,
                at=at,
                data={"to": str(to)},
                assessment=assessment,
                sent_at=at,
                sent_by=by,
                sent_to=to,
            )
    except Refused as refusal:
        reasons += refusal.reasons
    if reasons:
        raise Refused(reasons)
    reader = stand_in(to, local_date(at)) or to
    _tell(
        reader, enquiry, f"sent:{event.pk}", "A Section 47 enquiry to authorise", at, "authorise/"
    )


def _started_since(enquiry: Section47Enquiry) -> Assessment | None:
    """The single assessment, where it was not started when the enquiry began."""
    return (
        enquiry.case.assessments.exclude(state="withdrawn")  # type: ignore[no-any-return,attr-defined]
        .exclude(author=None)
        .order_by("-started_on", "-pk")
        .first()
    )


@transaction.atomic
def take_back(enquiry: Section47Enquiry, *, by: User, at: datetime | None = None) -> None:
    move(enquiry, "take-back", by=by, at=at)


@transaction.atomic
def return_(
    enquiry: Section47Enquiry, *, by: User, comments: str, at: datetime | None = None
) -> None:
    """Return it with comments; who leads it is told."""
    at = at or timezone.now()
    event = move(
        enquiry,
        "return",
        by=by,
        why=comments.strip(),
        at=at,
        returned_at=at,
        returned_by=by,
        returned_why=comments.strip(),
    )
    _tell_author(enquiry, event, "A Section 47 enquiry was returned with comments", at)


@transaction.atomic
def authorise(enquiry: Section47Enquiry, *, by: User, at: datetime | None = None) -> None:
    """Authorise it. What its outcome makes is made: one task, or a conference to be arranged, whose
    clock runs on; with any other outcome that clock ends."""
    at = at or timezone.now()
    lock(enquiry.case)
    event = move(
        enquiry,
        "authorise",
        by=by,
        at=at,
        data={"outcome": _outcome_of(enquiry.pk).label.lower()},
        authorised_at=at,
        authorised_by=by,
    )
    outcome = EnquiryOutcome(enquiry.outcome)
    if outcome != EnquiryOutcome.CONFERENCE:
        move(enquiry, "no-conference", by=by, why=enquiry.outcome_why, at=at)
    if outcome.task:
        case = enquiry.case
        set_task(
            by=by,
            case=case,
            kind=outcome.task,
            what=outcome.what,
            owner=case.worker or enquiry.lead,
            team=case.team,
            due_on=due_date(local_date(at), outcome.within, calendar().days)
            if outcome.within
            else local_date(at),
            at=at,
        )
    _tell_author(enquiry, event, "A Section 47 enquiry was authorised", at)


def _outcome_of(pk: int) -> Any:
    code = Section47Enquiry.objects.values_list("outcome", flat=True).get(pk=pk)
    return EnquiryOutcome(code) if code else EnquiryOutcome.NO_FURTHER_ACTION


@transaction.atomic
def conferred(
    enquiry: Section47Enquiry,
    *,
    conference_child: Any,
    by: User,
    at: datetime,
    late_reason: str = "",
    recorded_at: datetime | None = None,
) -> None:
    """The conference it led to was held, at `at`: its clock stops. Whoever records the conference
    calls this, holding the case's lock."""
    enquiry.refresh_from_db()
    reasons = []
    if conference_child is not None and conference_child.case_id != enquiry.case_id:
        reasons.append("The conference is about another child than the enquiry.")
    if local_date(at) < local_date(enquiry.strategy_child.discussion.held_at):
        reasons.append(
            "The conference cannot have been held before the strategy discussion that led to it."
        )
    if reasons:
        raise Refused(reasons)
    move(
        enquiry,
        "confer",
        by=by,
        at=at,
        recorded_at=recorded_at,
        late_reason=late_reason,
        conferred_on=local_date(at),
    )


@transaction.atomic
def hand_over(
    enquiry: Section47Enquiry, *, by: User, lead: User, why: str, at: datetime | None = None
) -> None:
    """Give the enquiry to another qualified worker, who is told; its clocks stay."""
    at = at or timezone.now()
    move(enquiry, "hand-over", by=by, why=why.strip(), at=at, data={"owner": lead.name}, lead=lead)
    if enquiry.case.worker_id is None:
        hand_over_clocks(
            Clock.objects.running().filter(occasion=enquiry.occasion),
            owner_id=lead.pk,
            team_id=enquiry.case.team_id,
        )
    _tell(lead, enquiry, f"lead:{lead.pk}", "You lead a Section 47 enquiry", at)


@transaction.atomic
def withdraw(enquiry: Section47Enquiry, *, by: User, why: str, at: datetime | None = None) -> None:
    """End it without a result, as when it was recorded for the wrong child. What it asked for is not
    waited for any more: its medicals end with it."""
    at = at or timezone.now()
    move(enquiry, "withdraw", by=by, why=why, at=at)
    for medical in enquiry.medicals.filter(state=MedicalState.ASKED):  # type: ignore[attr-defined]
        move(
            medical,
            "drop",
            by=by,
            why=WITHDRAWN,
            at=at,
            data={"what": medical.kind_label.lower()},
            why_dropped=WITHDRAWN,
        )


@transaction.atomic
def stand_down(
    enquiry: Section47Enquiry, *, by: User, why: str, at: datetime | None = None
) -> None:
    """The conference that it asked for is not held after all: the child has died or moved for good,
    or what was feared turned out otherwise. Its clock ends, with the reason on the record."""
    at = at or timezone.now()
    move(enquiry, "stand-down", by=by, why=why, at=at, stood_down_on=local_date(at))


def _tell(
    to: User, enquiry: Section47Enquiry, what: str, text: str, at: datetime, page: str = ""
) -> None:
    story.tell(
        to,
        key=f"enquiry:{enquiry.pk}:{what}",
        case=enquiry.case,
        at=at,
        url=f"/enquiries/{enquiry.pk}/{page}",
        text=text,
    )


def _tell_author(enquiry: Section47Enquiry, event: Event, text: str, at: datetime) -> None:
    for author in {enquiry.lead, enquiry.sent_by or enquiry.lead} - {event.by}:
        _tell(author, enquiry, f"{event.key.partition('.')[2]}:{event.pk}", text, at)


def running_of(case: Case) -> Section47Enquiry | None:
    """The enquiry that runs on a case, or whose conference is still to be held."""
    return Section47Enquiry.objects.running().filter(case=case).first()
