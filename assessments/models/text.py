"""The words: one row for each part, what it said before, and what could not be saved."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models.assessment import Assessment, Narrative


class Holder(models.Model):
    """Words belong to one child's assessment or to the narrative that a group shares."""

    assessment = models.ForeignKey(
        Assessment, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    narrative = models.ForeignKey(
        Narrative, null=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    key = models.CharField(max_length=60)
    text = models.TextField(blank=True)

    class Meta:
        abstract = True


class PartText(Holder):
    """What a part says now. Saved every few seconds while somebody types, so it keeps no row
    history of its own: `EarlierText` keeps what another person's words replaced."""

    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=36, blank=True)
    """The open window that saved it last, so that it knows its own saves again."""
    names_accepted = models.JSONField(default=list)
    """Names of other children that the author has been asked about and means to keep here."""

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "key"],
                condition=Q(narrative=None),
                name="one_text_a_part",
            ),
            models.UniqueConstraint(
                fields=["narrative", "key"],
                condition=Q(assessment=None),
                name="one_text_a_shared_part",
            ),
            models.CheckConstraint(
                condition=Q(assessment=None, narrative__isnull=False)
                | Q(assessment__isnull=False, narrative=None),
                name="text_is_one_childs_or_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.version})"


class EarlierText(models.Model):
    """What a part said before somebody else wrote over it, or before it was emptied."""

    part = models.ForeignKey(PartText, on_delete=models.PROTECT, related_name="earlier")
    text = models.TextField()
    version = models.PositiveIntegerField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=["part", "version"], name="earlier_text_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.part.key} ({self.version})"


class TextSetAside(Holder):
    """What somebody wrote that was not saved, because the part had changed under them. It waits
    here until they have chosen, so that nothing they typed is lost."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "narrative", "key", "by"],
                nulls_distinct=False,
                name="one_text_set_aside_a_part_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}, set aside by {self.by}"


class PartComment(models.Model):
    """What a manager says beside a part, until the author has answered it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="comments")
    key = models.CharField(max_length=60)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60]
