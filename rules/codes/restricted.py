"""What is written down when a record is closed to others, and when somebody looks in all the same."""

from rules.words import Words


class RestrictionCategory(Words):
    """Why a record is restricted (Nottingham City Council's four)."""

    HIGH_PROFILE = "high-profile", "High profile, such as witness protection or the press"
    STAFF = "staff", "Staff interest: somebody here knows the family"
    ADOPTION = "adoption", "Adoption"
    HIGH_RISK = "high-risk", "High risk if it were known who the child is or where"


class StaffTie(Words):
    """What a person on record is to a member of staff, who then sees nothing of the record."""

    FAMILY = "family", "Family"
    HOUSEHOLD = "household", "Lives in the same home"
    PARTNER = "partner", "Partner, or was one"
    FRIEND = "friend", "Close friend"
    NEIGHBOUR = "neighbour", "Neighbour"
    OTHER = "other", "Close in another way"


class GlassReason(Words):
    """Why somebody opened a record that is closed to them."""

    DANGER = "danger", "A child may be in danger now"
    TONIGHT = "tonight", "I act for the child and nobody on the record can be reached"
    COURT = "court", "A court, the police or a hospital needs an answer now"
    DUTY = "duty", "Something else in the line of duty"


class GlassOutcome(Words):
    """What the review of such an opening found."""

    RIGHT = "right", "It was right to open it"
    UNNEEDED = "unneeded", "It was not needed, and meant well"
    WRONG = "wrong", "It was wrong: taken up with the person and their manager"
    BREACH = "breach", "It was wrong: reported as a breach of personal data"


class LookFound(Words):
    """What came of unusual-looking reading."""

    WORK = "work", "Ordinary work"
    ASKED = "asked", "Explained by the reader or their manager"
    WRONG = "wrong", "Wrong: taken up with the person and their manager"
    BREACH = "breach", "Wrong: reported as a breach of personal data"
