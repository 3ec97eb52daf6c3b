"""How long a child's record is kept, and what goes when it is disposed of.

`PERIODS`: one row for each kind of child, by the gravest that they ever were to us, gravest first. A
record is due for review on the day a row gives, and is never removed without one: two people decide.

`HOLDINGS`: one row for each table that knows of a child or a relative. A test fails for a model that
has no row, and says which row to add.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.words import Words


class Kept(Words):
    """The gravest that a child ever was to us."""

    ADOPTED = "adopted", "Adopted"
    LOOKED_AFTER = "looked-after", "Looked after"
    PROTECTED = "protected", "On a child protection plan"
    IN_NEED = "in-need", "In need"
    CONTACT_ONLY = "contact-only", "Contacts only"


@dataclass(frozen=True)
class Period:
    """The later of the days given counts. A child whose birth date is not known is taken to have
    been born when the record ended, which keeps it longer, never shorter."""

    kind: Kept
    says: str
    source: str
    birthday: int | None = None
    """Until this birthday."""
    after: int | None = None
    """Years after the last case closed, or the last contact was decided."""
    after_death: int | None = None
    """Years after the death of somebody who died before their 18th birthday; then nothing else counts."""


_LOCAL = "No national period; a council's own schedule decides."

PERIODS: dict[Kept, Period] = {
    row.kind: row
    for row in (
        Period(
            Kept.ADOPTED,
            "100 years after the case closed with the adoption",
            "Adoption records are kept for at least 100 years from the order",
            after=100,
        ),
        Period(
            Kept.LOOKED_AFTER,
            "until the 75th birthday, or 15 years after a death before the age of 18",
            "Care Planning, Placement and Case Review (England) Regulations 2010, regulation 50",
            birthday=75,
            after_death=15,
        ),
        Period(
            Kept.PROTECTED,
            "35 years after the last closure or contact",
            f"{_LOCAL} As in Blackpool's: 35 years from the last contact",
            after=35,
        ),
        Period(
            Kept.IN_NEED,
            "until the 21st birthday, and at least three years after the last closure or contact",
            f"{_LOCAL} As in Devon's: the 18th birthday and three years without activity",
            birthday=21,
            after=3,
        ),
        Period(
            Kept.CONTACT_ONLY,
            "six years after the last contact was decided",
            f"{_LOCAL} None was found that names contacts: to be confirmed by the data-protection officer",
            after=6,
        ),
    )
}


def due_on(period: Period, *, born: date | None, ended: date, died: date | None = None) -> date:
    """The day from which a record may be reviewed for disposal."""
    born = born or ended
    if period.after_death and died and died < years_on(born, 18):
        return years_on(died, period.after_death)
    legs = []
    if period.birthday:
        legs.append(years_on(born, period.birthday))
    if period.after:
        legs.append(years_on(ended, period.after))
    return max(legs)


def years_on(day: date, years: int) -> date:
    """The same day, so many years on; 28 February for a 29th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class Holding:
    """What becomes of one table's rows, and of their row history with them.

    `by` are the ways from a row to a person, a case, a contact or a child of a contact. Rows that any
    of them leads to the record disposed of are removed."""

    model: str
    by: tuple[str, ...] = ()
    shared: bool = False
    """Also about others: removed only once nobody's record that is still kept needs it."""
    stub: dict[str, Any] = field(default_factory=dict)
    """The row stays, emptied: each field with what it then says; those not named stay."""
    stays: str = ""
    """Nothing is removed, and why."""
    searched: str = ""
    """Rows are removed in which this field holds the person's name."""


_STAFF = "Of those who work here; no child is in it."
_SERVICE = "Of the service itself; nobody is in it."
_A_PERSON = ("person",)
_A_CASE = ("case",)
_PLANS = ("plan__case", "in_need_plan__case")
_WORDS = ("assessment__case", "narrative__assessments__case")

HOLDINGS: dict[str, Holding] = {
    row.model: row
    for row in (
        Holding(
            "people.Person",
            ("pk",),
            stub={
                "forename": "", "surname": "Disposed of", "known_as": [], "sex": "",
                "birth_date": None, "birth_estimated": False, "expected_on": None, "died_on": None,
                "ethnicity": "NOBT", "disabilities": [], "nhs_number": "", "upn": "", "upn_doubted": False,
                "upn_unknown": "", "first_language": "", "needs_interpreter": False, "warning": "",
                "warning_review_on": None, "telephone": "", "email": "", "restricted": False,
            },
        ),
        Holding("people.Address", _A_PERSON),
        Holding("people.Relationship", ("person", "other")),
        Holding("people.Involvement", _A_PERSON),
        Holding("people.ListedReader", _A_PERSON),
        Holding("people.TieToStaff", _A_PERSON),
        # the log of what was read points at it: who, when and how long stay, the words go
        Holding("people.BrokenGlass", _A_PERSON, stub={"why": "", "outcome_why": ""}),
        Holding("people.SettledLook", stays=_STAFF),
        Holding("people.Agency", stays="An agency, not a person."),
        Holding("people.AgencyContact", stays="Of an agency, at work."),
        Holding("people.NameWord", stays="Single words; those that nobody has are forgotten weekly."),
        Holding(
            "cases.Case",
            ("pk",),
            stub={
                "status": "in-need", "worker": None, "level": "", "domestic_abuse": False,
                "restricted": False, "priority": "medium", "waiting_since": None,
                "last_reviewed_at": None, "last_reviewed_by": None, "last_seen_on": None,
                "last_seen_alone_on": None, "closure_reason": "", "closure_summary": "",
                "parents_needs": [],
            },
        ),
        Holding("cases.Referral", ("case", "contact_child")),
        Holding("cases.Allocation", _A_CASE),
        Holding("cases.Visit", _A_CASE),
        Holding("cases.Task", ("case", "contact_child")),
        Holding("cases.ContactChild", ("pk",)),
        Holding(
            "cases.Contact",
            ("pk",),
            stub={
                "token": None, "agency": None, "caller_name": "", "caller_telephone": "",
                "may_name_caller": None, "concern": "", "immediate_danger": False,
                "domestic_abuse": False, "level": "", "level_reason": "", "risk": 5,
            },
        ),
        Holding("cases.Restriction", _A_CASE),
        Holding("cases.PossibleMatch", ("contact_child", "person")),
        Holding("cases.Document", _A_CASE),
        Holding("cases.DocumentVersion", ("document__case",)),
        Holding("cases.SentForm", stays="Tokens, forgotten after a week."),
        Holding("cases.GuidanceVersion", stays=_SERVICE),
        Holding("assessments.Assessment", _A_CASE),
        Holding("assessments.Narrative", ("assessments__case",), shared=True),
        Holding("assessments.PartText", _WORDS, shared=True),
        Holding(
            "assessments.EarlierText", tuple(f"part__{way}" for way in _WORDS), shared=True
        ),
        Holding("assessments.TextSetAside", _WORDS, shared=True),
        Holding("assessments.PartComment", ("assessment__case",)),
        Holding("assessments.AgencyAsked", ("assessment__case",)),
        Holding("assessments.Document", ("assessment__case",)),
        Holding("assessments.Correction", ("assessment__case",)),
        Holding("protection.StrategyDiscussion", ("children__case",), shared=True),
        Holding("protection.StrategyAttendee", ("discussion__children__case",), shared=True),
        Holding("protection.StrategyAction", ("task__case", "task__contact_child")),
        Holding("protection.StrategyChild", _A_CASE),
        Holding("protection.Section47Enquiry", _A_CASE),
        Holding("protection.Medical", ("enquiry__case",)),
        Holding("protection.EmergencyAction", _A_CASE),
        Holding("protection.Conference", ("children__case",), shared=True),
        Holding("protection.ConferenceChild", _A_CASE),
        Holding("protection.Invitee", ("conference__children__case", "person"), shared=True),
        Holding("protection.Letter", ("conference__children__case",), shared=True),
        Holding("protection.Dissent", ("child__case",)),
        Holding("protection.Recommendation", ("child__case",)),
        Holding("protection.Theme", stays="What children say, of several and in other words; names no child."),
        Holding("protection.ThemeVoice", ("child__case",)),
        Holding("protection.TransferIn", _A_CASE),
        Holding("protection.ChildProtectionPlan", _A_CASE),
        Holding("protection.CategoryChange", ("plan__case",)),
        Holding("protection.PlanReview", ("plan__case",)),
        Holding("protection.PlanAction", _PLANS),
        Holding("protection.ActionProgress", tuple(f"action__{way}" for way in _PLANS)),
        Holding("protection.InNeedPlan", _A_CASE),
        Holding("protection.InNeedReview", ("plan__case",)),
        Holding("protection.CoreGroup", ("children__plan__case",), shared=True),
        Holding("protection.CoreGroupChild", ("plan__case",)),
        Holding("protection.CoreGroupMember", ("plan__case",)),
        Holding("protection.AdultServiceInvolvement", _A_CASE),
        Holding("protection.DomesticAbuseAssessment", _A_CASE),
        Holding("protection.CoreGroupAttendance", ("core_group_child__plan__case",)),
        Holding("clocks.Clock", ("case", "person", "contact")),
        Holding("clocks.ClockLine", ("clock__case", "clock__person", "clock__contact")),
        Holding("clocks.Incident", ("clock__case", "clock__person", "clock__contact")),
        Holding("clocks.BankHoliday", stays=_SERVICE),
        Holding("clocks.CalendarVersion", stays=_SERVICE),
        Holding("clocks.RuleSetInForce", stays=_SERVICE),
        Holding("clocks.Heartbeat", stays=_SERVICE),
        Holding("audit.Event", ("case", "person", "contact")),
        Holding("audit.Alert", _A_CASE),
        Holding(
            "audit.Access",
            searched="terms",
            stays="Who looked, at ids that stand for nobody any more; searches for the name go.",
        ),
        Holding("audit.Seal", stays="Hashes of rows, which prove that the others were not changed."),
        Holding("audit.Redaction", stays="Numbers of the rows that were removed."),
        Holding("retention.Hold", _A_PERSON),
        Holding("retention.Disposal", stays="Who decided, on what ground; names no child."),
        Holding("retention.Certificate", stays="What was removed, by whom, when; names no child."),
        Holding("accounts.User", stays=_STAFF),
        Holding("accounts.Team", stays=_STAFF),
        Holding("accounts.Post", stays=_STAFF),
        Holding("accounts.Absence", stays=_STAFF),
        Holding("accounts.Session", stays=_STAFF),
        Holding("accounts.Training", stays=_STAFF),
        Holding("accounts.AccountEvent", stays=_STAFF),
    )
}  # fmt: skip
