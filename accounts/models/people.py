"""People who sign in, their teams and posts, and who covers whom."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from audit.models import Tracked, TrackedQuerySet
from rules import access
from rules.access import Access, Reach, Role


class Team(Tracked):
    """A team or, above teams, a service area."""

    class Purpose(models.TextChoices):
        FRONT_DOOR = "front-door", "Front door"
        CHILDREN_IN_NEED = "children-in-need", "Children in need"
        DISABILITY = "disability", "Children with disabilities"
        AREA = "area", "Service area"
        OTHER = "other", "Other"

    name = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="teams"
    )
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.OTHER)
    telephone = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(TrackedQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """A system administrator; nobody in this product is above the rules of reach."""
        return self.create_user(username, password, role=Role.SYSTEM_ADMINISTRATOR, **fields)


class User(AbstractBaseUser):
    """Somebody who signs in, in one role and one team at a time."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=30, choices=Role.choices)
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    registration = models.CharField(max_length=20, blank=True)
    """Social Work England number; whoever has one is a qualified social worker."""
    newly_qualified = models.BooleanField(default=False)
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    is_active = models.BooleanField(default=True)

    # The row history of a person who signs in must not collect their password hashes.
    history = HistoricalRecords(
        excluded_fields=["password"], history_change_reason_field=models.TextField(null=True)
    )
    _change_reason: str
    _history_user: Any
    page: dict[str, Any] | None = None
    """What was read for the one page this person looks at, so that it is read once; None for a user
    who outlives a page, for whom it is read each time."""
    last_login = None  # the access log says who was here; a write at each sign-in says no more

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ("name",)
        indexes = [models.Index(fields=["team", "role"], name="user_team_role")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """However it is written, so that «Priya» and «priya» are one person."""
        return super().normalize_username(username.strip()).lower()

    @property
    def role_label(self) -> str:
        return Role.label_of(self.role)

    @property
    def is_qualified(self) -> bool:
        return bool(self.registration)

    @cached_property
    def access(self) -> Access:
        return access.ROLES[Role(self.role)]

    def may(self, ability: str) -> bool:
        return access.may(self.role, ability)

    @cached_property
    def team_ids(self) -> list[int]:
        """The teams in this person's reach: their own, and for an area those under it."""
        if self.team_id is None:
            return []
        if Reach.AREA in (self.access.cases, self.access.contacts):
            return list(
                Team.objects.filter(Q(pk=self.team_id) | Q(parent=self.team_id)).values_list(
                    "pk", flat=True
                )
            )
        return [self.team_id]

    @cached_property
    def covers_ids(self) -> list[int]:
        """Whose work this person carries today, their own first; by way of a cover who is away
        too, whoever that one covers. `stand_in` read from the other end."""
        with connection.cursor() as cursor:
            asked: dict[str, Any] = {"user": self.pk, "today": timezone.localdate()}
            cursor.execute(f"WITH {CARRIED} SELECT id FROM carried", asked)  # noqa: S608
            return [self.pk, *(pk for (pk,) in cursor.fetchall() if pk != self.pk)]


CARRIED = """
RECURSIVE carried (id) AS (
    SELECT %(user)s::bigint
    UNION
    SELECT away.user_id FROM accounts_absence away JOIN carried ON away.cover_id = carried.id
    WHERE away.since <= %(today)s AND (away.until IS NULL OR away.until >= %(today)s)
)
"""
"""Whose work `user` carries on the day `today`, nearest first: for a statement that asks more besides."""


class Post(Tracked):
    """A place in the establishment, filled or vacant."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=80)
    role = models.CharField(max_length=30, choices=Role.choices)
    fte = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    holder = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    agency = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("team", "title")

    def __str__(self) -> str:
        return f"{self.title}, {self.team}"


class AbsenceQuerySet(models.QuerySet):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Absence(models.Model):
    """Somebody is away, and who covers their children meanwhile."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    cover = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="covering"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day away; None while it is not known."""
    reason = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("-since",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")),
                name="absence_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(cover=None) | ~Q(cover=models.F("user")),
                name="nobody_covers_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, from {self.since}"


def stand_in(user: User, day: date) -> User | None:
    """Who answers for `user` on a day: themselves when in, their cover when away, and None when
    they are away and nobody covers. A cover who is away too is followed, once round at the most."""
    seen: set[int] = set()
    while user.pk not in seen:
        seen.add(user.pk)
        absence = (
            Absence.objects.on(day)
            .filter(user=user)
            .select_related("cover")
            .order_by("-since")
            .first()
        )
        if absence is None:
            return user
        if absence.cover is None:
            return None
        user = absence.cover
    return None
