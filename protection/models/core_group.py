"""The core group: who carries the plan out, each of their meetings, and how far every action is.

A meeting about brothers and sisters is one `CoreGroup` with a `CoreGroupChild` for each of them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts, overdue
from protection.models.plan import ChildProtectionPlan, PlanAction
from rules import lifecycles
from rules.codes import ActionStanding, MemberKind
from rules.lifecycles import CoreGroupState
from workflow.things import Thing

CORE_GROUP_CLOCKS = ("core-group-first", "core-group")


class CoreGroupMember(Tracked):
    """Somebody of a child's core group, from a day to a day."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=MemberKind.choices)
    role = models.CharField(max_length=80, blank=True)
    """ "health visitor", "mother"."""
    agency = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        ordering = ("kind", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name", "role"],
                condition=Q(until=None),
                name="one_place_a_member_of_a_core_group",
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"\S"), name="core_group_member_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="core_group_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        return MemberKind.label_of(self.kind)

    @property
    def words(self) -> str:
        # a member may be an agency as such: then it is named once
        agency = self.agency if self.agency != self.name else ""
        return ", ".join(filter(None, (self.role or self.kind_label.lower(), agency)))


class CoreGroup(Tracked):
    """One meeting, about one child or several of a family."""

    held_on = models.DateField()
    place = models.CharField(max_length=80, blank=True)
    notes = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    """Set before the meeting is closed; None only where no plan goes on."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(next_on__gt=F("held_on")),
                name="next_core_group_comes_after",
            )
        ]

    def __str__(self) -> str:
        return f"core group of {self.held_on}"


class CoreGroupChildQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "CoreGroupChildQuerySet":
        return self.filter(plan__case__in=Case.objects.visible_to(user))


class CoreGroupChild(Thing):
    """A meeting as far as it was about one child's plan."""

    states = CoreGroupState
    core_group = models.ForeignKey(CoreGroup, on_delete=models.PROTECT, related_name="children")
    plan = models.ForeignKey(
        ChildProtectionPlan, on_delete=models.PROTECT, related_name="core_groups"
    )
    state = models.CharField(max_length=8, choices=CoreGroupState.choices, editable=False)
    held_on = models.DateField()
    """A copy of the meeting's, which the database keeps to one a plan and day."""
    parents_attended = models.BooleanField()
    why_no_parents = models.TextField(blank=True)
    child_attended = models.BooleanField()
    why_no_child = models.TextField(blank=True)
    """Why the child was not there, or is too young to be."""
    childs_views = models.TextField(blank=True)

    given: date | None = None

    objects = CoreGroupChildQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["plan", "held_on"], name="one_core_group_a_day"),
            models.CheckConstraint(
                condition=Q(parents_attended=True) | Q(why_no_parents__regex=r"\S"),
                name="core_group_without_parents_says_why",
            ),
            models.CheckConstraint(
                condition=Q(child_attended=True) | Q(why_no_child__regex=r"\S"),
                name="core_group_without_child_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"core group of {self.held_on}"

    lifecycle = lifecycles.CORE_GROUP  # type: ignore[assignment]
    thing = "core-group"  # type: ignore[assignment]

    @property
    def case(self) -> Case:
        return self.plan.case

    @property
    def occasion(self) -> str:
        return self.plan.occasion

    @property
    def root(self) -> models.Model:
        return self.plan.case

    def hats(self, user: Any) -> set[str]:
        return self.plan.hats(user)

    def facts(self) -> Facts:
        self.plan.counts_from, self.plan.given = self.held_on, self.given
        return self.plan.facts()

    def story(self) -> dict[str, Any]:
        return self.plan.story()

    @property
    def lateness_is_explained(self) -> bool:
        if self.late_reason_given.strip():
            return True
        late = overdue(self.occasion, self.acting_at or timezone.now())
        return not any(clock.rule in CORE_GROUP_CLOCKS for clock in late)


class CoreGroupAttendance(models.Model):
    """Whether one member was at one meeting."""

    core_group_child = models.ForeignKey(
        CoreGroupChild, on_delete=models.CASCADE, related_name="attendance"
    )
    member = models.ForeignKey(CoreGroupMember, on_delete=models.PROTECT, related_name="attendance")
    attended = models.BooleanField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["core_group_child", "member"], name="one_attendance_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}: {'there' if self.attended else 'not there'}"


class ActionProgress(models.Model):
    """How far an action was, as a core group or a review found it."""

    action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="progress")
    core_group_child = models.ForeignKey(
        CoreGroupChild, null=True, on_delete=models.PROTECT, related_name="progress"
    )
    in_need_review = models.ForeignKey(
        "protection.InNeedReview", null=True, on_delete=models.PROTECT, related_name="progress"
    )
    on = models.DateField()
    standing = models.CharField(max_length=8, choices=ActionStanding.choices)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.standing} on {self.on}"

    @property
    def standing_label(self) -> str:
        return ActionStanding.label_of(self.standing)
