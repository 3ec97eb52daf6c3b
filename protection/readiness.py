"""What a conference still lacks, in sentences: read from what was fetched, asking nothing more."""

from collections import Counter
from typing import Any

from clocks.calendar import Calendar
from protection.actions.conferences import report_due
from protection.models import Conference, Letter
from rules.codes import LetterKind
from ui.moments import near_day_words


def unprepared(conference: Conference, now: Any, known: Calendar) -> list[dict[str, str]]:
    """What is not ready before it is held. `invitees`, `letters_to_send` and the children are fetched
    beforehand."""
    invitees = list(conference.invitees.all())  # type: ignore[attr-defined]
    lacks = []
    if not invitees:
        lacks.append(_lack("Nobody is asked yet.", "conference-people"))
    elif not any(i.kind == "parent" for i in invitees):
        lacks.append(_lack("No parent or carer is asked.", "conference-people"))
    waiting = [each for each in letters_of(conference) if each.kind == LetterKind.INVITATION]
    if waiting:
        lacks.append(_lack(f"{_count(len(waiting), 'invitation')} not sent.", "conference-letters"))
    silent = [i for i in invitees if i.invited_on and not i.answer]
    if silent:
        lacks.append(_lack(f"{_count(len(silent), 'answer')} not in.", "conference-answers"))
    missing = [i for i in invitees if i.invited_on and i.sector and not i.report_received_on]
    if missing:
        lacks.append(_lack(f"{_count(len(missing), 'report')} not in.", "conference-answers"))
    if conference.report_shared_on is None:
        due = report_due(conference, known.days)
        late = due < now.date()
        words = "was due" if late else "is due"
        lacks.append(
            _lack(
                f"The family does not have the social worker's report: it {words} "
                f"{near_day_words(due, now)}.",
                "conference-report",
                late,
            )
        )
    for child in conference.children.all():  # type: ignore[attr-defined]
        if child.case.worker_id is None:
            lacks.append(_lack(f"{child.case.person.name} has no worker.", "", True))
    return lacks


def unfinished(conference: Conference, now: Any) -> list[dict[str, str]]:
    """What is left to do after it was held."""
    lacks = []
    if not conference.minutes:
        lacks.append(_lack("The minutes are not written.", "conference-minutes"))
    elif conference.minutes_circulated_at is None:
        lacks.append(_lack("The minutes are not circulated.", "conference-minutes"))
    elif conference.minutes_agreed_at is None:
        lacks.append(_lack("The minutes are to be agreed by the chair.", "conference-minutes"))
    counts = Counter(each.kind for each in letters_of(conference))
    for kind, n in counts.items():
        lacks.append(
            _lack(f"{LetterKind.label_of(kind)}: {n} still to be sent.", "conference-letters")
        )
    return lacks


def letters_of(conference: Conference) -> list[Letter]:
    """The letters that are to be sent: as fetched for a list, else asked for."""
    fetched = getattr(conference, "letters_to_send", None)
    if fetched is not None:
        return fetched  # type: ignore[no-any-return]
    letters = conference.letters.to_send()  # type: ignore[attr-defined]
    return list(letters.select_related("to"))


def _lack(text: str, page: str, late: bool = False) -> dict[str, str]:
    return {"text": text, "page": page, "tone": "late" if late else ""}


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
