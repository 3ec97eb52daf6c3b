"""Legal holds, disposals that two people decide, and the certificates they leave."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rules.retention import Kept


class Hold(models.Model):
    """A record that may not be disposed of, whatever its age: a claim, an inquiry, a request."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="holds")
    why = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-set_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at=None), name="one_hold_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"hold of {self.set_at:%Y-%m-%d}"


class Disposal(models.Model):
    """One person proposes that a record goes; another confirms, and it is gone. It names nobody."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="disposals")
    kind = models.CharField(max_length=20, choices=Kept.choices)
    due_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_why = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(refused_at=None), name="one_disposal_a_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="disposal_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.pk}"


class Certificate(models.Model):
    """What was removed, by whom, on what ground and when. It holds nothing about the child but the
    ids that the stub keeps. Insert-only, kept so by the database, and sealed like the logs."""

    disposal = models.OneToOneField(Disposal, on_delete=models.PROTECT, related_name="certificate")
    at = models.DateTimeField()
    person_reference = models.CharField(max_length=20)
    case_references = ArrayField(models.CharField(max_length=12))
    ground = models.TextField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed = models.JSONField()
    """How many rows of each table: {"visit": 12, "visit, row history": 30}."""
    emptied = models.JSONField()
    """How many rows of each table stay as stubs."""
    kept = models.JSONField()
    """What stays because others' records need it, in sentences."""

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"certificate {self.pk}"
