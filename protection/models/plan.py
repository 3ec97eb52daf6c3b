"""The child protection plan: one in force a child, with its outcomes and actions, its changes of
category and its reviews."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts, overdue
from rules import lifecycles
from rules.codes import AbuseCategory, ActionStanding, ProtectionPlanEnd
from rules.frequencies import CORE_GROUP_EVERY, VISIT_EVERY
from rules.lifecycles import PlanState
from rules.timescales import PROTECTION_REVIEWS
from workflow.things import Thing


class PlanQuerySet(TrackedQuerySet):
    """Of plans of either kind."""

    def visible_to(self, user: Any) -> "PlanQuerySet":
        """The plans this person may open: those of the cases they may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def live(self) -> "PlanQuerySet":
        return self.filter(state=PlanState.IN_FORCE)

    def decided(self) -> "PlanQuerySet":
        """Those that a conference decided on: all but what was written down by mistake. Of protection
        plans."""
        return self.exclude(end_reason=ProtectionPlanEnd.IN_ERROR)

    def of_child(self, person_id: int) -> "PlanQuerySet":
        """Every plan this child ever had here, on whatever case, the first one first."""
        return self.filter(case__person=person_id).order_by("started_on", "pk")


class Plan(Thing):
    """What plans of both kinds share. The clocks of a plan run for the child's case: there is one
    plan in force a case, and a visit or a birth finds its clock by the case alone."""

    states = PlanState
    clocks: tuple[str, ...] = ()
    """The clocks whose lateness a step of this plan has to explain."""

    case: Any
    state = models.CharField(max_length=10, choices=PlanState.choices, editable=False)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    end_why = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    """Of its outcomes, actions and frequencies; a form opened at an older one is not saved over
    them."""
    has_actions = models.BooleanField(default=False)
    """Whether an action was ever written into it: kept with the plan so that those without are found
    without reading the actions of all others (W45)."""

    counts_from: date | None = None
    """The day that the act under way counts from; set by the action."""
    given: date | None = None

    objects = PlanQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def occasion(self) -> str:
        return self.case.occasion  # type: ignore[no-any-return]

    @property
    def root(self) -> models.Model:
        return self.case  # type: ignore[no-any-return]

    def hats(self, user: Any) -> set[str]:
        return self.case.hats(user)  # type: ignore[no-any-return]

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.case.person_id,
            owner_id=self.case.worker_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
            started_on=self.counts_from,
            given=self.given,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()  # type: ignore[no-any-return]

    @property
    def is_live(self) -> bool:
        return self.state == PlanState.IN_FORCE

    @property
    def lateness_is_explained(self) -> bool:
        """The clocks that this plan's own steps stop are in time, or the reason is given."""
        if self.late_reason_given.strip():
            return True
        late = overdue(self.occasion, self.acting_at or timezone.now())
        return not any(clock.rule in self.clocks for clock in late)


class ChildProtectionPlan(Plan):
    clocks = PROTECTION_REVIEWS
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="protection_plans")
    conference_child = models.OneToOneField(
        "protection.ConferenceChild",
        null=True,
        on_delete=models.PROTECT,
        related_name="plan_begun",
    )
    """The decision that began it; None for what was brought over from before."""
    category = models.CharField(max_length=3, choices=AbuseCategory.choices)
    """As the conference that began it decided; changed only where that was written down wrongly."""
    latest_category = models.CharField(max_length=3, choices=AbuseCategory.choices)
    visit_every_days = models.PositiveSmallIntegerField(default=VISIT_EVERY.default)
    core_group_every_days = models.PositiveSmallIntegerField(default=CORE_GROUP_EVERY.default)
    first_core_group_on = models.DateField(null=True)
    """The date set at the conference, where one was set."""
    contingency = models.TextField(blank=True)
    """What happens when the plan does not work, or things get worse."""
    end_reason = models.CharField(max_length=14, choices=ProtectionPlanEnd.choices, blank=True)

    class Meta:
        ordering = ("-started_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_on=None),
                name="one_live_protection_plan_a_child",
            ),
            models.CheckConstraint(
                condition=Q(state="in-force", ended_on=None)
                | (Q(state="ended", ended_on__isnull=False) & ~Q(end_reason="")),
                name="protection_plan_ended_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="protection_plan_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(visit_every_days__gte=1, core_group_every_days__gte=1),
                name="protection_plan_has_its_frequencies",
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                include=["latest_category"],
                condition=Q(state="in-force"),
                name="protection_plan_live",
            ),
            models.Index(
                fields=["case"],
                condition=Q(state="in-force", has_actions=False),
                name="plan_without_actions",
            ),
            models.Index(fields=["started_on"], name="protection_plan_started"),
        ]

    def __str__(self) -> str:
        return f"Child protection plan of {self.started_on}"

    lifecycle = lifecycles.PROTECTION_PLAN  # type: ignore[assignment]
    thing = "protection-plan"  # type: ignore[assignment]

    @property
    def category_label(self) -> str:
        return AbuseCategory.label_of(self.latest_category)

    @property
    def end_reason_label(self) -> str:
        return ProtectionPlanEnd.label_of(self.end_reason)

    @property
    def previous_plans(self) -> int:
        """How many plans the child had here before this one, however long ago."""
        earlier = ChildProtectionPlan.objects.of_child(self.case.person_id).decided()
        return earlier.filter(started_on__lt=self.started_on).exclude(pk=self.pk).count()


class CategoryChange(Tracked):
    """The category of a plan became another."""

    plan = models.ForeignKey(
        ChildProtectionPlan, on_delete=models.PROTECT, related_name="category_changes"
    )
    on = models.DateField()
    before = models.CharField(max_length=3, choices=AbuseCategory.choices)
    category = models.CharField(max_length=3, choices=AbuseCategory.choices)
    why = models.TextField(blank=True)
    conference_child = models.ForeignKey(
        "protection.ConferenceChild", null=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.before} to {self.category}, {self.on}"


class PlanReview(Tracked):
    """A review conference looked at the plan. The child's views are on the conference's own row."""

    plan = models.ForeignKey(ChildProtectionPlan, on_delete=models.PROTECT, related_name="reviews")
    conference_child = models.OneToOneField(
        "protection.ConferenceChild",
        null=True,
        on_delete=models.PROTECT,
        related_name="review_of_plan",
    )
    held_on = models.DateField()
    continues = models.BooleanField()
    category = models.CharField(max_length=3, choices=AbuseCategory.choices)
    why = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("held_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["plan", "held_on"], name="one_review_a_day_of_a_plan")
        ]

    def __str__(self) -> str:
        return f"review of {self.held_on}"


class PlanActionQuerySet(TrackedQuerySet):
    def open(self) -> "PlanActionQuerySet":
        return self.filter(standing=ActionStanding.OPEN)


class PlanAction(Tracked):
    """What must change for the child, what is done about it, by whom and by when, and how anybody
    will know that it worked. The database takes none without owner, measure and date."""

    plan = models.ForeignKey(
        ChildProtectionPlan, null=True, on_delete=models.PROTECT, related_name="actions"
    )
    in_need_plan = models.ForeignKey(
        "protection.InNeedPlan", null=True, on_delete=models.PROTECT, related_name="actions"
    )
    outcome = models.CharField(max_length=300)
    """What must be different for the child."""
    action = models.CharField(max_length=300)
    owner = models.CharField(max_length=120)
    """Who does it: a professional, a parent, the young person."""
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="plan_actions"
    )
    """Where the owner is one of us."""
    measure = models.CharField(max_length=300)
    """How we will know that it worked."""
    due_on = models.DateField()
    standing = models.CharField(
        max_length=8, choices=ActionStanding.choices, default=ActionStanding.OPEN
    )
    ended_on = models.DateField(null=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__regex=r"\S")
                & Q(action__regex=r"\S")
                & Q(owner__regex=r"\S")
                & Q(measure__regex=r"\S"),
                name="plan_action_has_owner_and_measure",
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False, in_need_plan=None)
                | Q(plan=None, in_need_plan__isnull=False),
                name="plan_action_belongs_to_one_plan",
            ),
            models.CheckConstraint(
                condition=Q(standing="open", ended_on=None)
                | (~Q(standing="open") & Q(ended_on__isnull=False)),
                name="plan_action_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                include=["plan", "in_need_plan"],
                condition=Q(standing="open"),
                name="plan_action_open",
            )
        ]

    def __str__(self) -> str:
        return self.action

    @property
    def standing_label(self) -> str:
        return ActionStanding.label_of(self.standing)
