"""What may be filed on a child's record beside what the service writes itself."""

from rules.words import Words


class DocumentKind(Words):
    """What a document is. It is chosen when the document is filed, and lists are filtered on it."""

    LETTER_OUT = "letter-out", "Letter we sent"
    LETTER_IN = "letter-in", "Letter we received"
    AGENCY_REPORT = "agency-report", "Report from another agency"
    CONFERENCE_REPORT = "conference-report", "Report to a conference"
    CONFERENCE_INVITATION = "conference-invitation", "Invitation to a conference"
    CONFERENCE_LETTER = "conference-letter", "Letter about a conference's decision"
    MINUTES = "minutes", "Minutes of a meeting"
    AGREEMENT = "agreement", "Signed agreement or consent"
    COURT = "court", "Court order or court document"
    MEDICAL = "medical", "Medical report"
    SCHOOL = "school", "School report"
    IDENTITY = "identity", "Proof of identity"
    PHOTOGRAPH = "photograph", "Photograph or drawing"
    CHILDS_OWN = "childs-own", "Something the child wrote or made"
    OTHER = "other", "Something else"


class ScanResult(Words):
    """What the virus scanner said. Never «clean» unless one looked and said so."""

    NOT_SCANNED = "not-scanned", "Not scanned for viruses"
    CLEAN = "clean", "Scanned: nothing found"
    INFECTED = "infected", "Held back: the virus scanner found something"
