"""A record closed to all but those on its access list, until a review finds that it need not be."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from cases.models.case import Case
from clocks.ledger import Facts
from rules import lifecycles
from rules.codes import RestrictionCategory
from rules.lifecycles import RestrictionState
from rules.reading import RESTRICTION_REVIEWED_EVERY
from workflow.things import Thing


class RestrictionQuerySet(TrackedQuerySet):
    def in_force(self) -> "RestrictionQuerySet":
        return self.filter(state=RestrictionState.IN_FORCE)

    def visible_to(self, user: Any) -> "RestrictionQuerySet":
        """The restrictions of the records that this person may open."""
        return self.filter(case__in=Case.objects.visible_to(user))


class Restriction(Thing):
    states = RestrictionState
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="restrictions"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restrictions")
    """The case it was set on; it holds for every case of the person, and for the next one too."""
    state = models.CharField(max_length=10, choices=RestrictionState.choices, editable=False)
    category = models.CharField(max_length=16, choices=RestrictionCategory.choices)
    reason = models.TextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.TextField(blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        ordering = ("review_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="in-force"), name="one_restriction_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="lifted", lifted_at__isnull=False)
                | (~Q(state="lifted") & Q(lifted_at=None)),
                name="lifted_restriction_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["review_on"], condition=Q(state="in-force"), name="restriction_to_review"
            )
        ]

    def __str__(self) -> str:
        return f"restriction of {self.person_id}"

    lifecycle = lifecycles.RESTRICTION  # type: ignore[assignment]
    thing = "restriction"  # type: ignore[assignment]

    @property
    def root(self) -> models.Model:
        return self.case

    @property
    def category_label(self) -> str:
        return RestrictionCategory.label_of(self.category)

    def hats(self, user: Any) -> set[str]:
        return self.case.hats(user)

    def facts(self) -> Facts:
        return Facts(
            self.occasion,
            case=self.case,
            person_id=self.person_id,
            owner_id=self.set_by_id,
            team_id=self.case.team_id,
            rule_set=self.case.rule_set,
            given=self.review_on,
        )

    def story(self) -> dict[str, Any]:
        return self.case.story()


def next_review(at: datetime) -> Any:
    """The day by which a restriction set or reviewed at a moment is to be reviewed."""
    return timezone.localdate(at) + timedelta(days=RESTRICTION_REVIEWED_EVERY)


class PossibleMatch(Tracked):
    """A child of a contact may be somebody whose record is restricted. Whoever recorded it sees
    nothing of this; the record's manager looks whether it is so."""

    contact_child = models.ForeignKey(
        "cases.ContactChild", on_delete=models.PROTECT, related_name="possible_matches"
    )
    person = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, related_name="possible_contacts"
    )
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_same = models.BooleanField(null=True)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["contact_child", "person"], name="one_possible_match_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contact_child_id} may be {self.person_id}"
