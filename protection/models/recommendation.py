"""What a conference recommends beyond the plan. It becomes a task for the social worker, and
nothing else: a conference has no power to implement it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models import Case, Task
from protection.models.conference import ConferenceChild
from rules.codes import DiscussionOutcome


class RecommendationQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "RecommendationQuerySet":
        return self.filter(child__case__in=Case.objects.visible_to(user))

    def awaiting(self) -> "RecommendationQuerySet":
        """Asking for a discussion of the social worker and their supervisor that has not taken
        place; the oldest first."""
        return self.filter(needs_discussion=True, discussed_on=None).order_by("made_on", "pk")


class Recommendation(Tracked):
    child = models.ForeignKey(
        ConferenceChild, on_delete=models.PROTECT, related_name="recommendations"
    )
    text = models.CharField(max_length=300)
    needs_discussion = models.BooleanField(default=True)
    """It asks for another action, such as to look after the child: the social worker and their
    supervisor discuss it."""
    made_on = models.DateField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="recommendation")

    discussed_on = models.DateField(null=True)
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=DiscussionOutcome.choices, blank=True)
    outcome_why = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(discussed_on=None)
                | (
                    Q(worker__isnull=False, supervisor__isnull=False)
                    & ~Q(outcome="")
                    & ~Q(outcome_why="")
                ),
                name="discussion_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(supervisor=None) | ~Q(supervisor=models.F("worker")),
                name="discussion_takes_two",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_on"],
                condition=Q(needs_discussion=True, discussed_on=None),
                name="recommendation_awaiting",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def outcome_label(self) -> str:
        return DiscussionOutcome.label_of(self.outcome)

    def age_in_days(self, now: Any = None) -> int:
        return (timezone.localdate(now or timezone.now()) - self.made_on).days
