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
from rules.lifecycles.needs import NEEDS
from rules.lifecycles.steps import Hat, Lifecycle, Step, objections, sentence_of

LIFECYCLES: dict[str, Lifecycle] = {
    "A child in a contact": CONTACT,
    "A case": CASE,
    "An assessment": ASSESSMENT,
    "A task": TASK,
}

__all__ = [
    "CASE",
    "CONTACT",
    "LIFECYCLES",
    "MAY_NOT_WAIT",
    "NEEDS",
    "TASK",
    "AssessmentState",
    "CaseState",
    "CaseStatus",
    "ContactState",
    "Decision",
    "Hat",
    "Lifecycle",
    "Step",
    "TaskState",
    "assessment",
    "objections",
    "sentence_of",
]
