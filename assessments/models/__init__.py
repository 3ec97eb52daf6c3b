"""What an assessment is made of: the record that moves, the words in it, what was asked of other
agencies, and the document that is left when it has been authorised."""

from assessments.models.assessment import Assessment, Narrative
from assessments.models.document import Correction, Document
from assessments.models.evidence import AgencyAsked
from assessments.models.text import EarlierText, PartComment, PartText, TextSetAside

__all__ = [
    "AgencyAsked",
    "Assessment",
    "Correction",
    "Document",
    "EarlierText",
    "Narrative",
    "PartComment",
    "PartText",
    "TextSetAside",
]
