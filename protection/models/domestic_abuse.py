"""How great the risk of domestic abuse to a child is, as it was judged on a day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from audit.models import Tracked
from cases.models import Case
from rules.codes import DomesticAbuseRisk
from rules.domestic_abuse import QUESTIONS


class DomesticAbuseAssessment(Tracked):
    """One risk assessment. It does not change: a later one stands beside it."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="domestic_abuse_assessments"
    )
    assessed_on = models.DateField()
    level = models.CharField(max_length=8, choices=DomesticAbuseRisk.choices)
    answers = models.JSONField()
    """Narrative, by the key of its question."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-assessed_on", "-pk")

    def __str__(self) -> str:
        return f"risk of domestic abuse, assessed on {self.assessed_on}"

    @property
    def level_label(self) -> str:
        return DomesticAbuseRisk.label_of(self.level)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each question with what was answered."""
        return [{"label": row.label, "value": self.answers.get(row.key, "")} for row in QUESTIONS]
