"""Clocks and their ledger, the calendar they count by, and the watch kept on the watcher."""

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rules import timescales
from rules.rule_sets import RULE_SETS, RuleSet
from rules.timescales import Timescale
from rules.words import Words


class Standing(Words):
    RUNNING = "running", "Running"
    STOPPED = "stopped", "Stopped"
    CANCELLED = "cancelled", "No longer needed"


class LineKind(Words):
    STARTED = "started", "Started"
    REPLANNED = "replanned", "Re-planned"
    WARNED = "warned", "Warned"
    BREACHED = "breached", "Time limit passed"
    CLIMBED = "climbed", "Told further up"
    EXPLAINED = "explained", "Lateness explained"
    STOPPED = "stopped", "Stopped"
    CANCELLED = "cancelled", "No longer needed"


NOTICED = (LineKind.WARNED, LineKind.BREACHED, LineKind.CLIMBED)


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        return self.filter(standing=Standing.RUNNING)

    def watched(self) -> "ClockQuerySet":
        """Those that people are told of; a clock that only measures is left out of lists."""
        return self.filter(measures_only=False)

    def soonest(self) -> "ClockQuerySet":
        return self.order_by("due_at", "pk")


class Clock(models.Model):
    """A deadline that is running, or ran. `due_at` is worked out once, at the start, so that a
    later change in the law does not rewrite what was promised."""

    rule = models.CharField(max_length=40)
    rule_set = models.CharField(max_length=40)
    occasion = models.CharField(max_length=40)
    """What it runs for, such as `contact:12`: one running clock a rule and occasion."""
    started_by = models.ForeignKey("audit.Event", on_delete=models.PROTECT, related_name="clocks")
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    contact = models.ForeignKey(
        "cases.Contact", null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    team = models.ForeignKey(
        "accounts.Team", null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    about = models.CharField(max_length=120, blank=True)
    """A few words where the rule's own label is not enough, as for a task."""

    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.RUNNING)
    measures_only = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    started_on = models.DateField()
    """Day 0: the local date of the start."""
    due_at = models.DateTimeField()
    due_on = models.DateField()
    """The last local day on which it is in time."""
    calendar_version = models.PositiveIntegerField()
    looks = ArrayField(models.DateTimeField())
    """The instant of each rung of its ladder, soonest first."""
    rung = models.PositiveSmallIntegerField(default=0)
    """How many rungs have been noticed."""
    next_look_at = models.DateTimeField(null=True)
    """The next rung's instant; None when there is nothing left to notice."""
    breached_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)
    """When the breach was noticed; `noticed_at - breached_at` is the sweep's lag."""
    stopped_at = models.DateTimeField(null=True)
    late_reason = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True)
    """Put aside by the sweep after a fault; there is an incident that says why."""

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "started_by", "occasion"], name="one_clock_a_start"
            ),
            models.UniqueConstraint(
                fields=["rule", "occasion"],
                condition=Q(standing="running"),
                name="one_running_clock_an_occasion",
            ),
            models.CheckConstraint(
                condition=Q(standing="running", stopped_at=None) | ~Q(standing="running"),
                name="running_clock_has_not_stopped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_look_at"],
                condition=Q(standing="running", parked_at=None, next_look_at__isnull=False),
                name="clock_next_look",
            ),
            models.Index(
                fields=["owner", "due_at"], condition=Q(standing="running"), name="clock_owner_due"
            ),
            models.Index(
                fields=["team", "due_at"], condition=Q(standing="running"), name="clock_team_due"
            ),
            models.Index(
                fields=["rule", "due_at"], condition=Q(standing="running"), name="clock_rule_due"
            ),
            models.Index(
                fields=["due_at", "id"],
                condition=Q(standing="running", rule__in=timescales.PROTECTION_REVIEWS),
                name="clock_review_due",
            ),
            models.Index(fields=["occasion"], name="clock_occasion"),
            models.Index(fields=["case", "due_at"], name="clock_case_due"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.occasion}"

    @property
    def row(self) -> Timescale:
        """The rule it runs by; KeyError when the rule book no longer has it."""
        return timescales.timescale(self.rule, self.rule_set)

    @property
    def label(self) -> str:
        try:
            return self.about or self.row.label
        except KeyError:
            return self.about or self.rule

    def is_late(self, now: datetime) -> bool:
        """Whether it ran, or has run, past its due instant."""
        return (self.stopped_at or now) > self.due_at


class ClockLine(models.Model):
    """One line of a clock's ledger. Insert-only, kept so by the database; what is noticed is
    unique by (clock, kind, rung, due instant), so that no sweep notices it twice."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    rung = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    """When it was true: for a breach, the due instant."""
    recorded_at = models.DateTimeField(default=timezone.now)
    """When it was noticed or written down."""
    due_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    event = models.ForeignKey(
        "audit.Event", null=True, on_delete=models.PROTECT, related_name="clock_lines"
    )
    why = models.TextField(blank=True)
    rule_set = models.CharField(max_length=40)
    calendar_version = models.PositiveIntegerField()
    missed = ArrayField(models.CharField(max_length=12), default=list)
    """Rungs that were passed unseen, as after an outage; told once, in a digest."""

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "kind", "rung", "due_at"],
                condition=Q(kind__in=["warned", "breached", "climbed"]),
                name="noticed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rung}"


class BankHoliday(models.Model):
    """A weekday that is not a working day in England."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)
    one_off = models.BooleanField(default=False)
    """Added here by an administrator, not published with the ordinary ones."""

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.name}, {self.day}"


class CalendarVersion(models.Model):
    """Each change to the table of bank holidays. A clock names the version that it was counted by."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=200)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.what


class RuleSetInForce(models.Model):
    """Which rule set is in force from which date. What began before keeps its own."""

    key = models.CharField(max_length=40)
    since = models.DateField(unique=True)
    brought_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    brought_in_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-since",)

    def __str__(self) -> str:
        return f"{self.key} from {self.since}"

    @property
    def rule_set(self) -> RuleSet:
        return RULE_SETS[self.key]


class Heartbeat(models.Model):
    """One sweep: that it ran, what it noticed, and how far behind it found things."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    noticed = models.PositiveIntegerField(default=0)
    parked = models.PositiveIntegerField(default=0)
    oldest_lag_seconds = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"sweep {self.started_at:%Y-%m-%d %H:%M:%S}"


class Incident(models.Model):
    """Something the service could not do by itself and a person has to look at."""

    at = models.DateTimeField(default=timezone.now)
    clock = models.ForeignKey(Clock, null=True, on_delete=models.PROTECT, related_name="incidents")
    what = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    how = models.TextField(blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(settled_at=None), name="one_open_incident_a_clock"
            )
        ]

    def __str__(self) -> str:
        return self.what[:80]
