"""Letters go out: what was sent is stored on each child's record, with the day and the way."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.documents import store
from clocks.plan import local_date
from protection.actions.conferences import lock_all, move_all
from protection.letters import compose, subject_of
from protection.models import Conference, Letter
from rules.codes import DocumentKind, LetterKind, SentHow
from rules.workdays import listed
from workflow.engine import Refused

DOCUMENT_KINDS = {
    LetterKind.INVITATION: DocumentKind.CONFERENCE_INVITATION,
    LetterKind.OUTCOME: DocumentKind.CONFERENCE_LETTER,
    LetterKind.CANCELLATION: DocumentKind.CONFERENCE_LETTER,
    LetterKind.MINUTES: DocumentKind.MINUTES,
}


@transaction.atomic
def send(
    conference: Conference,
    letters: Sequence[Letter],
    *,
    on: date,
    how: str,
    by: User,
    at: datetime | None = None,
) -> int:
    """Record that letters were sent. Each is set on paper and stored as it was sent; one sent
    already is left alone. How many went."""
    at = at or timezone.now()
    children = lock_all(conference)
    waiting = {
        letter.pk: letter
        for letter in conference.letters.to_send()  # type: ignore[attr-defined]
        .filter(pk__in=[each.pk for each in letters])
        .select_related("to", "conference__chair", "conference__administrator")
    }
    reasons = []
    if not letters:
        reasons.append("Choose the letters that were sent.")
    if on > local_date(at):
        reasons.append("A letter is recorded as sent on the day or afterwards.")
    if how not in SentHow.values():
        reasons.append("Choose how they were sent.")
    first = min((local_date(each.needed_since) for each in waiting.values()), default=None)
    if first and on < first:
        reasons.append("A letter cannot have been sent before there was one to send.")
    if reasons:
        raise Refused(reasons)
    if not waiting:
        return 0
    cases = [child.case for child in children]
    shared: UUID | None = None
    for letter in waiting.values():
        if letter.kind == LetterKind.MINUTES and shared:
            copies = shared  # one document for everybody
        else:
            content = compose(letter, at=at)
            copies = store(
                cases,
                DOCUMENT_KINDS[LetterKind(letter.kind)],
                f"{letter.kind}.pdf",
                content,
                by=by,
                at=at,
                title=_title_of(letter),
                dated_on=on,
                generated=True,
            )[0].copies
            if letter.kind == LetterKind.MINUTES:
                shared = copies
        letter.copies, letter.sent_on, letter.sent_how, letter.sent_by = copies, on, how, by
        letter.sign(by, "sent", at)
        letter.save(update_fields=["copies", "sent_on", "sent_how", "sent_by"])
        if letter.kind == LetterKind.INVITATION:
            letter.to.invited_on = on
            letter.to.sign(by, "invited", at)
            letter.to.save(update_fields=["invited_on"])
    move_all(children, "send", by=by, at=at, data={"what": _counted(list(waiting.values()))})
    return len(waiting)


def _title_of(letter: Letter) -> str:
    if letter.kind == LetterKind.MINUTES:
        return subject_of(letter)
    return f"{letter.kind_label} to {letter.to.words}"


def _counted(letters: list[Letter]) -> str:
    counts: dict[str, int] = {}
    for letter in letters:
        counts[letter.kind_label.lower()] = counts.get(letter.kind_label.lower(), 0) + 1
    return listed([f"{word} ({n})" for word, n in counts.items()])


@transaction.atomic
def not_needed(letter: Letter, *, by: User, why: str, at: datetime | None = None) -> None:
    """Nobody will send it, and why."""
    at = at or timezone.now()
    children = lock_all(letter.conference)
    letter.refresh_from_db()
    reasons = []
    if letter.sent_on:
        reasons.append("It was sent already.")
    elif letter.not_needed_why:
        reasons.append(f"It is not sent as it is: {letter.not_needed_why}")
    if not why.strip():
        reasons.append("Say why it is not needed.")
    if reasons:
        raise Refused(reasons)
    letter.not_needed_why = why.strip()
    letter.sign(by, why, at)
    letter.save(update_fields=["not_needed_why"])
    move_all(children, "withhold", by=by, why=why, at=at, data={"what": _one(letter)})


@transaction.atomic
def needed_after_all(letter: Letter, *, by: User, at: datetime | None = None) -> None:
    """It waits to be sent again; why it was not to be sent stays in its history."""
    at = at or timezone.now()
    children = lock_all(letter.conference)
    letter.refresh_from_db()
    reasons = []
    if letter.sent_on:
        reasons.append("It was sent already.")
    elif letter.is_waiting or Letter.objects.to_send().filter(to=letter.to, kind=letter.kind):
        reasons.append("Such a letter waits to be sent already.")
    elif not letter.has_a_purpose:
        reasons.append("The conference has gone on since: there is nothing for this letter to say.")
    if reasons:
        raise Refused(reasons)
    letter.not_needed_why = ""
    letter.sign(by, "needed after all", at)
    letter.save(update_fields=["not_needed_why"])
    move_all(children, "need-letter", by=by, at=at, data={"what": _one(letter)})


def _one(letter: Letter) -> str:
    kind = letter.kind_label
    return f"{kind[:1].lower()}{kind[1:]} to {letter.to}, {letter.to.words}"
