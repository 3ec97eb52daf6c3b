"""People who sign in, their teams and posts, who covers whom; their sessions and what was done to
their accounts."""

from accounts.models.people import (
    Absence,
    AbsenceQuerySet,
    Post,
    Team,
    User,
    UserManager,
    stand_in,
)
from accounts.models.presence import AccountEvent, Session
from accounts.models.training import Training

__all__ = [
    "Absence",
    "AbsenceQuerySet",
    "AccountEvent",
    "Post",
    "Session",
    "Team",
    "Training",
    "User",
    "UserManager",
    "stand_in",
]
