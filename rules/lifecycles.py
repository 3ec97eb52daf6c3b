"""Who may move what, from where, to where. To allow a move, add a row.

`NEEDS` names are properties on the model; each sentence is what a refusal says. A *hat* is what
somebody is to a record (its worker, its author, …); a model tells who wears which with `hats(user)`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache

from rules.access import DECIDERS, FRONT_DOOR, MANAGERS, Role
from rules.words import Words


class ContactState(Words):
    WAITING = "waiting", "Waiting for a decision"
    ENQUIRING = "enquiring", "Further enquiries"
    WITH_WORKER = "with-worker", "With the child's worker"
    DECIDED = "decided", "Decided"


class Decision(Words):
    ADVICE = "advice", "Advice and information"
    REDIRECT = "redirect", "Redirected to another agency"
    EARLY_HELP = "early-help", "Early help"
    REFERRAL = "referral", "Referral to children's social care"
    NOTED = "noted", "Noted: the plan stands"
    REASSESS = "reassess", "A new assessment is needed"
    STRATEGY = "strategy-discussion", "A strategy discussion is needed"


class CaseState(Words):
    WAITING = "waiting", "Waiting to be allocated"
    OPEN = "open", "Allocated"
    CLOSED = "closed", "Closed"


class CaseStatus(Words):
    """What the child is to us now, the gravest first."""

    LOOKED_AFTER = "looked-after", "Looked after"
    ON_PLAN = "on-plan", "On a child protection plan"
    IN_NEED = "in-need", "In need"


MAY_NOT_WAIT = (CaseStatus.LOOKED_AFTER, CaseStatus.ON_PLAN)
"""Children who always have an allocated worker (Wigan 2009, 3.7)."""


class AssessmentState(Words):
    CALLED_FOR = "called-for", "Not started"
    DRAFT = "draft", "Being written"
    SENT = "sent", "Waiting to be authorised"
    RETURNED = "returned", "Returned with comments"
    AUTHORISED = "authorised", "Authorised"
    WITHDRAWN = "withdrawn", "Withdrawn"


class TaskState(Words):
    OPEN = "open", "To do"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "No longer needed"


class Hat(Words):
    WORKER = "worker", "the child's worker"
    COVER = "cover", "whoever covers the child's worker"
    MANAGER = "manager", "a manager of the team"
    AUTHOR = "author", "whoever wrote it"
    OWNER = "owner", "whoever it was given to"


NEEDS: dict[str, str] = {
    "has_no_other_decider": "somebody else has taken this contact to decide; ask them, or their manager",
    "is_below_threshold": "only levels 1, 2 and 3a can be closed as advice at the duty desk; this goes to a manager",
    "is_not_urgent": "a child in immediate danger goes to a manager whatever the level",
    "has_level": "choose the level of need",
    "lateness_is_explained": "the time limit has passed: say why it is late",
    "says_who_advised": "name the agency the family or the referrer was directed to",
    "has_open_task": "name the enquiry, who makes it and by when",
    "lead_is_named": "name the worker who takes the lead",
    "lead_is_qualified": "a child on a plan or looked after needs a qualified social worker as the lead",
    "may_wait": "a child on a protection plan or looked after cannot be without a worker: name who takes over",
    "has_priority": "give the priority",
    "has_no_unfinished_assessment": "every assessment on the case must be authorised or withdrawn first",
    "has_no_open_task": "every task on the case must be done or cancelled first",
    "has_no_undecided_contact": "every contact about the child must be decided first",
    "has_closure_reason": "choose the reason for closing",
    "is_not_on_plan": "a child on a protection plan or looked after cannot be closed",
    "says_what_was_done": "say what was done",
    # what an assessment needs before it can be sent or authorised
    "child_seen_or_reason": "record when the child was seen, or why not",
    "seen_alone_or_reason": "record whether the child was seen alone, and if not, why not",
    "agency_asked": "record at least one agency that was asked",
    "analysis_written": "write the analysis: what is happening, what it means for this child, what must change",
    "childs_words_or_reason": "write the child's own words, or why there are none",
    "parenting_capacity_covered": "write something in each of the six parts on parenting capacity",
    "factors_chosen": "choose the factors, or «none»",
    "outcome_chosen": "choose the outcome",
    "outcome_is_explained": "say why this outcome was chosen",
}


@dataclass(frozen=True)
class Step:
    verb: str
    label: str
    leaves: tuple[str, ...]
    enters: str | None
    """The state it leads to; None leaves the state as it is."""
    by: tuple[Role, ...]
    needs: tuple[str, ...] = ()
    hats: tuple[Hat, ...] = ()
    """One of these is needed as well as the role; none means the role is enough."""
    bars: tuple[Hat, ...] = ()
    """Whoever wears one of these may not, whatever their role."""
    says_why: bool = False


@dataclass(frozen=True)
class Lifecycle:
    begins: dict[str, str]
    """Verb that makes the record → the state it starts in."""
    steps: tuple[Step, ...]
    makers: dict[str, tuple[Role, ...]]
    """Who may make one, by verb."""

    def step(self, verb: str) -> Step:
        """The row for a verb; KeyError for a verb that the record does not know."""
        for step in self.steps:
            if step.verb == verb:
                return step
        raise KeyError(verb)


def objections(
    step: Step,
    *,
    state: str,
    state_label: str,
    role: str,
    hats: Collection[str],
    has: Callable[[str], bool],
    why: str,
) -> list[str]:
    """Every reason why the step is refused, in words; an empty list means go ahead."""
    if state not in step.leaves:
        # Nothing else matters: whatever was wrong may have been put right by whoever moved it.
        return [f"{step.label} is not possible now: this is «{state_label.lower()}»."]
    reasons = []
    if role not in step.by:
        names = " or ".join(Role(r).label.lower() for r in step.by)
        reasons.append(f"Only a {names} may do this.")
    elif step.hats and not set(step.hats) & set(hats):
        reasons.append(f"Only {' or '.join(hat.label for hat in step.hats)} may do this.")
    reasons += [
        f"This cannot be done by {hat.label}: it takes a second pair of eyes."
        for hat in step.bars
        if hat in hats
    ]
    if step.says_why and not why.strip():
        reasons.append("Say why.")
    reasons += [sentence_of(need) for need in step.needs if not has(need)]
    return reasons


def sentence_of(need: str) -> str:
    """What a refusal says when a need is not met."""
    return f"{NEEDS[need][0].upper()}{NEEDS[need][1:]}."


_UNDECIDED = (ContactState.WAITING, ContactState.ENQUIRING)
_WORKERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS, Role.OUT_OF_HOURS)
_ON_THE_CASE = (Hat.WORKER, Hat.COVER, Hat.MANAGER)


def _decide(verb: str, label: str, *needs: str) -> Step:
    return Step(
        verb,
        label,
        _UNDECIDED,
        ContactState.DECIDED,
        DECIDERS,
        needs=("has_no_other_decider", "has_level", *needs, "lateness_is_explained"),
        says_why=True,
    )


def _answer(verb: str, label: str) -> Step:
    return Step(
        verb,
        label,
        (ContactState.WITH_WORKER,),
        ContactState.DECIDED,
        _WORKERS,
        needs=("lateness_is_explained",),
        hats=_ON_THE_CASE,
        says_why=True,
    )


CONTACT = Lifecycle(
    begins={"record": ContactState.WAITING, "pass-on": ContactState.WITH_WORKER},
    makers={"record": FRONT_DOOR, "pass-on": FRONT_DOOR},
    steps=(
        Step(
            "screen-out",
            "Close with advice",
            (ContactState.WAITING,),
            ContactState.DECIDED,
            FRONT_DOOR,
            needs=("has_level", "is_below_threshold", "is_not_urgent", "lateness_is_explained"),
            says_why=True,
        ),
        Step(
            "accept",
            "Take it to decide",
            _UNDECIDED,
            None,
            DECIDERS,
            needs=("has_no_other_decider",),
        ),
        Step("hand-back", "Put it back in the queue", _UNDECIDED, None, DECIDERS),
        Step(
            "enquire",
            "Make further enquiries",
            _UNDECIDED,
            ContactState.ENQUIRING,
            DECIDERS,
            needs=("has_no_other_decider", "has_open_task"),
            says_why=True,
        ),
        _decide("advise", "Give advice"),
        _decide("redirect", "Redirect to another agency", "says_who_advised"),
        _decide("early-help", "Pass to early help"),
        _decide("refer", "Make a referral"),
        _answer("note", "Note it: the plan stands"),
        _answer("reassess", "Assess again"),
        _answer("seek-strategy", "Ask for a strategy discussion"),
    ),
)

_OPEN_CASE = (CaseState.WAITING, CaseState.OPEN)

CASE = Lifecycle(
    begins={"refer": CaseState.WAITING},
    makers={"refer": DECIDERS},
    steps=(
        Step(
            "allocate",
            "Allocate",
            (CaseState.WAITING,),
            CaseState.OPEN,
            MANAGERS,
            needs=("lead_is_named", "lead_is_qualified"),
            hats=(Hat.MANAGER,),
        ),
        Step(
            "reallocate",
            "Change the worker",
            (CaseState.OPEN,),
            None,
            MANAGERS,
            needs=("lead_is_named", "lead_is_qualified"),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
        Step(
            "wait",
            "Put back to wait for a worker",
            (CaseState.OPEN,),
            CaseState.WAITING,
            MANAGERS,
            needs=("may_wait", "has_priority"),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
        Step(
            "review-waiting",
            "Record the weekly review",
            (CaseState.WAITING,),
            None,
            MANAGERS,
            needs=("has_priority",),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
        Step(
            "close",
            "Close the case",
            _OPEN_CASE,
            CaseState.CLOSED,
            MANAGERS,
            needs=(
                "is_not_on_plan",
                "has_no_unfinished_assessment",
                "has_no_open_task",
                "has_no_undecided_contact",
                "has_closure_reason",
            ),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)

_WRITERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER)
_BEING_WRITTEN = (AssessmentState.DRAFT, AssessmentState.RETURNED)

_ASSESSMENT = Lifecycle(
    begins={"call-for": AssessmentState.CALLED_FOR, "start": AssessmentState.DRAFT},
    makers={"call-for": MANAGERS, "start": _WRITERS},
    steps=(
        Step(
            "start",
            "Start writing",
            (AssessmentState.CALLED_FOR,),
            AssessmentState.DRAFT,
            _WRITERS,
            hats=(Hat.WORKER, Hat.COVER),
        ),
        Step(
            "send",
            "Send to be authorised",
            _BEING_WRITTEN,
            AssessmentState.SENT,
            _WRITERS,
            hats=(Hat.AUTHOR, Hat.WORKER, Hat.COVER),
        ),
        Step(
            "take-back",
            "Take it back",
            (AssessmentState.SENT,),
            AssessmentState.DRAFT,
            _WRITERS,
            hats=(Hat.AUTHOR,),
        ),
        Step(
            "return",
            "Return with comments",
            (AssessmentState.SENT,),
            AssessmentState.RETURNED,
            MANAGERS,
            hats=(Hat.MANAGER,),
            bars=(Hat.AUTHOR,),
            says_why=True,
        ),
        Step(
            "authorise",
            "Authorise",
            (AssessmentState.SENT,),
            AssessmentState.AUTHORISED,
            MANAGERS,
            needs=("lateness_is_explained",),
            hats=(Hat.MANAGER,),
            bars=(Hat.AUTHOR,),
        ),
        Step(
            "withdraw",
            "Withdraw",
            (AssessmentState.CALLED_FOR, *_BEING_WRITTEN),
            AssessmentState.WITHDRAWN,
            MANAGERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)


@cache
def assessment(needs: tuple[str, ...]) -> Lifecycle:
    """The life of an assessment whose type asks for `needs` before it is sent and authorised."""
    return replace(
        _ASSESSMENT,
        steps=tuple(
            replace(step, needs=needs + step.needs) if step.verb in ("send", "authorise") else step
            for step in _ASSESSMENT.steps
        ),
    )


TASK = Lifecycle(
    begins={"set": TaskState.OPEN},
    makers={"set": (*_WORKERS, Role.DUTY_OFFICER)},
    steps=(
        Step(
            "complete",
            "Done",
            (TaskState.OPEN,),
            TaskState.DONE,
            (*_WORKERS, Role.SUPPORT_WORKER, Role.DUTY_OFFICER),
            needs=("says_what_was_done", "lateness_is_explained"),
            hats=(Hat.OWNER, Hat.COVER, Hat.MANAGER),
        ),
        Step(
            "hand-over",
            "Give to somebody else",
            (TaskState.OPEN,),
            None,
            _WORKERS,
            hats=(Hat.OWNER, Hat.COVER, Hat.MANAGER),
            says_why=True,
        ),
        Step(
            "cancel",
            "No longer needed",
            (TaskState.OPEN,),
            TaskState.CANCELLED,
            _WORKERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)

LIFECYCLES: dict[str, Lifecycle] = {
    "A child in a contact": CONTACT,
    "A case": CASE,
    "An assessment": _ASSESSMENT,
    "A task": TASK,
}
