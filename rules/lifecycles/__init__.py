"""Who may move what, from where, to where. To allow a move, add a row.

The lives are in files by area; `needs.py` says what a step may ask for, `steps.py` how one is
judged. Import them from here.
"""

from rules.lifecycles.casework import (
    ASSESSMENT,
    CASE,
    CONTACT,
    MAY_NOT_WAIT,
    TASK,
    AssessmentState,
    CaseState,
    CaseStatus,
    ContactState,
    Decision,
    TaskState,
    assessment,
)
from rules.lifecycles.conferences import (
    CONFERENCE,
    STANDING,
    TRANSFER_IN,
    ConferenceState,
    TransferInState,
)
from rules.lifecycles.needs import NEEDS
from rules.lifecycles.plans import (
    CORE_GROUP,
    IN_NEED_PLAN,
    PROTECTION_PLAN,
    CoreGroupState,
    PlanState,
)
from rules.lifecycles.protection import (
    EMERGENCY_ORDER,
    MEDICAL,
    POLICE_PROTECTION,
    SECTION_47,
    STRATEGY,
    EmergencyState,
    EnquiryState,
    MedicalState,
    StrategyState,
)
from rules.lifecycles.restriction import RESTRICTION, RestrictionState
from rules.lifecycles.steps import Hat, Lifecycle, Step, objections, sentence_of

LIFECYCLES: dict[str, Lifecycle] = {
    "A child in a contact": CONTACT,
    "A case": CASE,
    "An assessment": ASSESSMENT,
    "A task": TASK,
    "A child protection plan": PROTECTION_PLAN,
    "A child in need plan": IN_NEED_PLAN,
    "A core group": CORE_GROUP,
    "A child's place in a conference": CONFERENCE,
    "A transfer in from another council": TRANSFER_IN,
    "A strategy discussion about a child": STRATEGY,
    "A Section 47 enquiry": SECTION_47,
    "A medical for an enquiry": MEDICAL,
    "Police protection": POLICE_PROTECTION,
    "An emergency protection order": EMERGENCY_ORDER,
    "A restriction": RESTRICTION,
}

__all__ = [
    "CASE",
    "CONFERENCE",
    "CONTACT",
    "CORE_GROUP",
    "EMERGENCY_ORDER",
    "IN_NEED_PLAN",
    "LIFECYCLES",
    "MAY_NOT_WAIT",
    "MEDICAL",
    "NEEDS",
    "POLICE_PROTECTION",
    "PROTECTION_PLAN",
    "RESTRICTION",
    "SECTION_47",
    "STANDING",
    "STRATEGY",
    "TASK",
    "TRANSFER_IN",
    "AssessmentState",
    "CaseState",
    "CaseStatus",
    "ConferenceState",
    "ContactState",
    "CoreGroupState",
    "Decision",
    "EmergencyState",
    "EnquiryState",
    "Hat",
    "Lifecycle",
    "MedicalState",
    "PlanState",
    "RestrictionState",
    "Step",
    "StrategyState",
    "TaskState",
    "TransferInState",
    "assessment",
    "objections",
    "sentence_of",
]
