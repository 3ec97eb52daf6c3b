"""Pick-lists: the census code sets, and the front door's own lists. Import them from here."""

from rules.codes.census import (
    AbuseCategory,
    AssessmentFactor,
    ClosureReason,
    Disability,
    Ethnicity,
    PrimaryNeed,
    ReferralSource,
    Sex,
    UpnUnknown,
)
from rules.codes.conferences import (
    ConferenceDecision,
    ConferenceKind,
    DiscussionOutcome,
    InvitationAnswer,
    InviteeKind,
    LetterKind,
    Sector,
    SentHow,
)
from rules.codes.documents import DocumentKind, ScanResult
from rules.codes.family import RelationshipKind
from rules.codes.front_door import AgencyKind, ContactMethod, DomesticAbuse, LevelOfNeed
from rules.codes.plans import (
    COUNTS_FOR_PLAN,
    ActionStanding,
    HeardHow,
    InNeedPlanEnd,
    MemberKind,
    ProtectionPlanEnd,
    VisitKind,
)
from rules.codes.protection import EnquiryBasis, MeetingMethod
from rules.codes.work import AllocationRole, CasePriority, TaskKind
from rules.words import Words

CENSUS_SOURCE = "Children in need census, guide for local authorities, code sets"
COUNCIL_SOURCE = "The council's own list"

CODE_SETS: dict[type[Words], str] = {
    ReferralSource: CENSUS_SOURCE,
    PrimaryNeed: CENSUS_SOURCE,
    ClosureReason: CENSUS_SOURCE,
    AbuseCategory: CENSUS_SOURCE,
    Disability: CENSUS_SOURCE,
    Ethnicity: CENSUS_SOURCE,
    Sex: CENSUS_SOURCE,
    UpnUnknown: CENSUS_SOURCE,
    AssessmentFactor: CENSUS_SOURCE,
    ContactMethod: COUNCIL_SOURCE,
    DocumentKind: COUNCIL_SOURCE,
    ScanResult: COUNCIL_SOURCE,
    LevelOfNeed: COUNCIL_SOURCE,
    AgencyKind: COUNCIL_SOURCE,
    DomesticAbuse: COUNCIL_SOURCE,
    RelationshipKind: COUNCIL_SOURCE,
    TaskKind: COUNCIL_SOURCE,
    AllocationRole: COUNCIL_SOURCE,
    CasePriority: COUNCIL_SOURCE,
    MeetingMethod: COUNCIL_SOURCE,
    EnquiryBasis: COUNCIL_SOURCE,
    ActionStanding: COUNCIL_SOURCE,
    HeardHow: COUNCIL_SOURCE,
    InNeedPlanEnd: COUNCIL_SOURCE,
    MemberKind: COUNCIL_SOURCE,
    ProtectionPlanEnd: COUNCIL_SOURCE,
    VisitKind: COUNCIL_SOURCE,
    ConferenceDecision: COUNCIL_SOURCE,
    ConferenceKind: COUNCIL_SOURCE,
    DiscussionOutcome: COUNCIL_SOURCE,
    InvitationAnswer: COUNCIL_SOURCE,
    InviteeKind: COUNCIL_SOURCE,
    LetterKind: COUNCIL_SOURCE,
    Sector: COUNCIL_SOURCE,
    SentHow: COUNCIL_SOURCE,
}
"""Every list, and where it comes from."""

__all__ = [
    "CODE_SETS",
    "COUNTS_FOR_PLAN",
    "AbuseCategory",
    "ActionStanding",
    "AgencyKind",
    "AllocationRole",
    "AssessmentFactor",
    "CasePriority",
    "ClosureReason",
    "ConferenceDecision",
    "ConferenceKind",
    "ContactMethod",
    "Disability",
    "DiscussionOutcome",
    "DocumentKind",
    "DomesticAbuse",
    "EnquiryBasis",
    "Ethnicity",
    "HeardHow",
    "InNeedPlanEnd",
    "InvitationAnswer",
    "InviteeKind",
    "LetterKind",
    "LevelOfNeed",
    "MeetingMethod",
    "MemberKind",
    "PrimaryNeed",
    "ProtectionPlanEnd",
    "ReferralSource",
    "RelationshipKind",
    "ScanResult",
    "Sector",
    "SentHow",
    "Sex",
    "TaskKind",
    "UpnUnknown",
    "VisitKind",
]
