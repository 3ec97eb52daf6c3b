"""A child on another council's plan who has moved here for good: a conference of ours is due within
15 working days of the formal notification."""

from datetime import datetime, time
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import TrackedQuerySet
from cases.models import Case
from clocks.ledger import Facts
from rules.lifecycles import TRANSFER_IN, Lifecycle, TransferInState
from workflow.things import Thing


class TransferInQuerySet(TrackedQuerySet):
    def visible_to(self, user: Any) -> "TransferInQuerySet":
        """Those of the cases this person may open."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def waiting(self) -> "TransferInQuerySet":
        return self.filter(state=TransferInState.WAITING)


class TransferIn(Thing):
    states = TransferInState
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers_in")
    state = models.CharField(max_length=10, choices=TransferInState.choices, editable=False)
    council = models.CharField(max_length=120)
    """The council that the child moved from."""
    notified_on = models.DateField()
    """The day we were formally told in writing: day 0 of the clock, and the date of referral."""
    category = models.CharField(max_length=3, blank=True)
    """Of the other council's plan."""

    objects = TransferInQuerySet.as_manager()

    class Meta:
        ordering = ("-notified_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state="waiting"),
                name="one_transfer_in_waiting_a_child",
            )
        ]

    def __str__(self) -> str:
        return f"transfer in from {self.council}"

    thing = "transfer-in"  # type: ignore[assignment]

    @property
    def lifecycle(self) -> Lifecycle:
        return TRANSFER_IN

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
            started_at=datetime.combine(
                self.notified_on, time(12), tzinfo=timezone.get_current_timezone()
            ),
            started_on=self.notified_on,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()
