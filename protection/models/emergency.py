"""Police protection and emergency protection orders: a child made safe at once, for some hours or
days."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import TrackedQuerySet
from cases.models import Case
from clocks.calendar import calendar
from clocks.ledger import Facts
from clocks.plan import local_date
from rules import lifecycles
from rules.codes import EmergencyEnd, EmergencyKind
from rules.frequencies import EXTENSION_LASTS, ORDER_LASTS
from rules.lifecycles import EmergencyState
from rules.timescales import ElapsedHours, timescale
from workflow.things import Thing

SUNDAY = 6
CLOCKS = ("police-protection", "epo")
"""What runs out to the hour."""


class EmergencyActionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "EmergencyActionQuerySet":
        """Those of the cases this person may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def in_force(self) -> "EmergencyActionQuerySet":
        """Begun, and nobody has said how they ended; the one that runs out first comes first."""
        return self.filter(state=EmergencyState.RUNNING).order_by("ends_at", "pk")


class EmergencyAction(Thing):
    states: ClassVar = EmergencyState
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="emergency_actions")
    kind = models.CharField(max_length=18, choices=EmergencyKind.choices)
    state = models.CharField(max_length=10, choices=EmergencyState.choices, editable=False)
    started_at = models.DateTimeField()
    """When the police took the child into protection, or the court made the order."""
    ends_at = models.DateTimeField()
    """When it runs out; an extension moves it."""
    grounds = models.TextField()
    place = models.CharField(max_length=120)
    """Where the child is."""
    officer = models.CharField(max_length=120, blank=True)
    """The police officer, or the court."""
    extended_at = models.DateTimeField(null=True)
    extended_from = models.DateTimeField(null=True)
    """When it would have run out."""
    extension_why = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=14, choices=EmergencyEnd.choices, blank=True)
    ended_why = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = EmergencyActionQuerySet.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="running"),
                name="one_emergency_action_of_a_kind_in_force",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("started_at")), name="emergency_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_at__isnull=False) & ~Q(ended_how=""),
                name="emergency_ended_says_how",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], condition=Q(state="running"), name="emergency_in_force"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def lifecycle(self) -> lifecycles.Lifecycle:
        return lifecycles.EMERGENCY_ORDER if self.is_order else lifecycles.POLICE_PROTECTION

    @property
    def thing(self) -> str:
        return self.kind

    @property
    def root(self) -> models.Model:
        return self.case

    def hats(self, user: Any) -> set[str]:
        return self.case.hats(user)

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.case.person_id,
            owner_id=self.case.worker_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
            started_at=self.started_at,
            given_at=self.ends_at,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()

    @property
    def is_order(self) -> bool:
        return self.kind == EmergencyKind.ORDER

    @property
    def is_in_force(self) -> bool:
        return self.state == EmergencyState.RUNNING

    @property
    def kind_label(self) -> str:
        return EmergencyKind.label_of(self.kind)

    @property
    def end_label(self) -> str:
        return EmergencyEnd.label_of(self.ended_how) if self.ended_how else ""

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def says_how_it_ended(self) -> bool:
        return self.ended_how in EmergencyEnd.values() and bool(self.ended_why.strip())

    @property
    def extension_within_limit(self) -> bool:
        """Once, by at most seven days after what the court gave first."""
        first = self.extended_from
        return first is not None and first < self.ends_at <= longest_extension(first)


def longest_order(started_at: datetime) -> datetime:
    """The last moment at which an order made then may end: after its days, or, where these end on a
    Sunday or a bank holiday, at noon of the next day that is neither (section 45(2))."""
    ends = timezone.localtime(started_at) + timedelta(days=ORDER_LASTS.n)
    day, known = local_date(ends), calendar().days
    if day.weekday() != SUNDAY and day not in known:
        return ends
    while day.weekday() == SUNDAY or day in known:
        day += timedelta(days=1)
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def longest_extension(ends_at: datetime) -> datetime:
    return timezone.localtime(ends_at) + timedelta(days=EXTENSION_LASTS.n)


def police_protection_ends(started_at: datetime, rule_set: str) -> datetime:
    """Hours that really pass, on the night the clocks change too."""
    allowed = timescale("police-protection", rule_set).allowed
    assert isinstance(allowed, ElapsedHours)
    return started_at.astimezone(UTC) + timedelta(hours=allowed.n)
