"""Who is asked to a conference, what they answered, whether they came; who disagreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from protection.models.conference import Conference, ConferenceChild
from rules.codes import InvitationAnswer, InviteeKind, LetterKind, Sector, SentHow


class Invitee(Tracked):
    """Somebody around the children, from being asked to having been there or not. Whoever comes
    unasked is added on the day and has no date of invitation."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitees")
    kind = models.CharField(max_length=12, choices=InviteeKind.choices)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=120, blank=True)
    """What they are to the child, or do: "mother", "health visitor"."""
    agency = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=12, choices=Sector.choices, blank=True)
    """The part of the services; empty for the family."""
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.TextField(blank=True)
    """Where letters go: an address or an e-mail address."""
    added_at = models.DateTimeField(default=timezone.now)
    invited_on = models.DateField(null=True)
    answer = models.CharField(max_length=10, choices=InvitationAnswer.choices, blank=True)
    answered_on = models.DateField(null=True)
    report_received_on = models.DateField(null=True)
    attended = models.BooleanField(null=True)
    why_absent = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "name", "role", "agency"],
                name="nobody_is_asked_twice_to_a_conference",
            ),
            models.CheckConstraint(condition=Q(name__regex=r"\S"), name="invitee_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["child", "parent", "family"], sector="")
                | (Q(kind__in=["professional", "social-care"]) & ~Q(sector="")),
                name="professional_is_of_a_sector",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return InviteeKind.label_of(self.kind)

    @property
    def is_family(self) -> bool:
        return InviteeKind(self.kind).is_family

    @property
    def words(self) -> str:
        """ "health visitor, Westmere Health"."""
        return ", ".join(filter(None, (self.role, self.agency))) or self.kind_label.lower()

    @property
    def answer_label(self) -> str:
        return InvitationAnswer.label_of(self.answer) if self.answer else ""


class Dissent(Tracked):
    """Somebody at the conference did not agree with what was decided for a child."""

    child = models.ForeignKey(ConferenceChild, on_delete=models.PROTECT, related_name="dissents")
    who = models.ForeignKey(Invitee, on_delete=models.PROTECT, related_name="dissents")
    why = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(why__regex=r"\S"), name="dissent_says_why"),
            models.UniqueConstraint(fields=["child", "who"], name="one_dissent_a_person_and_child"),
        ]

    def __str__(self) -> str:
        return self.why[:60]


class LetterQuerySet(TrackedQuerySet):
    def to_send(self) -> "LetterQuerySet":
        return self.filter(sent_on=None, not_needed_why="")


class Letter(Tracked):
    """A letter of a conference to one person: to be sent, until it was. What was sent is on the
    record as it was."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(Invitee, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=LetterKind.choices)
    needed_since = models.DateTimeField(default=timezone.now)
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=12, choices=SentHow.choices, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    copies = models.UUIDField(null=True)
    """Of the document that was stored on each child's record when it was sent."""
    not_needed_why = models.TextField(blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind"],
                condition=Q(sent_on=None, not_needed_why=""),
                name="one_letter_of_a_kind_to_send",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, sent_by=None, sent_how="")
                | (
                    Q(sent_on__isnull=False, sent_by__isnull=False, copies__isnull=False)
                    & ~Q(sent_how="")
                ),
                name="letter_sent_says_when_how_and_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["conference"],
                condition=Q(sent_on=None, not_needed_why=""),
                name="letter_to_send",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} to {self.to}"

    @property
    def kind_label(self) -> str:
        return LetterKind.label_of(self.kind)

    @property
    def is_waiting(self) -> bool:
        return self.sent_on is None and not self.not_needed_why

    @property
    def has_a_purpose(self) -> bool:
        """Its conference is where a letter of this kind has something to say."""
        if self.conference.cancelled_at:
            return self.kind == LetterKind.CANCELLATION
        if self.conference.is_held:
            return self.kind in (LetterKind.OUTCOME, LetterKind.MINUTES)
        return self.kind == LetterKind.INVITATION

    @property
    def sent_how_label(self) -> str:
        return SentHow.label_of(self.sent_how)
