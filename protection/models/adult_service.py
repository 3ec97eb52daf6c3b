"""Services for adults that work with a parent whose own needs an assessment found."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked
from cases.models import Case
from rules.codes import AdultNeed, AdultServiceStanding


class AdultServiceInvolvement(Tracked):
    """Where one need of a parent stands with the service that answers it; one row a need and case,
    whose history tells what it was before."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="adult_services")
    need = models.CharField(max_length=2, choices=AdultNeed.choices)
    standing = models.CharField(max_length=12, choices=AdultServiceStanding.choices)
    service = models.CharField(max_length=120, blank=True)
    worker = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("need",)
        constraints = [
            models.UniqueConstraint(fields=["case", "need"], name="one_adult_service_a_need"),
            models.CheckConstraint(
                condition=(Q(standing__in=["involved", "referred"]) & Q(service__regex=r"\S"))
                | (Q(standing__in=["declined", "not-offered"]) & Q(note__regex=r"\S")),
                name="adult_service_is_named_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return self.service or self.standing_label

    @property
    def need_label(self) -> str:
        return AdultNeed.label_of(self.need)

    @property
    def standing_label(self) -> str:
        return AdultServiceStanding.label_of(self.standing)
