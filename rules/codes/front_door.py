"""What is written down when somebody tells us about a child."""

from rules.codes.census import ReferralSource
from rules.words import Grouped, Words


class ContactMethod(Words):
    """How a contact reached us."""

    TELEPHONE = "telephone", "Telephone"
    EMAIL = "email", "E-mail"
    PORTAL = "portal", "Partners' portal"
    POLICE_NOTIFICATION = "police-notification", "Police notification"
    LETTER = "letter", "Letter or form"
    IN_PERSON = "in-person", "In person"
    MEETING = "meeting", "At a meeting"
    OUT_OF_HOURS = "out-of-hours", "From the out-of-hours service"
    OTHER_COUNCIL = "other-council", "Transfer or notice from another council"
    COURT = "court", "Court request or direction"
    INTERNAL = "internal", "From a colleague in the council"


class DomesticAbuse(Words):
    """What is said about domestic abuse when we are first told; carried on to the assessment."""

    flagged: bool

    def __new__(cls, value: str, label: str = "", flagged: bool = False) -> "DomesticAbuse":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value.replace("-", " ").capitalize()
        word.flagged = flagged
        return word

    NOT_ASKED = "not-asked", "Not asked", False
    NONE_KNOWN = "none-known", "Asked: none known", False
    SUSPECTED = "suspected", "Suspected", True
    REPORTED = "reported", "Reported now", True
    PAST = "past", "In the past", True
    HIGH_RISK = "high-risk", "Reported now, and the police say high risk", True


class LevelOfNeed(Words):
    """How much help a child needs, from what any family needs to what only social care can give.
    A council that draws its levels elsewhere changes these rows. The level is chosen by a person,
    with reasons; nothing adds it up from ticks."""

    description: str
    needs_manager: bool

    def __new__(
        cls, value: str, label: str = "", description: str = "", needs_manager: bool = False
    ) -> "LevelOfNeed":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label or value
        word.description = description
        word.needs_manager = needs_manager
        return word

    UNIVERSAL = (
        "1",
        "Level 1: universal",
        "The child is doing well with what every family has: school, health visitor, doctor.",
        False,
    )
    ADDITIONAL = (
        "2",
        "Level 2: additional",
        "The child needs a little more for a while, which one service can give with the family.",
        False,
    )
    TARGETED = (
        "3a",
        "Level 3a: targeted",
        "Several needs at once: services work to one early help plan with a lead worker.",
        False,
    )
    IN_NEED = (
        "3b",
        "Level 3b: child in need",
        "The child is unlikely to stay healthy or develop well without help from social care.",
        True,
    )
    PROTECTION = (
        "4",
        "Level 4: protection",
        "The child is suffering, or is likely to suffer, significant harm, or cannot live at home.",
        True,
    )

    @property
    def rank(self) -> int:
        """1 is the least need; sort by it, descending, to see the riskiest first."""
        return list(LevelOfNeed).index(self) + 1


class AgencyKind(Grouped):
    """What kind of agency somebody calls from, or is asked; knows its referral source, so that
    the caller is described once."""

    source: ReferralSource

    def __new__(cls, value: str, label: str, group: str, source: ReferralSource) -> "AgencyKind":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.group = group
        word.source = source
        return word

    SCHOOL = "school", "School or college", "Education", ReferralSource.SCHOOL
    EARLY_YEARS = (
        "early-years",
        "Nursery or pre-school",
        "Education",
        ReferralSource.EDUCATION_SERVICE,
    )
    EDUCATION_SERVICE = (
        "education-service",
        "Education service",
        "Education",
        ReferralSource.EDUCATION_SERVICE,
    )
    GP = "gp", "General practice", "Health", ReferralSource.GP
    HEALTH_VISITING = "health-visiting", "Health visiting", "Health", ReferralSource.HEALTH_VISITOR
    SCHOOL_NURSING = "school-nursing", "School nursing", "Health", ReferralSource.SCHOOL_NURSE
    MIDWIFERY = "midwifery", "Midwifery", "Health", ReferralSource.OTHER_PRIMARY_HEALTH
    DENTIST = "dentist", "Dental practice", "Health", ReferralSource.OTHER_PRIMARY_HEALTH
    EMERGENCY_DEPARTMENT = (
        "emergency-department",
        "Accident and emergency",
        "Health",
        ReferralSource.EMERGENCY_DEPARTMENT,
    )
    AMBULANCE = "ambulance", "Ambulance service", "Health", ReferralSource.OTHER_HEALTH
    HOSPITAL = "hospital", "Hospital ward or clinic", "Health", ReferralSource.OTHER_HEALTH
    CHILD_MENTAL_HEALTH = (
        "child-mental-health",
        "Child and adolescent mental health",
        "Health",
        ReferralSource.OTHER_HEALTH,
    )
    ADULT_MENTAL_HEALTH = (
        "adult-mental-health",
        "Adult mental health",
        "Health",
        ReferralSource.OTHER_HEALTH,
    )
    SUBSTANCE_MISUSE = (
        "substance-misuse",
        "Drug and alcohol service",
        "Health",
        ReferralSource.OTHER_HEALTH,
    )
    POLICE = "police", "Police", "Police and justice", ReferralSource.POLICE
    PROBATION = "probation", "Probation", "Police and justice", ReferralSource.OTHER_LEGAL
    COURT = "court", "Court or Cafcass", "Police and justice", ReferralSource.OTHER_LEGAL
    PRISON = "prison", "Prison", "Police and justice", ReferralSource.OTHER_LEGAL
    IMMIGRATION = (
        "immigration",
        "Immigration and borders",
        "Police and justice",
        ReferralSource.OTHER_LEGAL,
    )
    YOUTH_JUSTICE = "youth-justice", "Youth justice service", "Councils", ReferralSource.OWN_COUNCIL
    ADULT_SOCIAL_CARE = (
        "adult-social-care",
        "Adult social care",
        "Councils",
        ReferralSource.OWN_SOCIAL_CARE,
    )
    CHILDRENS_SOCIAL_CARE = (
        "childrens-social-care",
        "Our own children's social care",
        "Councils",
        ReferralSource.OWN_SOCIAL_CARE,
    )
    EARLY_HELP = "early-help", "Early help", "Councils", ReferralSource.EARLY_HELP
    COUNCIL_DEPARTMENT = (
        "council-department",
        "Another department of the council",
        "Councils",
        ReferralSource.OWN_COUNCIL,
    )
    OTHER_COUNCIL = "other-council", "Another council", "Councils", ReferralSource.OTHER_COUNCIL
    HOUSING = "housing", "Housing", "Community", ReferralSource.HOUSING
    CHILDRENS_CENTRE = "childrens-centre", "Children's centre", "Community", ReferralSource.OTHER
    DOMESTIC_ABUSE_SERVICE = (
        "domestic-abuse-service",
        "Domestic abuse service",
        "Community",
        ReferralSource.OTHER,
    )
    VOLUNTARY = (
        "voluntary",
        "Voluntary or community organisation",
        "Community",
        ReferralSource.OTHER,
    )
    FAITH = "faith", "Faith organisation", "Community", ReferralSource.OTHER
    HELPLINE = "helpline", "National helpline", "Community", ReferralSource.OTHER
    FIRE = "fire", "Fire and rescue", "Community", ReferralSource.OTHER
    OTHER = "other", "Other agency", "Community", ReferralSource.OTHER
