"""What keeps a child safe is made of, one file for each noun. Import them from here."""

from protection.models.adult_service import AdultServiceInvolvement
from protection.models.conference import Conference, ConferenceChild
from protection.models.core_group import (
    ActionProgress,
    CoreGroup,
    CoreGroupAttendance,
    CoreGroupChild,
    CoreGroupMember,
)
from protection.models.domestic_abuse import DomesticAbuseAssessment
from protection.models.emergency import EmergencyAction
from protection.models.enquiry import Medical, Section47Enquiry
from protection.models.in_need import InNeedPlan, InNeedReview
from protection.models.invitee import Dissent, Invitee, Letter
from protection.models.plan import CategoryChange, ChildProtectionPlan, PlanAction, PlanReview
from protection.models.recommendation import Recommendation
from protection.models.strategy import (
    StrategyAction,
    StrategyAttendee,
    StrategyChild,
    StrategyDiscussion,
)
from protection.models.theme import Theme, ThemeVoice
from protection.models.transfer_in import TransferIn

__all__ = [
    "ActionProgress",
    "AdultServiceInvolvement",
    "CategoryChange",
    "ChildProtectionPlan",
    "Conference",
    "ConferenceChild",
    "CoreGroup",
    "CoreGroupAttendance",
    "CoreGroupChild",
    "CoreGroupMember",
    "Dissent",
    "DomesticAbuseAssessment",
    "EmergencyAction",
    "InNeedPlan",
    "InNeedReview",
    "Invitee",
    "Letter",
    "Medical",
    "PlanAction",
    "PlanReview",
    "Recommendation",
    "Section47Enquiry",
    "StrategyAction",
    "StrategyAttendee",
    "StrategyChild",
    "StrategyDiscussion",
    "Theme",
    "ThemeVoice",
    "TransferIn",
]
