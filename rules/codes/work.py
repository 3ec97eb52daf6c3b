"""Who does what next, as what, and how soon."""

from rules.words import Words


class TaskKind(Words):
    """What somebody has been asked to do next."""

    FURTHER_ENQUIRIES = "further-enquiries", "Make further enquiries about a contact"
    HOME_VISIT = "home-visit", "Visit the home"
    ASK_AGENCY = "ask-agency", "Ask an agency for what it knows"
    ANSWER_REFERRER = "answer-referrer", "Tell the referrer what was decided"
    TELL_FAMILY = "tell-family", "Tell the family what was decided"
    ARRANGE_SERVICE = "arrange-service", "Arrange the service agreed"
    EARLY_HELP = "early-help", "Introduce the family to early help"
    CHILD_IN_NEED_PLAN = "child-in-need-plan", "Write the child in need plan"
    STRATEGY_DISCUSSION = "strategy-discussion", "Hold a strategy discussion"
    CASE_MANAGEMENT_DISCUSSION = "case-management-discussion", "Hold a case management discussion"
    EMERGENCY_ACTION = "emergency-action", "Take emergency action"
    REVIEW_WAITING = "review-waiting", "Look again at a case that waits for a worker"
    ALLOCATE = "allocate", "Allocate a worker"
    UPDATE_CHRONOLOGY = "update-chronology", "Bring the chronology up to date"
    NON_ENGAGEMENT = "non-engagement", "Decide what to do about visits that nobody answers"
    OTHER = "other", "Something else"


class QualityGrade(Words):
    """How good an assessment is, in the judgement of whoever authorises it; in the inspectorate's
    words."""

    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires-improvement", "Requires improvement"
    INADEQUATE = "inadequate", "Inadequate"


class AllocationRole(Words):
    """As what somebody is responsible for a child. One lead at a time; the others beside them."""

    LEAD = "lead", "Lead worker"
    SECOND = "second", "Second worker"
    COVER = "cover", "Cover while the lead is away"


class CasePriority(Words):
    """How soon a case that waits for a worker must have one; listed most pressing first."""

    IMMEDIATE = "immediate", "Immediate: a child may be unsafe today"
    HIGH = "high", "High: within two working days"
    MEDIUM = "medium", "Medium: within a week"
    LOW = "low", "Low: when the next worker is free"

    @property
    def rank(self) -> int:
        """1 is the most pressing; sort by it."""
        return list(CasePriority).index(self) + 1
