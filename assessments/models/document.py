"""What an authorised assessment is from then on: a document, and notes that correct it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from assessments.models.assessment import Assessment


class Document(models.Model):
    """The assessment as it was when it was authorised, with every label, name and age in the words
    of that day. Insert-only, kept so by the database."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="document")
    body = models.JSONField()
    """As `assessments.document.read` gives it."""
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"document of {self.at:%Y-%m-%d}"


class Correction(models.Model):
    """A note on an authorised assessment: what in it is wrong, and what is right. Insert-only."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60]
