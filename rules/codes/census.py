"""The code sets of the children in need census.

The codes go into the return as they stand, so that what is recorded once never needs a second
look-up. The labels are ours and may be made plainer; the codes may not change.
"""

from rules.words import Grouped, Words


class ReferralSource(Grouped):
    """Who made the referral (N00152)."""

    FAMILY = "1A", "Family member, relative or carer", "Individual"
    ACQUAINTANCE = "1B", "Acquaintance, such as a neighbour or childminder", "Individual"
    SELF = "1C", "The child themselves", "Individual"
    OTHER_INDIVIDUAL = (
        "1D",
        "Other individual, such as a stranger or a member of parliament",
        "Individual",
    )
    SCHOOL = "2A", "School", "Education"
    EDUCATION_SERVICE = "2B", "Education service", "Education"
    GP = "3A", "General practitioner", "Health"
    HEALTH_VISITOR = "3B", "Health visitor", "Health"
    SCHOOL_NURSE = "3C", "School nurse", "Health"
    OTHER_PRIMARY_HEALTH = "3D", "Other primary health service", "Health"
    EMERGENCY_DEPARTMENT = "3E", "Accident and emergency department", "Health"
    OTHER_HEALTH = "3F", "Other health service, such as a hospital or hospice", "Health"
    HOUSING = "4", "Housing, council department or housing association", "Housing"
    OWN_SOCIAL_CARE = "5A", "This council's social care, such as adults' services", "Councils"
    OWN_COUNCIL = "5B", "Another department of this council", "Councils"
    OTHER_COUNCIL = "5C", "Another council", "Councils"
    EARLY_HELP = "5D", "Early help", "Councils"
    POLICE = "6", "Police", "Police and justice"
    OTHER_LEGAL = (
        "7",
        "Other legal agency, such as a court, probation or prison",
        "Police and justice",
    )
    OTHER = "8", "Other, such as children's centres and voluntary organisations", "Other"
    ANONYMOUS = "9", "Anonymous", "Other"
    UNKNOWN = "10", "Unknown", "Other"


class PrimaryNeed(Words):
    """The main reason a child is in need (N00101). When two weigh the same, the higher in the
    list is recorded."""

    ABUSE = "N1", "Abuse, neglect and exploitation"
    CHILD_DISABILITY = "N2", "Child's disability or illness"
    PARENT_DISABILITY = "N3", "Parent's disability or illness"
    ACUTE_STRESS = "N4", "Family in acute stress"
    DYSFUNCTION = "N5", "Family dysfunction"
    BEHAVIOUR = "N6", "Socially unacceptable behaviour"
    LOW_INCOME = "N7", "Low income"
    ABSENT_PARENTING = "N8", "Absent parenting"
    NOT_IN_NEED = "N9", "Cases other than children in need"
    NOT_STATED = "N0", "Not stated"


class ClosureReason(Words):
    """Why a case closed (N00103). Once there has been a Section 47 enquiry, a case that ends for
    no other listed reason closes as RC7, never as RC8 or RC9."""

    ADOPTED = "RC1", "Adopted"
    DIED = "RC2", "Died"
    CHILD_ARRANGEMENTS = "RC3", "Child arrangements order"
    SPECIAL_GUARDIANSHIP = "RC4", "Special guardianship order"
    TRANSFERRED = "RC5", "Transferred to another council's services"
    ADULT_SERVICES = "RC6", "Transferred to adult social care"
    CEASED = "RC7", "Services ceased for any other reason, including no longer in need"
    AFTER_ASSESSMENT = "RC8", "Closed after assessment, no further action"
    AFTER_ASSESSMENT_EARLY_HELP = "RC9", "Closed after assessment, referred to early help"


class AbuseCategory(Words):
    """The category of a child protection plan (N00113, N00114)."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    MULTIPLE = "MUL", "Multiple (not recommended: choose the main one)"


class Disability(Words):
    """A child's disabilities (N00099); several may apply, NONE stands alone."""

    NONE = "NONE", "No disability"
    MOBILITY = "MOB", "Mobility"
    HAND = "HAND", "Hand function"
    PERSONAL_CARE = "PC", "Personal care"
    INCONTINENCE = "INC", "Incontinence"
    COMMUNICATION = "COMM", "Communication"
    LEARNING = "LD", "Learning"
    HEARING = "HEAR", "Hearing"
    VISION = "VIS", "Vision"
    BEHAVIOUR = "BEH", "Behaviour"
    CONSCIOUSNESS = "CON", "Consciousness"
    AUTISM = "AUT", "Diagnosed with autism or Asperger syndrome"
    OTHER = "DDA", "Other disability under the Equality Act 2010"


class Ethnicity(Grouped):
    """Ethnicity (N00177), as the child or family says it is."""

    WBRI = "WBRI", "White British", "White"
    WIRI = "WIRI", "White Irish", "White"
    WIRT = "WIRT", "Traveller of Irish heritage", "White"
    WOTH = "WOTH", "Any other White background", "White"
    WROM = "WROM", "Gypsy or Roma", "White"
    MWBC = "MWBC", "White and Black Caribbean", "Mixed"
    MWBA = "MWBA", "White and Black African", "Mixed"
    MWAS = "MWAS", "White and Asian", "Mixed"
    MOTH = "MOTH", "Any other mixed background", "Mixed"
    AIND = "AIND", "Indian", "Asian or Asian British"
    APKN = "APKN", "Pakistani", "Asian or Asian British"
    ABAN = "ABAN", "Bangladeshi", "Asian or Asian British"
    CHNE = "CHNE", "Chinese", "Asian or Asian British"
    AOTH = "AOTH", "Any other Asian background", "Asian or Asian British"
    BCRB = "BCRB", "Caribbean", "Black or Black British"
    BAFR = "BAFR", "African", "Black or Black British"
    BOTH = "BOTH", "Any other Black background", "Black or Black British"
    OOTH = "OOTH", "Any other ethnic group", "Other"
    REFU = "REFU", "Prefers not to say", "Not known"
    NOBT = "NOBT", "Not asked yet, or unborn", "Not known"


class Sex(Words):
    """Sex (N00783)."""

    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNBORN = "U", "Not known: unborn"


class UpnUnknown(Words):
    """Why a child has no unique pupil number (N00135)."""

    NOT_SCHOOL_AGE = "UN1", "Too young or too old for school"
    NEVER_MAINTAINED = "UN2", "Has never been to a maintained school in England"
    OUTSIDE_ENGLAND = "UN3", "Is educated outside England"
    NEWLY_IN_NEED = "UN4", "Newly in need, one week before the year ended"
    SOURCES_DISAGREE = "UN5", "Sources give different numbers"
    NOT_OBTAINED = "UN6", "Not looked after, and the council cannot obtain it"
    NO_FURTHER_ACTION = "UN7", "Referral with no further action"


class AssessmentFactor(Grouped):
    """Factors identified at the end of an assessment (N00181); several may apply, 21 stands alone.
    A is about the child, B a parent or carer, C somebody else in the home, except where the label
    says otherwise. 18A and 19A have been withdrawn and are not offered."""

    ALCOHOL_CHILD = "1A", "Alcohol misuse by the child", "Alcohol misuse"
    ALCOHOL_PARENT = "1B", "Alcohol misuse by a parent or carer", "Alcohol misuse"
    ALCOHOL_OTHER = "1C", "Alcohol misuse by somebody else in the home", "Alcohol misuse"
    DRUGS_CHILD = "2A", "Drug misuse by the child", "Drug misuse"
    DRUGS_PARENT = "2B", "Drug misuse by a parent or carer", "Drug misuse"
    DRUGS_OTHER = "2C", "Drug misuse by somebody else in the home", "Drug misuse"
    DOMESTIC_ABUSE_CHILD = "3A", "Domestic abuse of the child", "Domestic abuse"
    DOMESTIC_ABUSE_PARENT = "3B", "Domestic abuse of a parent or carer", "Domestic abuse"
    DOMESTIC_ABUSE_OTHER = "3C", "Domestic abuse of somebody else in the home", "Domestic abuse"
    MENTAL_HEALTH_CHILD = "4A", "Mental health of the child", "Mental health"
    MENTAL_HEALTH_PARENT = "4B", "Mental health of a parent or carer", "Mental health"
    MENTAL_HEALTH_OTHER = "4C", "Mental health of somebody else in the home", "Mental health"
    LEARNING_CHILD = "5A", "Learning disability of the child", "Learning disability"
    LEARNING_PARENT = "5B", "Learning disability of a parent or carer", "Learning disability"
    LEARNING_OTHER = "5C", "Learning disability of somebody else in the home", "Learning disability"
    PHYSICAL_CHILD = "6A", "Physical disability or illness of the child", "Disability or illness"
    PHYSICAL_PARENT = (
        "6B",
        "Physical disability or illness of a parent or carer",
        "Disability or illness",
    )
    PHYSICAL_OTHER = (
        "6C",
        "Physical disability or illness of somebody else in the home",
        "Disability or illness",
    )
    YOUNG_CARER = "7A", "The child is a young carer", "Caring and being cared for"
    FOSTERED_WILL_RETURN = (
        "8B",
        "Privately fostered: from overseas, will return",
        "Privately fostered",
    )
    FOSTERED_WILL_STAY = "8C", "Privately fostered: from overseas, will stay", "Privately fostered"
    FOSTERED_EDUCATION = (
        "8D",
        "Privately fostered: from the UK, to be near school",
        "Privately fostered",
    )
    FOSTERED_FAMILY = (
        "8E",
        "Privately fostered: from the UK, the family's own arrangement",
        "Privately fostered",
    )
    FOSTERED_OTHER = "8F", "Privately fostered: other", "Privately fostered"
    UNACCOMPANIED = "9A", "Unaccompanied asylum-seeking child", "Caring and being cared for"
    MISSING = "10A", "Going missing", "Harm outside the home"
    SEXUAL_EXPLOITATION = "11A", "Child sexual exploitation", "Harm outside the home"
    TRAFFICKING = "12A", "Trafficking", "Harm outside the home"
    GANGS = "13A", "Gangs", "Harm outside the home"
    BEHAVIOUR = "14A", "Socially unacceptable behaviour", "The child's own actions"
    SELF_HARM = "15A", "Self-harm", "The child's own actions"
    NEGLECT = "16A", "Neglect", "Abuse or neglect"
    EMOTIONAL_ABUSE = "17A", "Emotional abuse", "Abuse or neglect"
    PHYSICAL_ABUSE_BY_CHILD = "18B", "Physical abuse by another child", "Abuse or neglect"
    PHYSICAL_ABUSE_BY_ADULT = "18C", "Physical abuse by an adult", "Abuse or neglect"
    SEXUAL_ABUSE_BY_CHILD = "19B", "Sexual abuse by another child", "Abuse or neglect"
    SEXUAL_ABUSE_BY_ADULT = "19C", "Sexual abuse by an adult", "Abuse or neglect"
    OTHER = "20", "Other", "Other"
    NONE = "21", "No factors identified", "Other"
    FEMALE_GENITAL_MUTILATION = "22A", "Female genital mutilation", "Abuse or neglect"
    FAITH_OR_BELIEF = "23A", "Abuse linked to faith or belief", "Abuse or neglect"
    CRIMINAL_EXPLOITATION = "24A", "Child criminal exploitation", "Harm outside the home"
