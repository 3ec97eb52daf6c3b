"""What keeps a child safe is made of, one file for each noun. Import them from here."""

from protection.models.core_group import (
    ActionProgress,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupChild,
    CoreGroupMember,
)
from protection.models.in_need import InNeedPlan, InNeedReview
from protection.models.plan import CategoryChange, ChildProtectionPlan, PlanAction, PlanReview

__all__ = [
    "ActionProgress",
    "CategoryChange",
    "ChildProtectionPlan",
    "CoreGroup",
    "CoreGroupAttendance",
    "CoreGroupChild",
    "CoreGroupMember",
    "InNeedPlan",
    "InNeedReview",
    "PlanAction",
    "PlanReview",
]
