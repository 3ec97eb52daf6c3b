"""What several children said at their conferences, and what is done about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.models import Tracked, TrackedQuerySet
from protection.models.conference import ConferenceChild


class ThemeQuerySet(TrackedQuerySet):
    def listed(self) -> "ThemeQuerySet":
        """Those under way first, the soonest due before the others; then what was done, the newest
        first."""
        return self.order_by(
            models.F("done_on").desc(nulls_first=True), "due_on", "pk"
        ).select_related("owner", "made_by")


class Theme(Tracked):
    """One finding of the service about itself: it names no child."""

    words = models.CharField(max_length=300)
    """What children say."""
    action = models.CharField(max_length=300)
    """What is done about it."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="themes"
    )
    due_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    done_on = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    """What became of it."""

    objects = ThemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(words__regex=r"\S") & Q(action__regex=r"\S"),
                name="theme_says_what_and_what_is_done",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(outcome__regex=r"\S"),
                name="theme_done_says_what_became_of_it",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class ThemeVoice(Tracked):
    """A child who said so, at one conference."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="voices")
    child = models.ForeignKey(ConferenceChild, on_delete=models.PROTECT, related_name="themes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["theme", "child"], name="a_voice_is_heard_once_a_theme")
        ]

    def __str__(self) -> str:
        return str(self.theme)
