"""A case: one child's episode of need, from referral to closure. The root row of everything
about that child in that time."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import TrackedQuerySet
from cases.models.reference import case_reference
from cases.models.short_lists import short_lists
from clocks.ledger import Facts
from people.access import either, reading_of, restricted_open
from rules import lifecycles
from rules.access import EVERYTHING, MANAGERS, Reach
from rules.codes import (
    AdultNeed,
    CasePriority,
    ClosureReason,
    LevelOfNeed,
)
from rules.lifecycles import (
    MAY_NOT_WAIT,
    CaseState,
    CaseStatus,
    ContactState,
    Hat,
    TaskState,
)
from workflow.things import Thing

OPEN_STATES = (CaseState.WAITING, CaseState.OPEN)


class CaseQuerySet(TrackedQuerySet):
    def held_by(self, user: Any) -> "CaseQuerySet":
        """The cases this person, or somebody they cover, is on."""
        return self.filter(pk__in=short_lists(user).cases)

    def allocated_to(self, user: Any) -> "CaseQuerySet":
        """Of these the open ones, less those of conferences they chair or arrange."""
        return self.filter(pk__in=short_lists(user).allocated)

    def restricted_people(self, user: Any) -> tuple[int, ...]:
        """The people of restricted cases within this person's reach of such."""
        return short_lists(user).restricted

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """The cases this person may open. Start every case query here.

        The reach of the role, less what is restricted to others; what they hold themselves and what
        was opened to them; never their own family. The three short lists are keys, not subqueries
        for each row."""
        reading, keys = reading_of(user), restricted_open(user)
        # somebody who may know reads a restricted record within the reach they have anyway
        known = Q() if keys is None else Q(restricted=False)
        if keys:
            known |= Q(person__in=keys)
        match user.access.cases:
            case Reach.ALL | Reach.TONIGHT:
                reach = known and either(known, Q(pk__in=short_lists(user).cases))
            case Reach.AREA | Reach.TEAM:
                reach = Q(pk__in=short_lists(user).beyond) | Q(team__in=user.team_ids) & known
            case Reach.OWN | Reach.CONFERENCES:
                reach = Q(pk__in=short_lists(user).cases)
            case _:
                reach = Q(pk=None)
        if reading.opened:
            reach = either(reach, Q(person__in=reading.opened))
        cases = self.filter(reach)
        return cases.exclude(person__in=reading.barred) if reading.barred else cases

    def open(self) -> "CaseQuerySet":
        return self.filter(state__in=OPEN_STATES)

    def waiting(self) -> "CaseQuerySet":
        """Waiting for a worker: most pressing first, then longest waiting."""
        pressing = models.Case(
            *(
                models.When(priority=code, then=rank)
                for rank, code in enumerate(CasePriority.values())
            ),
            default=99,
        )
        return self.filter(state=CaseState.WAITING).order_by(pressing, "waiting_since", "pk")


class Case(Thing):
    states = CaseState
    reference = models.CharField(max_length=12, unique=True, default=case_reference, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="cases")
    state = models.CharField(max_length=10, choices=CaseState.choices, editable=False)
    status = models.CharField(max_length=12, choices=CaseStatus.choices, default=CaseStatus.IN_NEED)
    team = models.ForeignKey("accounts.Team", on_delete=models.PROTECT, related_name="cases")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    """The lead; a copy of the current lead allocation, which lists filter on."""
    rule_set = models.CharField(max_length=40)
    """In force on the referral date, and kept for the whole episode."""
    referred_on = models.DateField()
    level = models.CharField(max_length=4, choices=LevelOfNeed.choices)
    domestic_abuse = models.BooleanField(default=False)
    parents_needs = ArrayField(
        models.CharField(max_length=4, choices=AdultNeed.choices), default=list, blank=True
    )
    """Needs of a parent's own that the newest authorised assessment found (H7); a copy, which lists
    filter on."""
    restricted = models.BooleanField(default=False)
    priority = models.CharField(
        max_length=10, choices=CasePriority.choices, default=CasePriority.MEDIUM
    )
    waiting_since = models.DateTimeField(null=True)
    last_reviewed_at = models.DateTimeField(null=True)
    last_reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    last_seen_on = models.DateField(null=True)
    last_seen_alone_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    closure_reason = models.CharField(max_length=4, choices=ClosureReason.choices, blank=True)
    closure_summary = models.TextField(blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-referred_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="closed"), name="one_open_case_a_child"
            ),
            models.CheckConstraint(
                condition=(Q(state="open") & Q(worker__isnull=False)) | ~Q(state="open"),
                name="allocated_case_has_a_worker",
            ),
            models.CheckConstraint(
                condition=~(Q(state="waiting") & Q(status__in=["on-plan", "looked-after"])),
                name="child_on_plan_or_looked_after_does_not_wait",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False)
                | (~Q(state="closed") & Q(closed_on=None)),
                name="closed_case_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state"], name="case_team_state"),
            models.Index(fields=["worker"], condition=~Q(state="closed"), name="case_worker_open"),
            models.Index(fields=["team"], condition=Q(restricted=True), name="case_restricted"),
            models.Index(  # what is counted over all open cases is counted without reading them
                fields=["id"],
                include=["team", "worker", "state", "status"],
                condition=~Q(state="closed"),
                name="case_open",
            ),
            models.Index(
                fields=["id"],
                include=["parents_needs", "state"],
                condition=~Q(state="closed") & ~Q(parents_needs=[]),
                name="case_with_parents_needs",
            ),
            models.Index(
                fields=["team", "waiting_since"], condition=Q(state="waiting"), name="case_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    lifecycle = lifecycles.CASE  # type: ignore[assignment]
    thing = "case"  # type: ignore[assignment]

    @property
    def root(self) -> models.Model:
        return self

    def hats(self, user: Any) -> set[str]:
        hats: set[str] = set()
        if self.worker_id == user.pk:
            hats.add(Hat.WORKER)
        elif self.worker_id is not None and self.worker_id in user.covers_ids:
            hats.add(Hat.COVER)
        if user.role in MANAGERS and (
            user.access.cases in EVERYTHING or self.team_id in user.team_ids
        ):
            hats.add(Hat.MANAGER)
        return hats

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self,
            person_id=self.person_id,
            owner_id=self.worker_id,
            team_id=self.team_id,
            rule_set=self.rule_set,
            ends_case=self.state == CaseState.CLOSED,
            started_on=self.referred_on,
        )

    def story(self) -> dict[str, Any]:
        return {"case_id": self.pk, "person_id": self.person_id}

    @property
    def is_open(self) -> bool:
        return self.state != CaseState.CLOSED

    def days_waiting(self, now: Any = None) -> int:
        """Whole days since the child began to wait for a worker."""
        if self.waiting_since is None:
            return 0
        return ((now or timezone.now()) - self.waiting_since).days

    def review_is_due(self, now: Any = None) -> bool:
        """More than a week since anybody looked at the child who waits."""
        since = self.last_reviewed_at or self.waiting_since
        return since is not None and (now or timezone.now()) - since > timedelta(days=7)

    # --- what the steps need (rules.lifecycles.NEEDS) ---
    @property
    def lead_is_named(self) -> bool:
        return self.worker_id is not None

    @property
    def lead_is_qualified(self) -> bool:
        if self.status not in MAY_NOT_WAIT or self.worker is None:
            return True
        return self.worker.is_qualified

    @property
    def may_wait(self) -> bool:
        return self.status not in MAY_NOT_WAIT

    @property
    def is_not_on_plan(self) -> bool:
        return self.status not in MAY_NOT_WAIT

    @property
    def has_priority(self) -> bool:
        return self.priority in CasePriority.values()

    @property
    def has_no_live_plan(self) -> bool:
        plans = (getattr(self, name, None) for name in ("protection_plans", "in_need_plans"))
        return not any(each.live().exists() for each in plans if each is not None)

    @property
    def visit_every_days(self) -> int | None:
        """How often the plan in force wants the child seen; None where there is none."""
        plans = getattr(self, "protection_plans", None)
        if plans is None:
            return None
        return plans.live().values_list("visit_every_days", flat=True).first()  # type: ignore[no-any-return]

    @property
    def has_no_unfinished_assessment(self) -> bool:
        assessments = getattr(self, "assessments", None)
        return assessments is None or not assessments.unfinished().exists()

    @property
    def has_no_running_enquiry(self) -> bool:
        enquiries = getattr(self, "section_47_enquiries", None)
        return enquiries is None or not enquiries.running().exists()

    @property
    def has_no_conference_ahead(self) -> bool:
        places = getattr(self, "conferences", None)
        return places is None or not places.ahead().exists()

    @property
    def has_no_waiting_transfer(self) -> bool:
        transfers = getattr(self, "transfers_in", None)
        return transfers is None or not transfers.waiting().exists()

    @property
    def is_being_enquired_into(self) -> bool:
        """A Section 47 enquiry is being made, or waits to be authorised."""
        enquiries = getattr(self, "section_47_enquiries", None)
        return enquiries is not None and enquiries.unfinished().exists()

    @property
    def has_no_emergency_action(self) -> bool:
        actions = getattr(self, "emergency_actions", None)
        return actions is None or not actions.in_force().exists()

    @property
    def closes_as_one_with_an_enquiry(self) -> bool:
        enquiries = getattr(self, "section_47_enquiries", None)
        after = (ClosureReason.AFTER_ASSESSMENT, ClosureReason.AFTER_ASSESSMENT_EARLY_HELP)
        return (
            enquiries is None
            or self.closure_reason not in after
            or not enquiries.counted().exists()
        )

    @property
    def has_no_open_task(self) -> bool:
        return not self.tasks.filter(state=TaskState.OPEN).exists()

    @property
    def has_no_undecided_contact(self) -> bool:
        return not self.contacts.exclude(state=ContactState.DECIDED).exists()

    @property
    def has_closure_reason(self) -> bool:
        return self.closure_reason in ClosureReason.values()
