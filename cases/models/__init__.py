"""What the front door and a child's case are made of, one file for each noun."""

from cases.models.allocation import Allocation
from cases.models.case import Case
from cases.models.contact import Contact, ContactChild
from cases.models.document import Document, DocumentVersion
from cases.models.guidance import GuidanceVersion
from cases.models.referral import Referral
from cases.models.restriction import PossibleMatch, Restriction
from cases.models.sent import SentForm
from cases.models.task import Task
from cases.models.visit import Visit

__all__ = [
    "Allocation",
    "Case",
    "Contact",
    "ContactChild",
    "Document",
    "DocumentVersion",
    "GuidanceVersion",
    "PossibleMatch",
    "Referral",
    "Restriction",
    "SentForm",
    "Task",
    "Visit",
]
