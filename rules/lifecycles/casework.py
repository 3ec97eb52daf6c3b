"""The lives of contacts, cases, assessments and tasks."""

from dataclasses import replace
from functools import cache

from rules.access import AT_CONFERENCE, DECIDERS, FRONT_DOOR, MANAGERS, Role
from rules.lifecycles.steps import Hat, Lifecycle, Step
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


_UNDECIDED = (ContactState.WAITING, ContactState.ENQUIRING)
WORKERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER, *MANAGERS, Role.OUT_OF_HOURS)
ON_THE_CASE = (Hat.WORKER, Hat.COVER, Hat.MANAGER)


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
        WORKERS,
        needs=("lateness_is_explained",),
        hats=ON_THE_CASE,
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
        Step(
            "recognise",
            "Take it to the restricted record it is about",
            _UNDECIDED,
            ContactState.WITH_WORKER,
            MANAGERS,
        ),
        Step(
            "send-on",
            "Send it to the child's worker",
            _UNDECIDED,
            ContactState.WITH_WORKER,
            DECIDERS,
            needs=("has_no_other_decider", "has_level", "has_open_case"),
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
                "has_no_live_plan",
                "has_no_running_enquiry",
                "has_no_waiting_transfer",
                "has_no_conference_ahead",
                "has_no_emergency_action",
                "has_no_unfinished_assessment",
                "has_no_open_task",
                "has_no_undecided_contact",
                "has_closure_reason",
                "closes_as_one_with_an_enquiry",
            ),
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)

WRITERS = (Role.SOCIAL_WORKER, Role.SENIOR_PRACTITIONER)
_BEING_WRITTEN = (AssessmentState.DRAFT, AssessmentState.RETURNED)

ASSESSMENT = Lifecycle(
    begins={"call-for": AssessmentState.CALLED_FOR, "start": AssessmentState.DRAFT},
    makers={"call-for": WORKERS, "start": WRITERS},
    steps=(
        Step(
            "start",
            "Start writing",
            (AssessmentState.CALLED_FOR,),
            AssessmentState.DRAFT,
            WRITERS,
            hats=(Hat.WORKER, Hat.COVER),
        ),
        Step(
            "send",
            "Send to be authorised",
            _BEING_WRITTEN,
            AssessmentState.SENT,
            WRITERS,
            hats=(Hat.AUTHOR, Hat.WORKER, Hat.COVER),
        ),
        Step(
            "take-back",
            "Take it back",
            (AssessmentState.SENT,),
            AssessmentState.DRAFT,
            WRITERS,
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
        ASSESSMENT,
        steps=tuple(
            replace(step, needs=needs + step.needs) if step.verb in ("send", "authorise") else step
            for step in ASSESSMENT.steps
        ),
    )


TASK = Lifecycle(
    begins={"set": TaskState.OPEN},
    makers={"set": (*WORKERS, Role.SUPPORT_WORKER, Role.DUTY_OFFICER, *AT_CONFERENCE)},
    steps=(
        Step(
            "complete",
            "Done",
            (TaskState.OPEN,),
            TaskState.DONE,
            (*WORKERS, Role.SUPPORT_WORKER, Role.DUTY_OFFICER),
            needs=("says_what_was_done", "lateness_is_explained"),
            hats=(Hat.OWNER, Hat.COVER, Hat.MANAGER),
        ),
        Step(
            "settle",
            "Done by what was recorded",
            (TaskState.OPEN,),
            TaskState.DONE,
            WORKERS,
            needs=("says_what_was_done", "lateness_is_explained"),
        ),
        Step(
            "hand-over",
            "Give to somebody else",
            (TaskState.OPEN,),
            None,
            WORKERS,
            hats=(Hat.OWNER, Hat.COVER, Hat.MANAGER),
            says_why=True,
        ),
        Step(
            "cancel",
            "No longer needed",
            (TaskState.OPEN,),
            TaskState.CANCELLED,
            WORKERS,
            hats=(Hat.MANAGER,),
            says_why=True,
        ),
    ),
)
