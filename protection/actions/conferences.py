"""A conference is arranged, changed, adjourned or called off; the family has the report before it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.models import Allocation, Case
from cases.moments import moment_of
from clocks.calendar import calendar
from clocks.plan import local_date
from protection.actions.far import too_far
from protection.actions.waiting import waiting_kinds
from protection.models import Conference, ConferenceChild, Invitee, Letter
from rules.access import MANAGERS
from rules.codes import ConferenceKind, LetterKind, MeetingMethod
from rules.conferences import report_shared
from rules.workdays import in_full, is_working_day, listed, working_days_between
from workflow.engine import Refused, begin, lock, move

STALE = (
    "Somebody changed this conference since you opened the page. Look at it as it is now, then save "
    "again."
)


CHANGED_MEANWHILE = (
    "Somebody saved this list since you opened the page. Open it again, and save what is to stand."
)


def as_it_stood(invitees: Iterable[Invitee], *names: str) -> str:
    """What a list was opened at, in short: another once anybody saved it since."""
    rows = sorted((row.pk, *(str(getattr(row, name)) for name in names)) for row in invitees)
    return sha256(repr(rows).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Arrangement:
    """When, where and who: what is set when a conference is arranged, and may be changed before."""

    planned_at: datetime
    place: str
    method: str
    chair: User
    administrator: User


def people_of(conference: Conference) -> list[ConferenceChild]:
    """The children of a conference, each with case, person and worker."""
    places = conference.children.select_related(  # type: ignore[attr-defined]
        "case__person", "case__worker", "case__team", "conference"
    )
    return list(places.order_by("pk"))


def lock_all(conference: Conference) -> list[ConferenceChild]:
    """Take the locks of all the children's cases and look again."""
    children = people_of(conference)
    lock(*(child.case for child in children))
    conference.refresh_from_db()
    return people_of(conference)


def move_all(children: Iterable[ConferenceChild], verb: str, *, by: User, **given: Any) -> None:
    """Each child's place takes the step; what refuses several is said once."""
    reasons: list[str] = []
    for child in children:
        try:
            move(child, verb, by=by, **given)
        except Refused as refusal:
            reasons += [each for each in refusal.reasons if each not in reasons]
    if reasons:
        raise Refused(reasons)


@transaction.atomic
def arrange(
    cases: Collection[Case],
    kind: str,
    arrangement: Arrangement,
    *,
    by: User,
    at: datetime | None = None,
) -> Conference:
    """Arrange one conference for a child, or for brothers and sisters together."""
    at = at or timezone.now()
    cases = sorted(cases, key=lambda case: case.pk)
    lock(*cases)
    reasons = [
        *_unfit(cases, kind),
        *_day(arrangement.planned_at, at),
        *_who(arrangement, cases),
    ]
    if not by.may("arrange-conference"):
        reasons.insert(0, f"Your role ({by.role_label.lower()}) may not do this.")
    if reasons:
        raise Refused(reasons)
    conference = Conference(
        kind=kind,
        planned_at=arrangement.planned_at,
        place=arrangement.place.strip(),
        method=arrangement.method,
        chair=arrangement.chair,
        administrator=arrangement.administrator,
        arranged_at=at,
        arranged_by=by,
    )
    conference.sign(by, "arranged", at)
    conference.save(force_insert=True)
    words = {"kind": conference.kind_label.lower(), "day": in_full(conference.on)}
    for case in cases:
        begin(
            ConferenceChild(conference=conference, case=case), "arrange", by=by, at=at, data=words
        )
    return conference


def _unfit(cases: list[Case], kind: str) -> list[str]:
    """Why no conference of this kind can be arranged for these children."""
    if kind not in ConferenceKind.values():
        return ["Choose what kind of conference it is."]
    if not cases:
        return ["Choose at least one child."]
    label = ConferenceKind.label_of(kind).lower()
    waiting = waiting_kinds(cases)
    ahead = set(
        ConferenceChild.objects.ahead().filter(case__in=cases).values_list("case", flat=True)
    )
    reasons = []
    for case in cases:
        name = case.person.name
        if not case.is_open:
            reasons.append(f"{name}'s case is closed.")
        elif case.pk in ahead:
            reasons.append(f"A conference is arranged for {name} already: change that one.")
        elif kind not in waiting[case.pk]:
            reasons.append(f"{_nothing_asks(name, kind)} for a {label}.")
    unborn = [case.person.is_unborn for case in cases]
    if kind == ConferenceKind.PRE_BIRTH and not any(unborn):
        reasons.append("A pre-birth conference is about a child who is not born yet.")
    if kind == ConferenceKind.INITIAL and all(unborn):
        reasons.append("A child who is not born yet has a pre-birth conference.")
    return reasons


def _nothing_asks(name: str, kind: str) -> str:
    what = {
        ConferenceKind.REVIEW: f"{name} is not on a protection plan, and nothing asks",
        ConferenceKind.TRANSFER_IN: f"No transfer in is recorded for {name}, and nothing asks",
    }
    return what.get(ConferenceKind(kind), f"No authorised Section 47 enquiry about {name} asks")


def no_working_day(day: date) -> str:
    """Why no conference can fall on a day; empty when it can."""
    known = calendar()
    if is_working_day(day, known.days):
        return ""
    why = f"is {known.holidays[day]}" if day in known.holidays else "is at a weekend"
    return f"{in_full(day)} {why}: a conference is held on a working day."


def _day(planned_at: datetime, at: datetime) -> list[str]:
    reasons = []
    if planned_at < at:
        reasons.append("A conference is arranged for a time that is still to come.")
    if far := too_far(local_date(planned_at), local_date(at)):
        reasons.append(far)
    if wrong := no_working_day(local_date(planned_at)):
        reasons.append(wrong)
    return reasons


def _who(arrangement: Arrangement, cases: Collection[Case]) -> list[str]:
    chair, reasons = arrangement.chair, []
    if not arrangement.place.strip():
        reasons.append("Say where it is held.")
    if arrangement.method not in MeetingMethod.values():
        reasons.append("Choose how people meet.")
    if not (chair.is_active and chair.may("chair-conference")):
        reasons.append(f"{chair} cannot chair: an independent reviewing officer does.")
    reasons += in_line_of(chair, cases)
    if not (
        arrangement.administrator.is_active and arrangement.administrator.may("arrange-conference")
    ):
        reasons.append(f"{arrangement.administrator} is not a conference administrator.")
    return reasons


def in_line_of(chair: User, cases: Collection[Case]) -> list[str]:
    """Why this chair is not outside the line management of these children; empty when they are."""
    on_case = set(
        Allocation.objects.filter(case__in=cases, worker=chair).values_list("case", flat=True)
    )
    names = [
        case.person.name
        for case in cases
        if chair.team_id == case.team_id
        or case.pk in on_case
        or case.worker_id == chair.pk
        or (chair.role in MANAGERS and case.team_id in chair.team_ids)
    ]
    if not names:
        return []
    return [
        f"{chair} is in the line management of {listed(names)}: the chair comes from outside it."
    ]


@transaction.atomic
def rearrange(
    conference: Conference,
    arrangement: Arrangement,
    *,
    version: int,
    by: User,
    why: str,
    adjourned: bool = False,
    at: datetime | None = None,
) -> None:
    """Change when, where or who; what was said before stays in the story. `adjourned`: it had
    begun, and goes on at another time. Whoever was told is told again."""
    at = at or timezone.now()
    children = lock_all(conference)
    before = _as_it_stands(conference)
    moved = arrangement.planned_at != conference.planned_at
    reasons = []
    if conference.version != version:
        reasons.append(STALE)
    if not conference.is_ahead:
        reasons.append(
            f"This conference is «{conference.state_label.lower()}»: nothing is changed."
        )
    if moved or adjourned:
        reasons += _day(arrangement.planned_at, at)
    if adjourned and not moved:
        reasons.append("Give the day and time at which it goes on.")
    if arrangement == before and not adjourned:
        reasons.append("Nothing was changed.")
    reasons += _who(arrangement, [child.case for child in children])
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    what = _changed(before, arrangement)
    for name in ("planned_at", "place", "method", "chair", "administrator"):
        setattr(conference, name, getattr(arrangement, name))
    save_conference(
        conference, by, why, at, "planned_at", "place", "method", "chair", "administrator"
    )
    words = {"what": what, "day": in_full(local_date(arrangement.planned_at))}
    move_all(children, "adjourn" if adjourned else "rearrange", by=by, why=why, at=at, data=words)
    if moved or arrangement.place != before.place or arrangement.method != before.method:
        _write_again(conference, at, by)


def _as_it_stands(conference: Conference) -> Arrangement:
    return Arrangement(
        conference.planned_at,
        conference.place,
        conference.method,
        conference.chair,
        conference.administrator,
    )


def _changed(before: Arrangement, after: Arrangement) -> str:
    words = []
    if before.planned_at != after.planned_at:
        was, now = (timezone.localtime(each.planned_at) for each in (before, after))
        words.append(f"from {in_full(was.date())} {was:%H:%M} to {in_full(now.date())} {now:%H:%M}")
    if before.place != after.place:
        words.append(f"place: {after.place.strip()}")
    if before.method != after.method:
        words.append(MeetingMethod.label_of(after.method).lower())
    if before.chair != after.chair:
        words.append(f"chair: {after.chair}")
    if before.administrator != after.administrator:
        words.append(f"administrator: {after.administrator}")
    return "; ".join(words)


def _write_again(conference: Conference, at: datetime, by: User) -> None:
    """Whoever has an invitation to the old day gets another, and has not answered it."""
    for invitee in conference.invitees.exclude(invited_on=None):  # type: ignore[attr-defined]
        invitee.invited_on, invitee.answer, invitee.answered_on = None, "", None
        invitee.sign(by, "conference moved", at)
        invitee.save(update_fields=["invited_on", "answer", "answered_on"])
        need_letter(conference, invitee, LetterKind.INVITATION, by=by, at=at)


def need_letter(conference: Conference, to: Invitee, kind: str, *, by: User, at: datetime) -> None:
    """A letter has to go out; one that waits to be sent already is left as it is."""
    waiting = Letter.objects.to_send().filter(to=to, kind=kind)
    if not waiting.exists():
        letter = Letter(conference=conference, to=to, kind=kind, needed_since=at)
        letter.sign(by, "needed", at)
        letter.save(force_insert=True)


@transaction.atomic
def cancel(conference: Conference, *, by: User, why: str, at: datetime | None = None) -> None:
    """Call it off. What asked for it goes on waiting, and its clock goes on running."""
    at = at or timezone.now()
    children = lock_all(conference)
    day = in_full(conference.on)
    move_all(children, "cancel", by=by, why=why, at=at, data={"day": day})
    conference.cancelled_at, conference.cancelled_why = at, why.strip()
    save_conference(conference, by, why, at, "cancelled_at", "cancelled_why")
    for letter in conference.letters.to_send():  # type: ignore[attr-defined]
        letter.not_needed_why = "The conference was cancelled."
        letter.sign(by, "cancelled", at)
        letter.save(update_fields=["not_needed_why"])
    for invitee in conference.invitees.exclude(invited_on=None):  # type: ignore[attr-defined]
        need_letter(conference, invitee, LetterKind.CANCELLATION, by=by, at=at)


def report_due(conference: Conference, known: Collection[date] | None = None) -> date:
    """The last day on which the family is given the report in time. `known`: the bank holidays, for
    a caller that has just read them."""
    known = frozenset(known) if known is not None else calendar().days
    days = report_shared(conference.kind).working_days
    on = conference.on
    day = date.fromordinal(on.toordinal() - 1)
    while working_days_between(day, on, known) < days or not is_working_day(day, known):
        day = date.fromordinal(day.toordinal() - 1)
    return day


@transaction.atomic
def share_report(
    conference: Conference,
    *,
    by: User,
    on: date,
    how: str,
    late_why: str = "",
    at: datetime | None = None,
) -> None:
    """The family was given the social worker's report. Later than the rule asks needs a reason."""
    at = at or timezone.now()
    children = lock_all(conference)
    reasons = []
    if on > local_date(at):
        reasons.append("Record this once the family has the report.")
    if on > conference.on:
        reasons.append("The family has the report before the conference, not after it.")
    referred = min(child.case.referred_on for child in children)
    if on < referred:
        reasons.append(
            f"The child was referred on {in_full(referred)}: the family cannot have had the report "
            "before."
        )
    if not how.strip():
        reasons.append("Say with whom it was shared, and how.")
    late = on > report_due(conference)
    if late and not late_why.strip():
        reasons.append(
            f"The family has the report by {in_full(report_due(conference))}, "
            f"{report_shared(conference.kind).working_days} working days before: say why it is later."
        )
    if reasons:
        raise Refused(reasons)
    conference.report_shared_on, conference.report_shared_how = on, how.strip()
    conference.report_late_why = late_why.strip() if late else ""
    save_conference(
        conference, by, "report shared", at,
        "report_shared_on", "report_shared_how", "report_late_why",
    )  # fmt: skip
    move_all(children, "share-report", by=by, why=how, at=moment_of(on, at), recorded_at=at)


def save_conference(conference: Conference, by: User, why: str, at: datetime, *fields: str) -> None:
    conference.version += 1
    conference.sign(by, why, at)
    conference.save(update_fields=[*fields, "version"])
