"""Emergency action: the police take a child into protection, or the court makes an order."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.decisions import ask_for_strategy_discussion
from cases.actions.tasks import settle_tasks
from cases.models import Case
from clocks.ledger import replan
from clocks.models import Clock
from clocks.plan import local_date
from protection.models import EmergencyAction, StrategyChild
from protection.models.emergency import (
    longest_extension,
    longest_order,
    police_protection_ends,
)
from rules.codes import EmergencyEnd, EmergencyKind, TaskKind
from rules.lifecycles import sentence_of
from rules.workdays import in_full
from workflow.engine import Refused, begin, lock, move


@transaction.atomic
def begin_action(
    case: Case,
    *,
    by: User,
    kind: str,
    started_at: datetime,
    grounds: str,
    place: str,
    officer: str = "",
    ends_at: datetime | None = None,
    at: datetime | None = None,
) -> EmergencyAction:
    """Record emergency action. Police protection runs out after its hours; an order when the court
    says. It may stand before any discussion was held; then one is asked for."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    reasons = _objections(case, kind, started_at, ends_at, by, at)
    if not grounds.strip():
        reasons.append("Say why the child had to be made safe at once.")
    if not place.strip():
        reasons.append("Say where the child is.")
    if reasons:
        raise Refused(reasons)
    if ends_at is None or kind == EmergencyKind.POLICE_PROTECTION:
        ends_at = police_protection_ends(started_at, case.rule_set)
    action = EmergencyAction(
        case=case,
        kind=kind,
        started_at=started_at,
        ends_at=ends_at,
        grounds=grounds.strip(),
        place=place.strip(),
        officer=officer.strip(),
        recorded_by=by,
        recorded_at=at,
    )
    begin(action, "begin", by=by, why=grounds.strip(), at=started_at, recorded_at=at)
    settle_tasks(
        case,
        TaskKind.EMERGENCY_ACTION,
        by=by,
        outcome=f"{action.kind_label} recorded.",
        done_at=started_at,
        late_reason="",
        at=at,
    )
    if needs_discussion(action) and not _asked_for(case):
        ask_for_strategy_discussion(
            case, by=by, why=f"{action.kind_label}: {grounds.strip()}", at=at
        )
    return action


def _objections(
    case: Case,
    kind: str,
    started_at: datetime,
    ends_at: datetime | None,
    by: User,
    at: datetime,
) -> list[str]:
    reasons = []
    if not Case.objects.visible_to(by).filter(pk=case.pk).exists():
        raise Refused(["You may not open this case."])
    if not case.is_open:
        reasons.append("The case is closed.")
    if started_at > at:
        reasons.append("Emergency action cannot begin at a time that is still to come.")
    if case.person.is_unborn:
        reasons.append(
            "A child who is not born yet cannot be taken into protection: plan for the birth instead."
        )
    born: date | None = case.person.birth_date
    if born and local_date(started_at) < born:
        reasons.append("The child was not born then. Check the date.")
    if kind not in EmergencyKind.values():
        reasons.append("Choose what protects the child.")
    elif EmergencyAction.objects.in_force().filter(case=case, kind=kind).exists():
        label = EmergencyKind.label_of(kind)
        reasons.append(f"{label} is in force already: record how it ended first.")
    if kind == EmergencyKind.ORDER:
        if ends_at is None:
            reasons.append("Give the day and the hour at which the order ends.")
        elif ends_at <= started_at:
            reasons.append("The order cannot end before it was made.")
        elif ends_at > longest_order(started_at):
            last = in_full(local_date(longest_order(started_at)))
            reasons.append(
                "An emergency protection order lasts at most 8 days, and only over a Sunday or a bank "
                f"holiday until noon of the day after: until {last}. Check when it ends."
            )
    return reasons


def _asked_for(case: Case) -> bool:
    return case.tasks.open().filter(kind=TaskKind.STRATEGY_DISCUSSION).exists()  # type: ignore[attr-defined,no-any-return]


def needs_discussion(*actions: EmergencyAction) -> bool:
    """Nobody has held a strategy discussion about what is in force on a case: none since the day
    before it began, and no enquiry runs. Two queries for any number of actions of one case."""
    if not actions:
        return False
    case, since = actions[0].case, max(each.started_at for each in actions) - timedelta(days=1)
    held = StrategyChild.objects.filter(case=case.pk, discussion__held_at__gte=since)
    return not held.exists() and case.has_no_running_enquiry


@transaction.atomic
def extend(
    action: EmergencyAction,
    *,
    by: User,
    extended_at: datetime,
    ends_at: datetime,
    why: str,
    at: datetime | None = None,
) -> None:
    """The court has extended the order: once, and by at most seven days. Its clock follows."""
    at = at or timezone.now()
    lock(action.case)
    action.refresh_from_db()
    reasons = []
    if action.extended_at is not None:
        reasons.append("This order has been extended once already, and cannot be extended again.")
    if extended_at > at:
        reasons.append("An extension is recorded after the court gave it.")
    if extended_at > action.ends_at:
        reasons.append("The order had run out by then, and cannot be extended.")
    if extended_at < action.started_at:
        reasons.append("The court cannot have extended the order before it made it.")
    if ends_at <= action.ends_at:
        reasons.append("The extended order has to end later than the order did.")
    elif ends_at > longest_extension(action.ends_at):
        reasons.append(sentence_of("extension_within_limit"))
    if not why.strip():
        reasons.append("Say why the court extended it.")
    if reasons:
        raise Refused(reasons)
    move(
        action,
        "extend",
        by=by,
        why=why.strip(),
        at=extended_at,
        recorded_at=at,
        extended_at=extended_at,
        extended_from=action.ends_at,
        ends_at=ends_at,
        extension_why=why.strip(),
    )
    for clock in Clock.objects.running().filter(occasion=action.occasion, rule=action.thing):
        replan(clock, by=by, why="The court extended the order.", at=at, given_at=ends_at)


@transaction.atomic
def end(
    action: EmergencyAction,
    *,
    by: User,
    how: str,
    why: str,
    ended_at: datetime | None = None,
    at: datetime | None = None,
) -> None:
    """Say what became of the child. What ran out ended when it ran out."""
    at = at or timezone.now()
    lock(action.case)
    action.refresh_from_db()
    if how == EmergencyEnd.LAPSED:
        ended_at = action.ends_at
    reasons = []
    if how == EmergencyEnd.LAPSED and action.ends_at > at:
        reasons.append("It has not run out yet.")
    elif ended_at is None:
        reasons.append("Give the day and the hour at which it ended.")
    elif ended_at > at:
        reasons.append("It cannot have ended at a time that is still to come.")
    elif ended_at < action.started_at:
        reasons.append("It cannot have ended before it began.")
    if how == EmergencyEnd.ORDER and action.is_order:
        reasons.append(
            "This is the emergency protection order: choose what became of the child after it."
        )
    if reasons:
        raise Refused(reasons)
    move(
        action,
        "end",
        by=by,
        why=why.strip(),
        at=ended_at,
        recorded_at=at,
        late_reason=why.strip(),
        data={"how": EmergencyEnd.label_of(how).lower()},
        ended_at=ended_at,
        ended_how=how,
        ended_why=why.strip(),
    )
