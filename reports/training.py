"""Who has learned what, and where the gaps are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from accounts.models import Training, User
from rules.training import NEEDS, Need, needs_of
from rules.workdays import months_after


@dataclass(frozen=True)
class Learned:
    """One course of one worker: when it was last done, and until when that holds."""

    need: Need
    on: date | None
    today: date

    @property
    def until(self) -> date | None:
        return months_after(self.on, self.need.months) if self.on else None

    @property
    def is_gap(self) -> bool:
        return self.until is None or self.until < self.today


@dataclass(frozen=True)
class Worker:
    user: User
    learned: list[Learned]

    @property
    def gaps(self) -> int:
        return sum(each.is_gap for each in self.learned)


def training_of(team_ids: Collection[int], today: date) -> list[Worker]:
    """Everybody of these teams who needs any course, the most gaps first. Two queries."""
    roles = {role for need in NEEDS for role in need.by}
    users = User.objects.filter(team__in=team_ids, is_active=True, role__in=roles)
    last = {
        (row["user"], row["course"]): row["last"]
        for row in Training.objects.filter(user__in=users)
        .order_by()
        .values("user", "course")
        .annotate(last=Max("on"))
    }
    workers = [
        Worker(
            user,
            [
                Learned(need, last.get((user.pk, need.course.value)), today)
                for need in needs_of(user.role)
            ],
        )
        for user in users.select_related("team").order_by("name", "pk")
    ]
    return sorted(workers, key=lambda worker: -worker.gaps)
