"""Somebody is away: since when, until when, and who answers for their children meanwhile."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Absence, User
from audit import story
from cases.models import Case
from rules.access import EVERYTHING, may
from rules.lifecycles import MAY_NOT_WAIT
from workflow.engine import Refused


def may_keep_absences_of(by: User, user: User) -> bool:
    """One's own, and for a manager those of their teams."""
    if by.pk == user.pk:
        return True
    return may(by.role, "lead-team") and (
        by.access.cases in EVERYTHING or user.team_id in by.team_ids
    )


@transaction.atomic
def record_absence(
    user: User,
    *,
    by: User,
    since: date,
    until: date | None,
    cover: User | None,
    reason: str = "",
    at: datetime | None = None,
) -> Absence:
    """Somebody is away; `cover` answers for their children meanwhile, and is told.

    Without a cover it is refused while they hold a child on a plan or looked after."""
    at = at or timezone.now()
    # two absences of one person at the same time would each name another cover
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    reasons = []
    if not may_keep_absences_of(by, user):
        reasons.append("Only whoever is away, or a manager of their team, may record it.")
    if until and until < since:
        reasons.append("The last day away cannot be before the first.")
    else:
        reasons += _clashes(user, since, until)
        reasons += _cover_is_wrong(user, cover, since, until)
    if reasons:
        raise Refused(reasons)
    absence = Absence.objects.create(
        user=user, cover=cover, since=since, until=until, reason=reason.strip(), recorded_by=by
    )
    if cover is not None:
        story.tell(
            cover,
            key=f"absence:{absence.pk}:cover",
            at=at,
            url="/my-work/",
            text=f"You cover for {user.name} from {_in_words(since)}",
        )
    return absence


@transaction.atomic
def change_cover(absence: Absence, *, by: User, cover: User, at: datetime | None = None) -> None:
    """Another person answers from now on."""
    at = at or timezone.now()
    user = absence.user
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    absence.refresh_from_db()
    today = timezone.localdate(at)
    reasons = []
    if not may_keep_absences_of(by, user):
        reasons.append("Only whoever is away, or a manager of their team, may change it.")
    if absence.until is not None and absence.until < today:
        reasons.append(f"{user} has been back since then.")
    reasons += _cover_is_wrong(user, cover, max(absence.since, today), absence.until)
    if reasons:
        raise Refused(reasons)
    absence.cover = cover
    absence.save(update_fields=["cover"])
    story.tell(
        cover,
        key=f"absence:{absence.pk}:cover:{cover.pk}",
        at=at,
        url="/my-work/",
        text=f"You cover for {user.name}",
    )


@transaction.atomic
def end_absence(absence: Absence, *, by: User, back_on: date, at: datetime | None = None) -> None:
    """They are back on a day: the day before is the last one away. An absence that never was, as
    its first day is the day they are back, is taken out."""
    user = absence.user
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    absence.refresh_from_db()
    today = timezone.localdate(at or timezone.now())
    reasons = []
    if not may_keep_absences_of(by, user):
        reasons.append("Only whoever is away, or a manager of their team, may end it.")
    if absence.until is not None and absence.until < today:
        reasons.append(f"{user} is back already: the last day away was {_in_words(absence.until)}.")
    if back_on < absence.since:
        reasons.append(f"The absence only begins on {_in_words(absence.since)}.")
    if absence.until is not None and back_on > absence.until + timedelta(days=1):
        reasons.append(
            f"The last day away is {_in_words(absence.until)}; to make it longer, record another."
        )
    if reasons:
        raise Refused(reasons)
    if back_on == absence.since:
        absence.delete()
        return
    absence.until = back_on - timedelta(days=1)
    absence.save(update_fields=["until"])


def _clashes(user: User, since: date, until: date | None) -> list[str]:
    meets = Q(until=None) | Q(until__gte=since)
    if until is not None:
        meets &= Q(since__lte=until)
    other = Absence.objects.filter(meets, user=user).order_by("since").first()
    if other is None:
        return []
    end = f"to {_in_words(other.until)}" if other.until else "with no last day"
    return [
        f"{user} is recorded as away already from {_in_words(other.since)} {end}: end that first."
    ]


def _cover_is_wrong(user: User, cover: User | None, since: date, until: date | None) -> list[str]:
    if cover is None:
        grave = Case.objects.open().filter(worker=user, status__in=MAY_NOT_WAIT).exists()
        if not grave:
            return []
        # not how many: some of them may be closed to whoever records this
        return [f"{user} holds children on a protection plan or looked after: name who covers."]
    reasons = []
    if cover.pk == user.pk:
        reasons.append("Nobody can cover themselves.")
    if not cover.is_active:
        reasons.append(f"{cover} has left.")
    meets = Q(until=None) | Q(until__gte=since)
    if until is not None:
        meets &= Q(since__lte=until)
    away = Absence.objects.filter(meets, user=cover).exclude(user=user).order_by("since").first()
    if away is not None:
        end = f" to {_in_words(away.until)}" if away.until else ""
        reasons.append(f"{cover} is away too, from {_in_words(away.since)}{end}.")
    return reasons


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
