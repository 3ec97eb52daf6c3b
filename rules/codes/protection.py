"""The lists of child protection: how a strategy discussion is held, what an enquiry finds and
leads to, and how an emergency ends."""

from rules.codes.work import TaskKind
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


class EnquiryOutcome(Words):
    """What a Section 47 enquiry leads to, and the one task that it makes, if any."""

    task: TaskKind | None
    what: str
    within: int

    def __new__(
        cls,
        value: str,
        label: str = "",
        task: TaskKind | None = None,
        what: str = "",
        within: int = 0,
    ) -> "EnquiryOutcome":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value
        word.task = task
        word.what = what
        word.within = within
        return word

    NO_FURTHER_ACTION = "no-further-action", "No further action"
    SERVICES = (
        "services",
        "Services under a child in need plan",
        TaskKind.CHILD_IN_NEED_PLAN,
        "Write the child in need plan that the Section 47 enquiry led to",
        10,
    )
    CONFERENCE = "conference", "Initial child protection conference"
    EMERGENCY = (
        "emergency-action",
        "Emergency action",
        TaskKind.EMERGENCY_ACTION,
        "Take emergency action, and record the order",
        0,
    )
    LOOK_AFTER = (
        "offer-to-look-after",
        "Offer to look after the child",
        TaskKind.CASE_MANAGEMENT_DISCUSSION,
        "Discuss the offer to look after the child, for the panel to decide on",
        2,
    )


class MedicalKind(Words):
    """What a child is examined for."""

    INJURY = "injury", "Physical injury"
    SEXUAL = "sexual-abuse", "Sexual abuse"
    NEGLECT = "neglect", "Neglect, growth or development"
    OTHER = "other", "Something else"


class EmergencyKind(Words):
    """What a child is protected by in an emergency."""

    POLICE_PROTECTION = "police-protection", "Police protection"
    ORDER = "epo", "Emergency protection order"


class EmergencyEnd(Words):
    """What became of a child when an emergency action ended."""

    RELEASED = "released", "Returned home"
    RELATIVES = "relatives", "Stays with relatives or friends, agreed with the parents"
    ORDER = "epo", "Emergency protection order made"
    ACCOMMODATED = "accommodated", "Accommodated with the parents' agreement"
    INTERIM_ORDER = "interim-order", "Interim care order, or another court order"
    DISCHARGED = "discharged", "Discharged by the court"
    LAPSED = "lapsed", "Ran out"
    IN_ERROR = "in-error", "Recorded by mistake"


class DomesticAbuseRisk(Words):
    """How great the risk of domestic abuse is, as whoever assessed it judged."""

    STANDARD = "standard", "Standard: serious harm is not likely now"
    MEDIUM = "medium", "Medium: serious harm is likely if something changes"
    HIGH = "high", "High: serious harm may happen at any time"
