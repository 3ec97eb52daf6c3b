"""What happened in the demo's last days beside the families' own ways: the risk of domestic abuse is
assessed for some, one record is closed to most, and somebody opened it in the night."""

from datetime import datetime, timedelta

from django.utils import timezone

from cases.actions.glass import break_glass
from cases.actions.restriction import restrict
from cases.models import Case
from clocks.plan import local_date
from people.access import SIBLINGS
from protection.actions.domestic_abuse import assess
from rules.codes import DomesticAbuseRisk, GlassReason, RestrictionCategory
from rules.lifecycles import CaseStatus
from socialcare.demo.council import Council

ANSWERS = {
    "happened": "Shouting since the summer, twice a push, once a door kicked in. It comes more often "
    "since he lost his work. No weapon.",
    "child": "Hears it from the bedroom and turns the music up. Was in the kitchen the last time, and "
    "says it was their fault.",
    "danger": "He drinks at weekends. They parted in spring and live together again. Her sister lives "
    "two streets away and comes when she is rung.",
    "safety": "A bag stands at the sister's. Ring on weekday mornings only, on her own telephone; no "
    "letters. The domestic abuse service sees her on Thursdays.",
}
CLOSED = "Her father is being looked for by the police and must not learn where she lives."
OPENED = (
    "The hospital rang: she was brought in with a broken wrist, and nobody on the record answered the "
    "telephone."
)


def assess_domestic_abuse(now: datetime) -> None:
    """Every other child with the flag; the rest stand in the list of those without."""
    told = Case.objects.open().filter(domestic_abuse=True).exclude(worker=None).order_by("pk")
    levels = DomesticAbuseRisk.values()
    for place, case in enumerate(told[::2]):
        assess(
            case,
            on=local_date(now - timedelta(days=1)),
            level=levels[place % len(levels)],
            answers=ANSWERS,
            by=case.worker,
            at=now,
        )


def close_a_record(council: Council, now: datetime) -> None:
    """One record is restricted since yesterday; Omar opened it in the night, and whether that was
    right is still to be looked at."""
    quiet = timezone.localtime(now) - timedelta(days=1)
    cases = Case.objects.open().filter(team=council.teams["Leigh"], status=CaseStatus.IN_NEED)
    case = (
        cases.filter(person__sex="F", person__birth_date__lt=local_date(now) - timedelta(days=3000))
        .exclude(worker=None)
        .exclude(events__at__gte=quiet)
        .exclude(person__relationships__kind__in=SIBLINGS)
        .exclude(person__relationships_from_others__kind__in=SIBLINGS)
        .order_by("pk")
        .first()
    )
    if case is None:  # a very small demo
        return
    restrict(
        [case],
        by=council.managers["Leigh"],
        category=RestrictionCategory.HIGH_RISK,
        reason=CLOSED,
        at=quiet,
    )
    break_glass(
        case.person,
        by=council.cast["omar"],
        reason=GlassReason.TONIGHT,
        why=OPENED,
        at=now - timedelta(hours=9),
    )
