"""A document on a child's record: what it is, and each version of it with its checksum.

One row for each child's record: a letter about three children stands on three records, of which one
may be restricted, corrected or disposed of without the others. The content is kept once.
"""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.models import Tracked, TrackedQuerySet
from rules.codes import DocumentKind, ScanResult
from rules.documents import FORMATS


class DocumentQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "DocumentQuerySet":
        from cases.models import Case

        return self.filter(case__in=Case.objects.visible_to(user))

    def standing(self) -> "DocumentQuerySet":
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Document(Tracked):
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    title = models.CharField(max_length=120)
    author = models.CharField(max_length=120)
    """Who wrote it: a colleague, an agency, a parent."""
    dated_on = models.DateField()
    """The date the document bears."""
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    generated = models.BooleanField(default=False)
    """Written by the service itself, not brought from without."""
    copies = models.UUIDField(default=uuid4, editable=False)
    """The same on every record that it was filed on at once."""
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-dated_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="withdrawn_document_says_who_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-dated_on"], name="document_case"),
            models.Index(fields=["copies"], name="document_copies"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        return DocumentKind.label_of(self.kind)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def latest(self) -> "DocumentVersion":
        """The version in force. With `prefetch_related("versions")` it asks nothing."""
        return list(self.versions.all())[-1]


class DocumentVersion(Tracked):
    """What was filed at one time. A correction is a further one; none is ever written over."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    """The name it is handed out under."""
    format = models.CharField(max_length=10)
    """A key of `rules.documents.FORMATS`, found by looking at the content."""
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    """What was wrong with the version before."""
    scan = models.CharField(
        max_length=12, choices=ScanResult.choices, default=ScanResult.NOT_SCANNED
    )
    scan_said = models.CharField(max_length=120, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_of_a_number"),
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(scan="not-scanned"), name="document_not_scanned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"

    @property
    def format_row(self) -> Any:
        return next((row for row in FORMATS if row.key == self.format), None)

    @property
    def format_label(self) -> str:
        row = self.format_row
        return row.label if row else self.format

    @property
    def scan_label(self) -> str:
        return ScanResult.label_of(self.scan)

    @property
    def is_held_back(self) -> bool:
        return self.scan == ScanResult.INFECTED
