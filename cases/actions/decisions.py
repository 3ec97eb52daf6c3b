"""Deciding a contact, child by child."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Team, User
from audit import story
from cases.actions.births import expect_birth
from cases.actions.passing_on import tell_worker, who_is_in
from cases.actions.tasks import set_task
from cases.models import Case, Contact, ContactChild, Referral
from clocks.calendar import calendar, rule_set_on
from clocks.ledger import hand_over
from clocks.models import Clock
from clocks.plan import local_date
from rules.codes import PrimaryNeed, TaskKind
from rules.lifecycles import Decision, sentence_of
from rules.workdays import due_date, months_after
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def accept(child: ContactChild, *, by: User, at: datetime | None = None) -> None:
    """Take a contact to decide, so that colleagues see who has it."""
    at = at or timezone.now()
    lock(child.contact)
    child.refresh_from_db()
    # looked at here: the step itself is judged with the new decider in place
    if child.accepted_by_id not in (None, by.pk):
        raise Refused([sentence_of("has_no_other_decider")])
    child.deciding_id = by.pk
    move(child, "accept", by=by, at=at, accepted_by=by, accepted_at=at)
    _tell_clocks(child, by.pk)


@transaction.atomic
def hand_back(child: ContactChild, *, by: User, at: datetime | None = None) -> None:
    """Put a contact back into the queue for anybody to take."""
    move(child, "hand-back", by=by, at=at, accepted_by=None, accepted_at=None)
    _tell_clocks(child, None)


def _tell_clocks(child: ContactChild, owner_id: int | None) -> None:
    hand_over(
        Clock.objects.running().filter(occasion=child.occasion),
        owner_id=owner_id,
        team_id=child.team_id,
    )


@transaction.atomic
def enquire(
    child: ContactChild,
    *,
    by: User,
    why: str,
    what: str,
    owner: User | None,
    due_on: date | None,
    kind: str = TaskKind.FURTHER_ENQUIRIES,
    at: datetime | None = None,
) -> None:
    """Ask for further enquiries: a task with an owner and a date, while the decision's clock runs on."""
    at = at or timezone.now()
    lock(child.contact)
    child.deciding_id = by.pk
    if what.strip() and owner and due_on:
        set_task(
            by=by,
            contact_child=child,
            what=what,
            owner=owner,
            due_on=due_on,
            kind=kind,
            team=child.team,
            at=at,
        )
    move(child, "enquire", by=by, why=why, at=at, data={"task": what.strip()})


@transaction.atomic
def decide(
    child: ContactChild,
    verb: str,
    *,
    by: User,
    why: str,
    level: str | None = None,
    late_reason: str = "",
    tell_referrer: str = "",
    redirected_to: str = "",
    at: datetime | None = None,
) -> None:
    """Advice, redirection or early help: the contact ends, and no referral is made."""
    outcome = {
        "advise": Decision.ADVICE,
        "redirect": Decision.REDIRECT,
        "early-help": Decision.EARLY_HELP,
    }[verb]
    data = {"agency": redirected_to.strip()} if redirected_to.strip() else None
    _decided(
        child,
        verb,
        outcome,
        by=by,
        why=why,
        level=level,
        late_reason=late_reason,
        at=at,
        data=data,
        tell_referrer=tell_referrer.strip(),
        redirected_to=redirected_to.strip(),
    )


def _decided(
    child: ContactChild,
    verb: str,
    outcome: Decision,
    *,
    by: User,
    why: str,
    late_reason: str,
    at: datetime | None,
    level: str | None = None,
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    at = at or timezone.now()
    child.deciding_id = by.pk
    move(
        child,
        verb,
        by=by,
        why=why,
        at=at,
        late_reason=late_reason,
        data=data,
        decision=outcome,
        decision_reason=why.strip(),
        decided_by=by,
        decided_at=at,
        level=level or child.level,
        **changes,
    )


@transaction.atomic
def refer(
    child: ContactChild,
    *,
    by: User,
    why: str,
    team: Team,
    primary_need: str = PrimaryNeed.NOT_STATED,
    priority: str = "medium",
    level: str | None = None,
    late_reason: str = "",
    tell_referrer: str = "",
    at: datetime | None = None,
) -> Case:
    """Accept the contact as a referral: it opens the child's case, which waits for a worker.

    The date of referral is the day the contact was received. What is to be assessed, and by when,
    follows from the rule set in force on that day."""
    at = at or timezone.now()
    lock(child.contact)
    # The child's row is the one thing two contacts about the same child have in common.
    lock(child.person)
    open_case = Case.objects.open().filter(person=child.person).first()
    if open_case is not None:
        to_worker = child.lifecycle.step("send-on").label
        raise Refused(
            [
                f"{child.person.name} has an open case already ({open_case.reference}): choose «{to_worker}»."
            ]
        )
    _decided(
        child,
        "refer",
        Decision.REFERRAL,
        by=by,
        why=why,
        level=level,
        late_reason=late_reason,
        at=at,
        tell_referrer=tell_referrer.strip(),
    )
    contact = child.contact
    referred_on = timezone.localtime(contact.received_at).date()
    previous = Case.objects.filter(person=child.person).order_by("-referred_on", "-pk").first()
    if previous is not None and months_after(previous.referred_on, 12) < referred_on:
        previous = None
    case = Case(
        person=child.person,
        team=team,
        rule_set=rule_set_on(referred_on),
        referred_on=referred_on,
        level=child.level,
        domestic_abuse=contact.domestic_abuse,
        restricted=child.person.restricted,
        priority=priority,
        waiting_since=at,
    )
    begin(case, "refer", by=by, why=why, at=at, data={"team": team.name})
    expect_birth(case, by=by, at=at)
    child.case = case
    child.sign(by)
    child.save(update_fields=["case"])
    referral = Referral(
        case=case,
        contact_child=child,
        received_on=referred_on,
        source=contact.source,
        primary_need=primary_need,
        reason=why.strip(),
        previous=previous,
    )
    referral.sign(by)
    referral.save(force_insert=True)
    for manager in User.objects.filter(team=team, role="team-manager", is_active=True):
        story.tell(
            manager,
            key=f"case:{case.pk}:waiting",
            case=case,
            at=at,
            url="/waiting/",
            text=f"A child is waiting for a worker in {team}",
        )
    return case


@transaction.atomic
def send_on(
    child: ContactChild,
    *,
    by: User,
    why: str,
    level: str | None = None,
    at: datetime | None = None,
) -> None:
    """Send a contact that was still to be decided when the child's case opened, by another contact,
    to that case's worker: new information, to decide within 24 hours of when it was received."""
    at = at or timezone.now()
    lock(child.contact)
    lock(child.person)
    case = Case.objects.open().filter(person=child.person).first()
    if case is not None:
        lock(case)
        case = Case.objects.select_related("worker", "team").get(pk=case.pk)
    owner = who_is_in(case, local_date(at)) if case else None
    child.deciding_id = by.pk
    move(
        child,
        "send-on",
        by=by,
        why=why.strip(),
        at=at,
        data={"owner": owner.name if owner else f"the managers of {case.team if case else ''}"},
        case=case,
        owner=owner,
        team=case.team if case else child.team,
        level=level or child.level,
        accepted_by=None,
        accepted_at=None,
    )
    tell_worker(child, owner, at)


@transaction.atomic
def answer(
    child: ContactChild,
    verb: str,
    *,
    by: User,
    why: str,
    late_reason: str = "",
    at: datetime | None = None,
) -> None:
    """Decide what new information about an open child means: noted, a new assessment, or a
    strategy discussion. Never a second referral."""
    at = at or timezone.now()
    case = child.case
    if case is None:
        raise Refused(["This contact is not with a worker: it is for the decision queue."])
    lock(child.contact, case)
    outcome = {
        "note": Decision.NOTED,
        "reassess": Decision.REASSESS,
        "seek-strategy": Decision.STRATEGY,
    }[verb]
    _decided(child, verb, outcome, by=by, why=why, late_reason=late_reason, at=at)
    if verb == "seek-strategy":
        ask_for_strategy_discussion(case, by=by, why=why, at=at)


def ask_for_strategy_discussion(case: Case, *, by: User, why: str, at: datetime) -> None:
    """A task for the team's managers, due the same or the next working day: such concerns do not wait."""
    set_task(
        by=by,
        case=case,
        kind=TaskKind.STRATEGY_DISCUSSION,
        what=TaskKind.STRATEGY_DISCUSSION.label,
        owner=None,
        team=case.team,
        due_on=due_date(local_date(at), 1, calendar().days),
        at=at,
    )


ACTS: dict[str, Callable[..., Any]] = {"enquire": enquire, "refer": refer, "send-on": send_on}
"""What a decision does, where it is more than `decide`."""
OF_A_CASE = ("refer", "send-on")


@dataclass(frozen=True)
class Ruling:
    """What is to be decided for one child of a contact: a step of `rules.lifecycles.CONTACT` and
    the words that its act takes with it."""

    child: ContactChild
    verb: str
    words: dict[str, Any]


@transaction.atomic
def decide_all(
    contact: Contact, rulings: Sequence[Ruling], *, by: User, at: datetime | None = None
) -> None:
    """Decide on every child named, or on none: a refusal names each child and every reason."""
    at = at or timezone.now()
    lock(contact)
    # all at once and in order: another contact may name the same brothers and sisters
    lock(*(ruling.child.person for ruling in rulings if ruling.verb in OF_A_CASE))
    reasons = []
    for ruling in rulings:
        act = ACTS.get(ruling.verb) or partial(decide, verb=ruling.verb)
        try:
            with transaction.atomic():
                act(ruling.child, by=by, at=at, **ruling.words)
        except Refused as refusal:
            name = f"{ruling.child.person.name}: " if len(rulings) > 1 else ""
            reasons += [name + reason for reason in refusal.reasons]
    if reasons:
        raise Refused(reasons)


@transaction.atomic
def accept_all(contact: Contact, *, by: User, at: datetime | None = None) -> None:
    """Take every child of a contact who is still to be decided on."""
    lock(contact)
    _for_each(contact, lambda child: accept(child, by=by, at=at))


@transaction.atomic
def hand_back_all(contact: Contact, *, by: User, at: datetime | None = None) -> None:
    """Put every child of a contact who is still to be decided on back into the queue."""
    lock(contact)
    _for_each(contact, lambda child: hand_back(child, by=by, at=at))


def _for_each(contact: Contact, act: Callable[[ContactChild], None]) -> None:
    waiting = list(contact.children.undecided().select_related("contact"))
    if not waiting:
        raise Refused(["This contact has been decided already."])
    for child in waiting:
        act(child)


def undecided_of(contact: Contact) -> list[ContactChild]:
    """The children of a contact whom somebody still has to decide on."""
    return [
        child for child in contact.children.select_related("person", "case") if not child.decided_at
    ]
