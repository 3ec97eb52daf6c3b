"""Calling for an assessment, and starting to write one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessments.models import Assessment, Narrative
from cases.models import Case
from clocks.models import Clock
from clocks.plan import local_date
from rules.assessment_types import TYPES, AssessmentType
from rules.timescales import TIMESCALES
from workflow.engine import Refused, begin, lock, move

CALLED_FOR_BY_OUTCOME = ("core",)
"""Kinds that nobody starts by themselves: an outcome, or a Section 47 enquiry, calls for one first."""


def types_under(rule_set: str) -> list[AssessmentType]:
    """The types that a rule set knows: those whose clock it has. Others stay readable."""
    clocks = {row.key for row in TIMESCALES if rule_set in row.sets}
    return [row for row in TYPES.values() if row.clock in clocks]


def asked_for(cases: Iterable[Case]) -> dict[tuple[int, str], Clock]:
    """The running clocks that ask for an assessment nobody has begun: the oldest for each case and
    kind. Two queries for any number of cases."""
    pks = [case.pk for case in cases]
    kinds = {row.clock: row.key for row in TYPES.values() if row.key not in CALLED_FOR_BY_OUTCOME}
    taken = set(
        Assessment.objects.unfinished()
        .filter(case__in=pks)
        .values_list("case_id", "kind", "occasion_of_clock")
    )
    found: dict[tuple[int, str], Clock] = {}
    running = Clock.objects.running().filter(case__in=pks, rule__in=kinds)
    for clock in running.order_by("started_on", "pk"):
        kind = kinds[clock.rule]
        if clock.case_id and (clock.case_id, kind, clock.occasion) not in taken:
            found.setdefault((clock.case_id, kind), clock)
    return found


@transaction.atomic
def start(
    cases: Case | Sequence[Case], kind: str, *, by: User, at: datetime | None = None
) -> list[Assessment]:
    """Begin to write the assessment that a running clock asks for. With several cases, for a group
    of brothers and sisters: each child has an assessment, and what may be shared is written once.

    A core assessment that was called for is begun here too. Refused when nothing asks for one."""
    at = at or timezone.now()
    cases = [cases] if isinstance(cases, Case) else list(cases)
    if kind not in TYPES:
        raise Refused(["Choose the kind of assessment from the list."])
    lock(*cases)
    cases = list(
        Case.objects.filter(pk__in=[case.pk for case in cases])
        .select_related("person", "worker")
        .order_by("pk")
    )
    several = len(cases) > 1
    clocks = asked_for(cases)
    reasons, ready = [], []
    for case in cases:
        assessment, refused = _prepared(case, kind, clocks.get((case.pk, kind)), by)
        reasons += [f"{case.person.name}: {each}" if several else each for each in refused]
        if assessment is not None:
            ready.append(assessment)
    if reasons:
        raise Refused(reasons)
    narrative = Narrative.objects.create(begun_at=at, begun_by=by) if several else None
    for assessment in ready:
        if assessment.pk is None:
            assessment.author, assessment.narrative = by, narrative
            begin(assessment, "start", by=by, at=at)
        else:
            move(assessment, "start", by=by, at=at, author=by, narrative=narrative)
    return ready


def _prepared(
    case: Case, kind: str, clock: Clock | None, by: User
) -> tuple[Assessment | None, list[str]]:
    """The assessment to begin on a case, or the reasons why not."""
    label = TYPES[kind].label.lower()
    if not case.is_open:
        return None, ["The case is closed."]
    if not case.hats(by) & {"worker", "cover"}:
        return None, ["Only the child's worker, or whoever covers them, may start an assessment."]
    if kind in CALLED_FOR_BY_OUTCOME:
        called = case.assessments.filter(kind=kind, state="called-for").first()
        if called is None:
            return None, [f"Nothing calls for {TYPES[kind].named} now."]
        return called, []
    if clock is None:
        if case.assessments.unfinished().filter(kind=kind).exists():
            return None, [f"The {label} has been started already."]
        return None, [f"Nothing calls for {TYPES[kind].named} now."]
    return Assessment(
        case=case, kind=kind, occasion_of_clock=clock.occasion, started_on=clock.started_on
    ), []


@transaction.atomic
def call_for(
    case: Case,
    *,
    by: User,
    why: str,
    kind: str = "core",
    at: datetime | None = None,
    recorded_at: datetime | None = None,
) -> Assessment:
    """Ask for a core assessment of a child. Its clock begins with `at`, whoever writes it and
    whenever."""
    at = at or timezone.now()
    lock(case)
    case.refresh_from_db()
    reasons = []
    if kind not in CALLED_FOR_BY_OUTCOME or TYPES[kind] not in types_under(case.rule_set):
        reasons.append("The rules that this case runs under know no such assessment.")
    elif case.assessments.unfinished().filter(kind=kind).exists():
        reasons.append(f"There is a {TYPES[kind].label.lower()} already that is not finished.")
    if not case.is_open:
        reasons.append("The case is closed.")
    if not why.strip():
        reasons.append("Say why.")
    if reasons:
        raise Refused(reasons)
    assessment = Assessment(case=case, kind=kind, started_on=local_date(at))
    return begin(assessment, "call-for", by=by, why=why.strip(), at=at, recorded_at=recorded_at)
