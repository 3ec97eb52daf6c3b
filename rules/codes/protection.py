"""The lists of child protection: how a strategy discussion is held, and who enquires."""

from rules.words import Words


class MeetingMethod(Words):
    """How people met."""

    IN_PERSON = "in-person", "In person"
    VIDEO = "video", "By video"
    TELEPHONE = "telephone", "By telephone"
    MIXED = "mixed", "Some in the room, some by video or telephone"


class EnquiryBasis(Words):
    """Who makes a Section 47 enquiry: social care with the police, or one agency alone."""

    JOINT = "joint", "Joint: social care and the police together"
    SOCIAL_CARE = "social-care", "Single agency: social care"
    POLICE = "police", "Single agency: the police"
