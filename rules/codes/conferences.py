"""The lists of conferences: what kind, who is asked, what was decided, what letters go out."""

from rules.codes.census import ReferralSource
from rules.words import Words


class ConferenceKind(Words):
    """What a child protection conference is for."""

    INITIAL = "initial", "Initial conference"
    REVIEW = "review", "Review conference"
    TRANSFER_IN = "transfer-in", "Transfer-in conference"
    PRE_BIRTH = "pre-birth", "Pre-birth conference"


class ConferenceDecision(Words):
    """What a conference decides for one child. The first two are for a child without a plan, the
    last two for one who is on a plan."""

    PLAN = "plan", "A child protection plan is needed"
    NO_PLAN = "no-plan", "No child protection plan"
    CONTINUES = "continues", "The plan continues"
    ENDS = "ends", "The plan ends"

    @property
    def has_category(self) -> bool:
        return self in (ConferenceDecision.PLAN, ConferenceDecision.CONTINUES)


FIRST_DECISIONS = (ConferenceDecision.PLAN, ConferenceDecision.NO_PLAN)
REVIEW_DECISIONS = (ConferenceDecision.CONTINUES, ConferenceDecision.ENDS)


class InviteeKind(Words):
    """As what somebody is asked to a conference."""

    CHILD = "child", "The child"
    PARENT = "parent", "Parent or carer"
    FAMILY = "family", "Other family or friend"
    PROFESSIONAL = "professional", "Professional"
    SOCIAL_CARE = "social-care", "Our own children's social care"

    @property
    def is_family(self) -> bool:
        return self in FAMILY_KINDS


FAMILY_KINDS = (InviteeKind.CHILD, InviteeKind.PARENT, InviteeKind.FAMILY)


class Sector(Words):
    """The part of the services that an agency belongs to; quoracy asks for several."""

    SOCIAL_CARE = "social-care", "Children's social care"
    EDUCATION = "education", "Education"
    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    JUSTICE = "justice", "Probation, courts and prisons"
    HOUSING = "housing", "Housing"
    OTHER = "other", "Another agency"

    @classmethod
    def of_source(cls, code: str) -> "Sector":
        """The sector of an agency by the census code it bears."""
        if code == ReferralSource.OWN_SOCIAL_CARE:
            return cls.SOCIAL_CARE
        return {
            "2": cls.EDUCATION,
            "3": cls.HEALTH,
            "4": cls.HOUSING,
            "6": cls.POLICE,
            "7": cls.JUSTICE,
        }.get(code[:1], cls.OTHER)


class InvitationAnswer(Words):
    """What somebody answered to an invitation."""

    COMING = "coming", "Will come"
    JOINING = "joining", "Will join by video or telephone"
    NOT_COMING = "not-coming", "Cannot come"


class LetterKind(Words):
    """The letters of a conference."""

    INVITATION = "invitation", "Invitation"
    OUTCOME = "outcome", "Letter with the outcome"
    CANCELLATION = "cancelled", "Letter that the conference is cancelled"
    MINUTES = "minutes", "Minutes"


class SentHow(Words):
    """How a letter went out."""

    POST = "post", "By post"
    SECURE_EMAIL = "secure-email", "By secure e-mail"
    BY_HAND = "by-hand", "Handed over"


class DiscussionOutcome(Words):
    """What a social worker and their supervisor made of a conference's recommendation."""

    AGREED = "agreed", "Agreed: it will be done"
    PANEL = "panel", "Agreed: a request goes to the Accommodation and Proceedings Panel"
    OTHER_WAY = "other-way", "Something else will be done instead"
    NOT_AGREED = "not-agreed", "Not agreed"
