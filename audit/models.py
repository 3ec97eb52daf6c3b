"""Row history, the story, who looked, and what is still to be told."""

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from rules import events


class TrackedQuerySet(models.QuerySet):
    """Row history does not see `update()`: it is refused, so that no change goes unrecorded."""

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError(
            f"{self.model.__name__} keeps a row history that update() would not see. "
            "Save each object with save(update_fields=[…]), or use "
            "simple_history.utils.bulk_update_with_history."
        )


class Tracked(models.Model):
    """A row that remembers what it said at any moment, who changed it and why."""

    history = HistoricalRecords(
        inherit=True,
        history_change_reason_field=models.TextField(null=True),
        cascade_delete_history=False,
    )
    objects = TrackedQuerySet.as_manager()

    # what row history is told of the next save, where no request tells it
    _history_user: Any
    _change_reason: str
    _history_date: datetime

    class Meta:
        abstract = True

    def sign(self, by: Any, why: str = "", at: datetime | None = None) -> None:
        """Say who makes the next save, and why and when, for the row history."""
        self._history_user = by
        if why:
            self._change_reason = why
        if at is not None:
            self._history_date = at


class Event(models.Model):
    """One line of the case's story: who did what, when, why. Insert-only, kept so by the database."""

    key = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    """When it happened."""
    recorded_at = models.DateTimeField(default=timezone.now)
    """When it was written down."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """None for what the service did itself."""
    why = models.TextField(blank=True)
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="events"
    )
    contact = models.ForeignKey(
        "cases.Contact", null=True, on_delete=models.PROTECT, related_name="events"
    )
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="events"
    )
    thing_id = models.BigIntegerField(null=True)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    """Names and words for the sentence; never a child's name."""

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["case", "-at"], name="event_case_at"),
            models.Index(fields=["person", "-at"], name="event_person_at"),
            models.Index(fields=["contact", "-at"], name="event_contact_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"

    @property
    def thing(self) -> str:
        return self.key.partition(".")[0]

    @property
    def sentence(self) -> str:
        """The event in words, as the story shows it."""
        return events.sentence(self.key, self.by.name if self.by else "The service", self.data)

    @property
    def significant(self) -> bool:
        row = events.EVENTS.get(self.key)
        return row is not None and row.significant


class Access(models.Model):
    """Who looked at what. Insert-only, kept so by the database."""

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    """view, search, export or print."""
    page = models.CharField(max_length=80, blank=True)
    terms = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="accesses"
    )
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="accesses"
    )
    contact = models.ForeignKey(
        "cases.Contact", null=True, on_delete=models.PROTECT, related_name="accesses"
    )
    address = models.GenericIPAddressField(null=True)
    glass = models.ForeignKey(
        "people.BrokenGlass", null=True, on_delete=models.PROTECT, related_name="accesses"
    )
    """The glass that was broken to open it; None for reading within one's reach."""

    class Meta:
        ordering = ("-at", "-id")
        indexes = [
            models.Index(fields=["person", "-at"], name="access_person_at"),
            models.Index(fields=["by", "-at"], name="access_by_at"),
            models.Index(fields=["-at", "-id"], name="access_at"),
            models.Index(
                fields=["glass"], condition=models.Q(glass__isnull=False), name="access_by_glass"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class Alert(models.Model):
    """Something a person has to be told: shown in the product from the moment it is written, and
    sent on as e-mail. Written in the same transaction as the fact; unique by (key, recipient), so
    that a fact is told once however often it is noticed."""

    key = models.CharField(max_length=120)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="alerts"
    )
    text = models.CharField(max_length=300)
    """Names nobody: it is sent on as it is, over lines that others may read."""
    url = models.CharField(max_length=200, blank=True)
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.CASCADE, related_name="alerts"
    )
    grave = models.BooleanField(default=False)
    stands_for = models.PositiveIntegerField(default=1)
    """How many facts it tells of; more than one in a digest."""
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Mail(models.TextChoices):
        WANTED = "wanted", "To be sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Given up"
        NONE = "none", "Not sent by e-mail"

    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.WANTED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["key", "recipient"], name="one_alert_a_fact_and_person")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(mail="wanted"),
                name="alert_mail_wanted",
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                condition=models.Q(read_at=None),
                name="alert_unread",
            ),
            models.Index(
                fields=["-created_at"], condition=models.Q(mail="dead"), name="alert_mail_dead"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Seal(models.Model):
    """One link of the chain over the logs: some rows of one table, by their hashes, under a key
    that is not in the database. Insert-only, kept so by the database. See `audit.seals`."""

    number = models.BigIntegerField(primary_key=True)
    """1, 2, 3 …: a number that is missing is a link that was taken out."""
    made_at = models.DateTimeField()
    table = models.CharField(max_length=60)
    columns = ArrayField(models.CharField(max_length=60))
    """The columns that were hashed; a column that the table gets later is not among them."""
    ids = ArrayField(models.BigIntegerField())
    hashes = models.BinaryField()
    """The SHA-256 of each row of `ids`, one after another."""
    key = models.CharField(max_length=8)
    """Which key it was made with: the first digits of that key's hash."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)
        indexes = [models.Index(fields=["table", "-number"], name="seal_table_number")]

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Redaction(models.Model):
    """Rows that a disposal removed, by table and key. Insert-only, and sealed like the logs: a row
    that is missing and not named here was removed behind the service's back."""

    certificate = models.BigIntegerField()
    table = models.CharField(max_length=60)
    ids = ArrayField(models.BigIntegerField())
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["table"], name="redaction_table")]

    def __str__(self) -> str:
        return f"certificate {self.certificate}: {len(self.ids)} of {self.table}"
