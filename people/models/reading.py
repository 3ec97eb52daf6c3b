"""Who may read a person's record beyond, or in spite of, the reach of their role: the access list of
a restricted record, ties of staff to people on record, and glass that was broken."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from people.models.person import Person
from rules.codes import GlassOutcome, GlassReason, LookFound, StaffTie


class ListedReader(Tracked):
    """Somebody chosen to read a restricted record, beside its worker and manager."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listed_readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listed_on"
    )
    why = models.CharField(max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("added_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "user"],
                condition=Q(removed_at=None),
                name="once_on_an_access_list",
            )
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(removed_at=None), name="listed_reader_now")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} may read {self.person_id}"


class TieToStaff(Tracked):
    """A person on record is family of, or close to, a member of staff, who is barred from their
    record and from that of their household. Whoever declares it need not know whether the person is
    on record: without a person it waits for data protection to find them, or to be told there is none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ties_to_people"
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="ties_to_staff"
    )
    forename = models.CharField(max_length=100, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField(null=True)
    """As declared by somebody who named them."""
    kind = models.CharField(max_length=12, choices=StaffTie.choices)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "person"], condition=Q(ended_at=None), name="one_tie_to_staff"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(forename="", surname=""),
                name="tie_to_staff_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is close to {self.person_id}"

    @property
    def kind_label(self) -> str:
        return StaffTie.label_of(self.kind)


class BrokenGlassQuerySet(TrackedQuerySet):
    def open_at(self, at: datetime) -> "BrokenGlassQuerySet":
        return self.filter(at__lte=at, until__gt=at)


class BrokenGlass(Tracked):
    """Somebody opened a record that was closed to them, with a reason, until a moment."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="glass_broken"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="glass_broken")
    reason = models.CharField(max_length=12, choices=GlassReason.choices)
    why = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=GlassOutcome.choices, blank=True)
    outcome_why = models.TextField(blank=True)

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("at")), name="glass_is_broken_for_a_while"
            )
        ]
        indexes = [
            models.Index(fields=["user", "until"], name="glass_user_until"),
            models.Index(fields=["-at"], condition=Q(reviewed_at=None), name="glass_to_review"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} opened {self.person_id}"

    @property
    def reason_label(self) -> str:
        return GlassReason.label_of(self.reason)

    @property
    def outcome_label(self) -> str:
        return GlassOutcome.label_of(self.outcome) if self.outcome else ""


class SettledLook(Tracked):
    """What came of reading that looked unusual (`rules.reading.UNUSUAL`), once somebody asked."""

    key = models.CharField(max_length=80, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    """Who had read."""
    found = models.CharField(max_length=12, choices=LookFound.choices)
    why = models.TextField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ("-settled_at", "-pk")

    def __str__(self) -> str:
        return self.key
