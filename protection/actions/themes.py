"""H6: what children say at conferences is gathered into themes, and each is acted on."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from clocks.plan import local_date
from protection.actions.far import too_far
from protection.models import ConferenceChild, Theme, ThemeVoice
from rules.workdays import in_full
from workflow.engine import Refused


def may_not(by: User) -> list[str]:
    if by.may("act-on-views"):
        return []
    return [f"Your role ({by.role_label.lower()}) may not do this."]


@transaction.atomic
def record_theme(
    words: str,
    action: str,
    *,
    owner: User,
    due_on: date,
    children: Collection[ConferenceChild],
    by: User,
    at: datetime,
) -> Theme:
    """What some children said, what is done about it, by whom and by when."""
    reasons = may_not(by)
    if not words.strip():
        reasons.append("Write what children say.")
    if not action.strip():
        reasons.append("Write what is done about it.")
    if not children:
        reasons.append("Choose the children who said so.")
    if any(not child.views for child in children):
        reasons.append("A child whose views were not heard cannot have said so.")
    if due_on < local_date(at):
        reasons.append("It is done by a day that is still to come.")
    elif far := too_far(due_on, local_date(at)):
        reasons.append(far)
    if not owner.is_active:
        reasons.append(f"{owner} does not work here any more.")
    if reasons:
        raise Refused(reasons)
    theme = Theme(
        words=words.strip(),
        action=action.strip(),
        owner=owner,
        due_on=due_on,
        made_by=by,
        made_at=at,
    )
    theme.sign(by, "found", at)
    theme.save(force_insert=True)
    for child in children:
        voice = ThemeVoice(theme=theme, child=child)
        voice.sign(by, "said so", at)
        voice.save(force_insert=True)
    return theme


@transaction.atomic
def finish_theme(theme: Theme, *, on: date, outcome: str, by: User, at: datetime) -> None:
    """What became of it. Done once: a second answer is refused."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    reasons = may_not(by)
    if theme.done_on:
        reasons.append(f"It was done on {in_full(theme.done_on)} already.")
    if not local_date(theme.made_at) <= on <= local_date(at):
        reasons.append("It was done on a day between when it was found and today.")
    if not outcome.strip():
        reasons.append("Say what became of it.")
    if reasons:
        raise Refused(reasons)
    theme.done_on, theme.outcome = on, outcome.strip()
    theme.sign(by, "done", at)
    theme.save(update_fields=["done_on", "outcome"])
