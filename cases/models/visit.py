"""A visit: the child was seen, or was to be."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked
from cases.models.case import Case
from rules.codes import (
    VisitKind,
)


class Visit(Tracked):
    """The child was seen, or was to be: when, where, by whom, and whether alone."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits"
    )
    on = models.DateField()
    kind = models.CharField(
        max_length=12,
        choices=VisitKind.choices,
        default=VisitKind.IN_NEED.value,
        db_default=VisitKind.IN_NEED.value,
    )
    place = models.CharField(max_length=80, blank=True)
    answered = models.BooleanField(default=True, db_default=True)
    """False: nobody opened the door, or nobody came."""
    seen = models.BooleanField()
    seen_alone = models.BooleanField(default=False)
    bedroom_seen = models.BooleanField(null=True)
    """Where the child sleeps; None where it was not asked."""
    why_not = models.TextField(blank=True)
    """Why the child was not seen, or not alone."""
    note = models.TextField(blank=True)
    minutes_with_family = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered=True) | Q(seen=False), name="unanswered_visit_saw_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"visit of {self.on}"

    @property
    def kind_label(self) -> str:
        return VisitKind.label_of(self.kind)
