"""Agencies, the people we know in them, and the professionals around a person."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from audit.models import Tracked, TrackedQuerySet
from people.models.person import Person
from rules.codes import ReferralSource


class Agency(Tracked):
    """A school, a surgery, a police unit: whoever tells us of children or works with them."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=2, choices=ReferralSource.choices)
    """The census code for who made a referral."""
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(max_length=300, blank=True)
    active = models.BooleanField(default=True)
    linked_team = models.ForeignKey(
        "accounts.Team",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="linked_agencies",
    )
    """Where the children go whom it tells us of, as a special school's go to the disability team.
    Proposed to whoever decides; a person chooses."""

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class AgencyContact(Tracked):
    """Somebody we speak to at an agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return f"{self.name}, {self.agency}"


class InvolvementQuerySet(TrackedQuerySet):
    def on(self, day: date) -> "InvolvementQuerySet":
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


class Involvement(Tracked):
    """A professional or an agency that works with a person: the school, the health visitor."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="involvements")
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="involvements"
    )
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=80, blank=True)
    """What they do for this person, in words: "health visitor", "class teacher"."""
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | ~Q(name=""),
                name="involvement_says_who",
                violation_error_message="Say which agency or who.",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="involvement_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(
            filter(None, (self.name, self.role, self.agency.name if self.agency else ""))
        )
