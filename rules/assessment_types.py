"""The kinds of assessment: what each asks, what it needs before it may be sent, and what may
follow from it. To add a type, or a question to one, add a row: the form, the life of the record
and its clock follow, with no migration.

A form is built from `parts_for(kind)`: one part, one page, one box. Answers are kept by the key of
the part, so that a key, once used, is never given to something else.
"""

from dataclasses import dataclass, replace

from rules.codes import TaskKind
from rules.triangle import DIMENSIONS, Domain
from rules.words import Words


class PartKind(Words):
    ANALYSIS = "analysis", "Analysis"
    VOICE = "voice", "The child's own words"
    DIMENSION = "dimension", "A dimension of the triangle"
    VIEWS = "views", "Parents' and carers' views"
    PLAN = "plan", "What happens next"


@dataclass(frozen=True)
class Part:
    """One box of the form, with the questions that help to fill it."""

    key: str
    label: str
    kind: PartKind
    prompts: tuple[str, ...]
    """For a dimension always two: what goes well, and what is a worry."""
    guidance: str
    """The slug of the page shown beside it (`rules/guidance.py`)."""
    shared: bool = False
    """Whether brothers and sisters assessed together may have it written once for all of them.
    What is about one child alone, their own words above all, never is."""
    always: bool = True
    """Whether the form shows it opened; otherwise it is offered, folded, under its domain."""
    domain: Domain | None = None
    """Where a dimension belongs in the triangle."""


@dataclass(frozen=True)
class Outcome:
    """What an authorised assessment leads to."""

    key: str
    label: str
    makes: str = ""
    """The one next thing: nothing, `assessment:` and a type, or `task:` and a kind of task."""
    says_why: bool = False
    """Whether the reason for choosing it has to be written down."""
    within: int = 0
    """For a task: the working days in which it is to be done."""
    by_manager: bool = False
    """For a task: whether whoever authorised is asked, and not the child's worker."""


@dataclass(frozen=True)
class AssessmentType:
    key: str
    label: str
    article: str
    clock: str
    """The key of its clock in `rules/timescales.py`, and of its events: `«clock».authorise`."""
    begins_on: str
    """The day that counts as its first, in words."""
    outcomes: tuple[Outcome, ...]
    parts: tuple[Part, ...]
    minimum_analysis_words: int
    """The fewest words that can be called an analysis."""
    needs: tuple[str, ...]
    """What has to be there before it is sent or authorised: names of `rules.lifecycles.NEEDS`."""
    guidance: str
    source: str

    @property
    def named(self) -> str:
        """With its article, as a sentence has it: "an initial assessment"."""
        return f"{self.article} {self.label[0].lower()}{self.label[1:]}"

    def outcome(self, key: str) -> Outcome:
        """The row for an outcome; KeyError for one that this type does not have."""
        for outcome in self.outcomes:
            if outcome.key == key:
                return outcome
        raise KeyError(key)

    def part(self, key: str) -> Part:
        """The row for a part; KeyError for one that this type does not have."""
        for part in self.parts:
            if part.key == key:
                return part
        raise KeyError(key)

    def parts_of(self, domain: Domain) -> tuple[Part, ...]:
        """The dimensions of one side of the triangle."""
        return tuple(part for part in self.parts if part.domain == domain)


# --- parts -----------------------------------------------------------------------------------

ANALYSIS = Part(
    "analysis",
    "Analysis",
    PartKind.ANALYSIS,
    (
        "What is happening?",
        "What does it mean for this child, now and if nothing changes?",
        "What must change, and how will we know that it has?",
    ),
    guidance="analysis",
)
VOICE = Part(
    "childs-own-words",
    "The child's own words",
    PartKind.VOICE,
    (
        "What did the child say, or show, in their own way? Write it as they said it.",
        "What do they want to happen?",
    ),
    guidance="childs-own-words",
)
VIEWS = Part(
    "parents-views",
    "Parents' and carers' views",
    PartKind.VIEWS,
    (
        "What does each parent or carer say about the concern, and where do they disagree?",
        "What help do they want, and have they read this assessment?",
    ),
    guidance="sibling-groups",
    shared=True,
)
NEXT = Part(
    "what-happens-next",
    "What happens next",
    PartKind.PLAN,
    ("Who will do what, by when?", "What would make us come back sooner?"),
    guidance="initial-assessment",
)
PLAN = Part(
    "plan",
    "The plan",
    PartKind.PLAN,
    (
        "What has to be different for the child, and by when?",
        "Who will do what, with the family and among the services?",
        "What will happen if it does not work?",
    ),
    guidance="core-assessment",
)


def _triangle(guidance: str, *, always: tuple[Domain, ...] = tuple(Domain)) -> tuple[Part, ...]:
    """The twenty dimensions as parts. How parents care and how the family lives may be written
    once for brothers and sisters; how a child is growing up is that child's alone."""
    return tuple(
        Part(
            row.key,
            row.label,
            PartKind.DIMENSION,
            (row.strengths, row.worries),
            guidance=guidance,
            shared=row.domain != Domain.DEVELOPMENT,
            always=row.domain in always,
            domain=row.domain,
        )
        for row in DIMENSIONS
    )


# --- outcomes --------------------------------------------------------------------------------


def _task(kind: TaskKind) -> str:
    return f"task:{kind.value}"


NO_FURTHER_ACTION = Outcome("no-further-action", "No further action", says_why=True)
ADVICE = Outcome("advice", "Advice given")
SIGNPOSTING = Outcome("signposting", "Signposted to another service")
SERVICE = Outcome("service", "Service provided", _task(TaskKind.ARRANGE_SERVICE), within=5)
EARLY_HELP = Outcome("early-help", "Step to early help", _task(TaskKind.EARLY_HELP), within=10)
CHILD_IN_NEED_PLAN = Outcome(
    "child-in-need-plan", "Child in need plan", _task(TaskKind.CHILD_IN_NEED_PLAN), within=10
)
CORE_ASSESSMENT = Outcome("core-assessment", "Core assessment", "assessment:core", says_why=True)
STRATEGY_DISCUSSION = Outcome(
    "strategy-discussion",
    "Strategy discussion",
    _task(TaskKind.STRATEGY_DISCUSSION),
    says_why=True,
    within=1,
    by_manager=True,
)
CASE_MANAGEMENT_DISCUSSION = Outcome(
    "case-management-discussion",
    "Case management discussion",
    _task(TaskKind.CASE_MANAGEMENT_DISCUSSION),
    says_why=True,
    within=5,
    by_manager=True,
)

_AFTER_A_FULL_ASSESSMENT = (
    NO_FURTHER_ACTION,
    ADVICE,
    SIGNPOSTING,
    SERVICE,
    EARLY_HELP,
    CHILD_IN_NEED_PLAN,
    STRATEGY_DISCUSSION,
    CASE_MANAGEMENT_DISCUSSION,
)

# --- types -----------------------------------------------------------------------------------

_ALWAYS_NEEDED = (
    "child_seen_or_reason",
    "seen_alone_or_reason",
    "agency_asked",
    "analysis_written",
    "childs_words_or_reason",
    "factors_chosen",
    "outcome_chosen",
    "outcome_is_explained",
)

INITIAL = AssessmentType(
    key="initial",
    label="Initial assessment",
    article="an",
    clock="initial-assessment",
    begins_on="the day of the referral, or of the new information that called for it",
    outcomes=(
        NO_FURTHER_ACTION,
        ADVICE,
        SIGNPOSTING,
        SERVICE,
        EARLY_HELP,
        CORE_ASSESSMENT,
        STRATEGY_DISCUSSION,
    ),
    # Brief, but never silent on how the parents are coping
    parts=(
        ANALYSIS,
        VOICE,
        *_triangle("initial-assessment", always=(Domain.PARENTING,)),
        VIEWS,
        NEXT,
    ),
    minimum_analysis_words=40,
    needs=_ALWAYS_NEEDED,
    guidance="initial-assessment",
    source="Framework for the Assessment of Children in Need and their Families (2000), 3.9; "
    "council procedure (Wigan, 22 January 2009, App. 1)",
)

CORE = AssessmentType(
    key="core",
    label="Core assessment",
    article="a",
    clock="core-assessment",
    begins_on="the day it was called for",
    outcomes=_AFTER_A_FULL_ASSESSMENT,
    parts=(ANALYSIS, VOICE, *_triangle("core-assessment"), VIEWS, PLAN),
    minimum_analysis_words=120,
    needs=(*_ALWAYS_NEEDED, "parenting_capacity_covered"),
    guidance="core-assessment",
    source="Framework for the Assessment of Children in Need and their Families (2000), 3.11; "
    "council procedure (Wigan, 22 January 2009, App. 1)",
)

SINGLE = AssessmentType(
    key="single",
    label="Single assessment",
    article="a",
    clock="single-assessment",
    begins_on="the day of the referral, or of the new information that called for it",
    outcomes=_AFTER_A_FULL_ASSESSMENT,
    parts=(
        ANALYSIS,
        VOICE,
        *_triangle("single-assessment"),
        VIEWS,
        replace(PLAN, guidance="single-assessment"),
    ),
    minimum_analysis_words=80,
    needs=(*_ALWAYS_NEEDED, "parenting_capacity_covered"),
    guidance="single-assessment",
    source="Working Together to Safeguard Children (2023), ch. 3",
)

TYPES: dict[str, AssessmentType] = {row.key: row for row in (INITIAL, CORE, SINGLE)}


def type_for(key: str) -> AssessmentType:
    """The row for a type of assessment; KeyError for a type that was never in the table."""
    return TYPES[key]


def parts_for(key: str) -> tuple[Part, ...]:
    """The parts of a type's form, in the order they are written."""
    return TYPES[key].parts
