"""The council's procedure, beside the form it is about: pages with versions."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class GuidanceVersion(models.Model):
    """One version of one page; the newest is shown, the others can be read. Nothing is rewritten."""

    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    body = models.TextField()
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("slug", "-version")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "version"], name="guidance_versions_are_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
