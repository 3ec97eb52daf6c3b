"""An allocation: who is responsible for a case, and as what."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import Tracked, TrackedQuerySet
from rules.codes import (
    AllocationRole,
)


class AllocationQuerySet(TrackedQuerySet):
    def current(self) -> "AllocationQuerySet":
        return self.filter(until=None)

    def held_by(self, user: Any) -> "AllocationQuerySet":
        """Current allocations of this person and of those they cover."""
        return self.current().filter(worker__in=user.covers_ids)


class Allocation(Tracked):
    """Who is responsible, as what, from when to when, and why it changed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="allocations")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="allocations"
    )
    role = models.CharField(
        max_length=8, choices=AllocationRole.choices, default=AllocationRole.LEAD
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)
    why_ended = models.TextField(blank=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        ordering = ("-since", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(until=None, role="lead"),
                name="one_lead_worker_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case", "worker"],
                condition=Q(until=None),
                name="one_role_a_worker_on_a_case",
            ),
        ]
        indexes = [
            models.Index(fields=["worker"], condition=Q(until=None), name="allocation_current")
        ]

    def __str__(self) -> str:
        return f"{self.worker}, {self.role}"

    @property
    def role_label(self) -> str:
        return AllocationRole.label_of(self.role)
