"""Which other agencies were asked about the child, and what they said."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment


class AgencyAsked(models.Model):
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="agencies")
    agency = models.ForeignKey(
        "people.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    """As it was called when it was asked; an agency that is not on the list has only this."""
    asked_on = models.DateField()
    said = models.TextField(blank=True)
    """What they said; empty while they have not answered."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("asked_on", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def version(self) -> str:
        """Another for each answer: a form that carries it knows whether it is still the one it
        was opened at."""
        return hashlib.sha256(self.said.encode()).hexdigest()[:16]
