"""What somebody who works with children has learned, and when."""

from django.conf import settings
from django.db import models

from audit.models import Tracked
from rules.training import Course


class Training(Tracked):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training"
    )
    course = models.CharField(max_length=40, choices=Course.choices)
    on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "on"], name="a_course_once_a_day_for_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{Course.label_of(self.course)}, {self.on}"
