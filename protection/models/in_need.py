"""The child in need plan. It is never in force beside a child protection plan: one may begin on the
day the other ends, and the database refuses more."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Tracked
from cases.models import Case
from protection.models.plan import Plan
from rules import lifecycles
from rules.codes import HeardHow, InNeedPlanEnd


class InNeedPlan(Plan):
    clocks = ("in-need-review",)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="in_need_plans")
    steps_down_from = models.OneToOneField(
        "protection.ChildProtectionPlan",
        null=True,
        on_delete=models.PROTECT,
        related_name="stepped_down_to",
    )
    aim = models.TextField(blank=True)
    """What the family and we want to be different at the end."""
    end_reason = models.CharField(max_length=12, choices=InNeedPlanEnd.choices, blank=True)

    class Meta:
        ordering = ("-started_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_on=None), name="one_live_in_need_plan_a_child"
            ),
            models.CheckConstraint(
                condition=Q(state="in-force", ended_on=None)
                | (Q(state="ended", ended_on__isnull=False) & ~Q(end_reason="")),
                name="in_need_plan_ended_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="in_need_plan_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"Child in need plan of {self.started_on}"

    lifecycle = lifecycles.IN_NEED_PLAN  # type: ignore[assignment]
    thing = "in-need-plan"  # type: ignore[assignment]

    @property
    def end_reason_label(self) -> str:
        return InNeedPlanEnd.label_of(self.end_reason)


class InNeedReview(Tracked):
    """A review of a child in need plan: how it goes, and apart from that what the child says."""

    plan = models.ForeignKey(InNeedPlan, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    childs_views = models.TextField(blank=True)
    heard_how = models.CharField(max_length=10, choices=HeardHow.choices)
    why_no_views = models.TextField(blank=True)
    analysis = models.TextField()
    """What has changed for the child, and what it means."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("held_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "held_on"], name="one_review_a_day_of_an_in_need_plan"
            ),
            models.CheckConstraint(
                condition=Q(childs_views__regex=r"\S") | Q(why_no_views__regex=r"\S"),
                name="in_need_review_has_views_or_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.held_on}"

    @property
    def heard_how_label(self) -> str:
        return HeardHow.label_of(self.heard_how)
