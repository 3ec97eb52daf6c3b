"""A strategy discussion: one meeting, what each agency told it, and what it decided for each child."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts
from rules import lifecycles
from rules.codes import AgencyKind, EnquiryBasis, MeetingMethod
from rules.lifecycles import StrategyState
from workflow.things import Thing

HEALTH = tuple(kind.value for kind in AgencyKind if kind.group == "Health")
OURS = AgencyKind.CHILDRENS_SOCIAL_CARE.value


class StrategyDiscussionQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "StrategyDiscussionQuerySet":
        """Those about a child whose case this person may open."""
        mine = StrategyChild.objects.filter(case__in=Case.objects.visible_to(user))
        return self.filter(pk__in=mine.values("discussion"))


class StrategyDiscussion(Tracked):
    held_at = models.DateTimeField()
    method = models.CharField(max_length=10, choices=MeetingMethod.choices)
    place = models.CharField(max_length=80, blank=True)
    offence_suspected = models.BooleanField()
    offence_why = models.TextField(blank=True)
    """What offence, or why none is suspected."""
    why_no_police = models.TextField(blank=True)
    why_no_health = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = StrategyDiscussionQuerySet.as_manager()

    class Meta:
        ordering = ("-held_at", "-pk")

    def __str__(self) -> str:
        return f"strategy discussion of {self.held_at:%Y-%m-%d}"

    @property
    def method_label(self) -> str:
        return MeetingMethod.label_of(self.method)


class StrategyAttendee(Tracked):
    """Somebody who took part, for which agency, and what they shared."""

    discussion = models.ForeignKey(
        StrategyDiscussion, on_delete=models.PROTECT, related_name="attendees"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=AgencyKind.choices)
    agency = models.CharField(max_length=120, blank=True)
    shared = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.name}, {self.agency_words}"

    @property
    def agency_words(self) -> str:
        return self.agency or AgencyKind.label_of(self.kind)


class StrategyAction(Tracked):
    """What the discussion agreed that somebody does: a task like any other."""

    discussion = models.ForeignKey(
        StrategyDiscussion, on_delete=models.PROTECT, related_name="actions"
    )
    task = models.OneToOneField("cases.Task", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.task)


class StrategyChild(Thing):
    """What the discussion decided for one child."""

    states = StrategyState
    discussion = models.ForeignKey(
        StrategyDiscussion, on_delete=models.PROTECT, related_name="children"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="strategy_children")
    state = models.CharField(max_length=10, choices=StrategyState.choices, editable=False)
    section_47 = models.BooleanField()
    section_47_on = models.DateField(null=True)
    """The day on which it was decided to begin Section 47 enquiries."""
    basis = models.CharField(max_length=12, choices=EnquiryBasis.choices, blank=True)
    basis_why = models.TextField(blank=True)
    reason = models.TextField()
    safety = models.TextField()
    """How the child is safe now."""
    enquiry = models.ForeignKey(
        "protection.Section47Enquiry",
        null=True,
        on_delete=models.PROTECT,
        related_name="discussions",
    )
    """The enquiry that it began, or that ran already."""

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["discussion", "case"], name="one_decision_a_child"),
            models.CheckConstraint(
                condition=Q(section_47=False, section_47_on=None)
                | Q(section_47=True, section_47_on__isnull=False) & ~Q(basis=""),
                name="section_47_has_a_date_and_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return self.decision_words

    lifecycle = lifecycles.STRATEGY  # type: ignore[assignment]
    thing = "strategy"  # type: ignore[assignment]

    @property
    def root(self) -> models.Model:
        return self.case

    def hats(self, user: Any) -> set[str]:
        return self.case.hats(user)

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
    def decision_words(self) -> str:
        return "Section 47 enquiry" if self.section_47 else "no Section 47 enquiry"

    @property
    def basis_label(self) -> str:
        return EnquiryBasis.label_of(self.basis) if self.basis else ""
