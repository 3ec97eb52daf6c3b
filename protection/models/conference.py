"""A conference: the meeting, and each child's place in it with what was decided for that child."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts
from rules.codes import (
    AbuseCategory,
    ConferenceDecision,
    ConferenceKind,
    HeardHow,
    InviteeKind,
    MeetingMethod,
)
from rules.lifecycles import CONFERENCE, ConferenceState, Hat, Lifecycle
from workflow.things import Thing

if TYPE_CHECKING:
    from protection.models.invitee import Invitee


class ConferenceQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ConferenceQuerySet":
        """The conferences about a child whose case this person may open."""
        places = ConferenceChild.objects.visible_to(user)
        return self.filter(pk__in=places.values("conference"))

    def ahead(self) -> "ConferenceQuerySet":
        """Arranged, and neither held nor cancelled."""
        return self.filter(held_on=None, cancelled_at=None)

    def led_by(self, user: Any) -> "ConferenceQuerySet":
        """Those that this person, or somebody they cover, chairs or arranges."""
        return self.filter(Q(chair__in=user.covers_ids) | Q(administrator__in=user.covers_ids))


class Conference(Tracked):
    """One meeting about one child or about brothers and sisters."""

    kind = models.CharField(max_length=12, choices=ConferenceKind.choices)
    planned_at = models.DateTimeField()
    """The day and time it is arranged for."""
    place = models.CharField(max_length=120)
    method = models.CharField(max_length=12, choices=MeetingMethod.choices)
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conferences_chaired"
    )
    administrator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conferences_arranged"
    )
    arranged_at = models.DateTimeField(default=timezone.now)
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    """A form that was opened at an older one is not saved over what has changed since."""

    report_shared_on = models.DateField(null=True)
    """When the family was given the social worker's report."""
    report_shared_how = models.TextField(blank=True)
    """With whom, and how."""
    report_late_why = models.TextField(blank=True)

    held_on = models.DateField(null=True)
    quorate = models.BooleanField(null=True)
    quorum_why = models.TextField(blank=True)
    """Why it went on although it was not quorate."""
    family_why_not = models.TextField(blank=True)
    """Why nobody of the family was there."""
    first_core_group_on = models.DateField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.TextField(blank=True)

    minutes = models.TextField(blank=True)
    minutes_written_at = models.DateTimeField(null=True)
    minutes_written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    minutes_circulated_at = models.DateTimeField(null=True)
    minutes_agreed_at = models.DateTimeField(null=True)
    minutes_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    shown_children: "list[ConferenceChild]"
    """The children whose case the reader of a page may open; the page sets it."""
    letters_to_send: list[Any]

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        ordering = ("-planned_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(cancelled_at=None),
                name="conference_is_held_or_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(held_on=None) | Q(quorate=True) | ~Q(quorum_why=""),
                name="conference_is_quorate_or_says_why",
            ),
            models.CheckConstraint(
                condition=Q(minutes_agreed_at=None)
                | Q(minutes_circulated_at__isnull=False, held_on__isnull=False),
                name="minutes_are_circulated_then_agreed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_at"],
                condition=Q(held_on=None, cancelled_at=None),
                name="conference_ahead",
            ),
            models.Index(
                fields=["held_on"],
                condition=Q(held_on__isnull=False, minutes_agreed_at=None),
                name="conference_minutes_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} of {self.on}"

    @property
    def kind_label(self) -> str:
        return ConferenceKind.label_of(self.kind)

    @property
    def on(self) -> date:
        """The day it was held, or is arranged for."""
        return self.held_on or timezone.localtime(self.planned_at).date()

    @property
    def is_ahead(self) -> bool:
        return self.held_on is None and self.cancelled_at is None

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    def people(self) -> "list[Invitee]":
        """Whoever is asked: the children, their family, then the professionals."""
        order = InviteeKind.values()
        return sorted(self.invitees.all(), key=lambda row: (order.index(row.kind), row.pk))  # type: ignore[attr-defined]

    @property
    def state_label(self) -> str:
        """As its children's places say it."""
        if self.cancelled_at:
            return ConferenceState.CANCELLED.label
        if self.held_on is None:
            return ConferenceState.ARRANGED.label
        return (ConferenceState.AGREED if self.minutes_agreed_at else ConferenceState.HELD).label


class ConferenceChildQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "ConferenceChildQuerySet":
        return self.filter(case__in=Case.objects.visible_to(user))

    def standing(self) -> "ConferenceChildQuerySet":
        """Those whose conference was not cancelled."""
        return self.exclude(state=ConferenceState.CANCELLED)

    def ahead(self) -> "ConferenceChildQuerySet":
        return self.filter(state=ConferenceState.ARRANGED)


class ConferenceChild(Thing):
    """One child's place in a conference. The lives of all the places of a conference go together."""

    states = ConferenceState
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    state = models.CharField(max_length=10, choices=ConferenceState.choices, editable=False)

    enquiry = models.ForeignKey(
        "protection.Section47Enquiry",
        null=True,
        on_delete=models.PROTECT,
        related_name="conferences",
    )
    """The Section 47 enquiry that the conference answered."""

    decision = models.CharField(max_length=10, choices=ConferenceDecision.choices, blank=True)
    category = models.CharField(max_length=3, choices=AbuseCategory.choices, blank=True)
    why_decided = models.TextField(blank=True)
    contingency = models.TextField(blank=True)
    """What the outline plan says happens if it does not work; the plan begins with it."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    views = models.TextField(blank=True)
    """What the child wants and feels, in the child's own words; apart from what others think."""
    heard_how = models.CharField(max_length=10, choices=HeardHow.choices, blank=True)
    heard_on = models.DateField(null=True)
    why_no_views = models.TextField(blank=True)

    objects = ConferenceChildQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "case"], name="one_place_a_child_in_a_conference"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "agreed"]) | ~Q(decision=""),
                name="conference_held_decided_for_each_child",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["plan", "continues"]) | ~Q(category=""),
                name="conference_plan_has_a_category",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "agreed"]) | ~Q(views="") | ~Q(why_no_views=""),
                name="conference_has_views_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}, {self.conference}"

    thing = "conference"  # type: ignore[assignment]

    @property
    def lifecycle(self) -> Lifecycle:
        return CONFERENCE

    @property
    def root(self) -> models.Model:
        return self.case

    def hats(self, user: Any) -> set[str]:
        hats = self.case.hats(user)
        if self.conference.chair_id in user.covers_ids:
            hats.add(Hat.CHAIR)
        if self.conference.administrator_id in user.covers_ids:
            hats.add(Hat.ADMINISTRATOR)
        return hats

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.case.person_id,
            owner_id=self.case.worker_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()

    @property
    def decision_label(self) -> str:
        return ConferenceDecision.label_of(self.decision)

    @property
    def category_label(self) -> str:
        return AbuseCategory.label_of(self.category)

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def minutes_circulated(self) -> bool:
        return self.conference.minutes_circulated_at is not None
