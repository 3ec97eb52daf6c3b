"""Writing an assessment: its parts, word by word, with nobody's words lost."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.actions.group import ANOTHERS, group_of
from assessments.models import Assessment, EarlierText, PartText, TextSetAside
from rules.assessment_types import Part
from rules.lifecycles import AssessmentState, Hat
from workflow.engine import Refused, lock

LONGEST = 20_000
"""Characters in one part."""
WRITERS = {Hat.AUTHOR, Hat.WORKER, Hat.COVER}


class Stale(Exception):
    """The part was changed by somebody else, or in another window, after the form was opened.

    `theirs` is the row as it stands; `yours` is what could not be saved, and has been set aside."""

    def __init__(self, theirs: PartText, yours: str) -> None:
        self.theirs, self.yours = theirs, yours
        super().__init__("This part has changed since you opened it.")


def may_write(assessment: Assessment, user: User) -> bool:
    """Whether this person may write in it now."""
    return (
        assessment.is_being_written
        and user.may("write-assessment")
        and bool(assessment.hats(user) & WRITERS)
    )


def lock_to_write(assessment: Assessment, by: User, *, shared: bool = False) -> None:
    """Take the lock and look again; refused when this person may not write in it now. What is
    shared is every child's, so it takes the locks of them all."""
    group = group_of(assessment) if shared else [assessment]
    lock(*(each.case for each in group))
    assessment.refresh_from_db()
    reasons = []
    if not assessment.is_being_written:
        state = AssessmentState.label_of(assessment.state).lower()
        reasons.append(f"Writing is not possible now: this is «{state}».")
    elif not may_write(assessment, by):
        reasons.append("Only the author, the child's worker or whoever covers them may write here.")
    if shared and not reasons:
        visible = Assessment.objects.visible_to(by).filter(pk__in=[each.pk for each in group])
        if visible.count() < len(group):
            reasons.append(ANOTHERS)
    if reasons:
        raise Refused(reasons)


def part_of(assessment: Assessment, key: str) -> Part:
    """The part of this type; refused for a key that the type does not have."""
    try:
        return assessment.type.part(key)
    except KeyError:
        raise Refused(["This kind of assessment has no such part."]) from None


def save_part(
    assessment: Assessment,
    key: str,
    text: str,
    version: int,
    *,
    by: User,
    page: str = "",
    names_accepted: Collection[str] = (),
    at: datetime | None = None,
) -> PartText:
    """Save what a part says. `version` is the one the form was opened at, 0 for a part that was
    empty. Raises `Stale` when it has changed since; what could not be saved is set aside first.

    `page` names the open window: a save that it made itself, and never heard back from, is not
    somebody else's. Saving the same words again changes nothing."""
    at = at or timezone.now()
    part = part_of(assessment, key)
    if len(text) > LONGEST:
        raise Refused(
            [f"{part.label} must be {LONGEST:,} characters or fewer; you typed {len(text):,}."]
        )
    try:
        return _save(assessment, part, text, version, by, page, names_accepted, at)
    except Stale as stale:
        home = stale.theirs
        TextSetAside.objects.update_or_create(
            assessment=home.assessment,
            narrative=home.narrative,
            key=key,
            by=by,
            defaults={"text": text, "at": at},
        )
        raise


@transaction.atomic
def _save(
    assessment: Assessment,
    part: Part,
    text: str,
    version: int,
    by: User,
    page: str,
    names_accepted: Collection[str],
    at: datetime,
) -> PartText:
    shared = assessment.is_shared(part)
    lock_to_write(assessment, by, shared=shared)
    shared = assessment.is_shared(part)  # it may have left its group while we waited
    home = {
        "assessment": None if shared else assessment,
        "narrative_id": assessment.narrative_id if shared else None,
        "key": part.key,
    }
    row = PartText.objects.filter(**home).select_related("saved_by").first()
    if row is None:
        if not text:
            return PartText(**home, text="", version=0, saved_by=by, saved_at=at)
        row = PartText(**home, text=text, version=1, saved_by=by, saved_at=at, page=page)
        row.names_accepted = sorted(set(names_accepted))
        row.save(force_insert=True)
        return row
    accepted = sorted({*row.names_accepted, *names_accepted})
    if row.text == text:
        if accepted != row.names_accepted:
            row.names_accepted = accepted
            row.save(update_fields=["names_accepted"])
        return row
    own_echo = page and row.page == page and row.saved_by_id == by.pk
    if row.version != version and not own_echo:
        raise Stale(row, text)
    if row.text.strip() and (row.saved_by_id != by.pk or not text.strip()):
        _keep(row)
    row.text, row.version, row.saved_by, row.saved_at = text, row.version + 1, by, at
    row.page, row.names_accepted = page, accepted
    row.save(update_fields=["text", "version", "saved_by", "saved_at", "page", "names_accepted"])
    return row


def _keep(row: PartText) -> None:
    EarlierText.objects.create(
        part=row,
        text=row.text,
        version=row.version,
        saved_by_id=row.saved_by_id,
        saved_at=row.saved_at,
    )


def set_aside(assessment: Assessment, key: str, by: User) -> TextSetAside | None:
    """What this person wrote in a part and could not save; None when nothing waits."""
    shared = assessment.is_shared(part_of(assessment, key))
    return TextSetAside.objects.filter(
        assessment=None if shared else assessment,
        narrative=assessment.narrative_id if shared else None,
        key=key,
        by=by,
    ).first()


def settle(
    assessment: Assessment,
    key: str,
    text: str,
    version: int,
    *,
    by: User,
    at: datetime | None = None,
) -> PartText:
    """Choose between two people's words, or put both together: what was chosen is saved, and what
    was set aside is let go. The words it replaces are kept among the earlier ones.

    Raises `Stale` when the part has changed again meanwhile."""
    at = at or timezone.now()
    row = save_part(assessment, key, text, version, by=by, at=at)
    let_go(assessment, key, by=by)
    return row


def let_go(assessment: Assessment, key: str, *, by: User) -> None:
    """Drop what this person could not save, because they chose the other's words or have saved
    their own."""
    waiting = set_aside(assessment, key, by)
    if waiting is not None:
        waiting.delete()


@transaction.atomic
def leave_group(assessment: Assessment, *, by: User) -> None:
    """Go on with this child alone: what was shared is copied into the child's own parts."""
    lock(*(each.case for each in group_of(assessment)))
    lock_to_write(assessment, by)
    if assessment.narrative_id is None:
        raise Refused(["This child's assessment is not written together with another's."])
    for shared in PartText.objects.filter(narrative=assessment.narrative_id):
        own = PartText.objects.filter(assessment=assessment, key=shared.key).first()
        if own is None:
            own = PartText(assessment=assessment, key=shared.key, version=0)
        own.text, own.version = shared.text, own.version + 1
        own.saved_by_id, own.saved_at = shared.saved_by_id, shared.saved_at
        own.save()
    assessment.narrative = None
    assessment._history_user, assessment._change_reason = by, "Assessed alone from here"
    assessment.save(update_fields=["narrative"])
