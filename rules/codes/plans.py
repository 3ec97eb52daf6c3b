"""Lists of plans, core groups and visits."""

from rules.words import Words


class ProtectionPlanEnd(Words):
    """Why a child protection plan ended."""

    NOT_AT_RISK = "not-at-risk", "A review conference found that the child is no longer at risk"
    LOOKED_AFTER = "looked-after", "The child is looked after and safe there"
    TRANSFERRED = "transferred", "Another council has taken the plan on at its own conference"
    EIGHTEEN = "eighteen", "The young person turned 18"
    LEFT_THE_COUNTRY = "left-country", "The child has left the country for good"
    DIED = "died", "The child has died"
    NOT_BORN = "not-born", "The child was not born"
    IN_ERROR = "in-error", "Recorded in error: the conference decided otherwise"


CONFERENCE_DECIDES = (ProtectionPlanEnd.NOT_AT_RISK, ProtectionPlanEnd.IN_ERROR)
"""No manager ends a plan so: a review conference finds it, or the chair corrects what was written."""


class InNeedPlanEnd(Words):
    """Why a child in need plan ended."""

    MET = "met", "The outcomes were met"
    EARLY_HELP = "early-help", "Early help carries on"
    PROTECTION = "protection", "A child protection plan takes its place"
    LOOKED_AFTER = "looked-after", "The child is looked after"
    WITHDREW = "withdrew", "The family no longer agrees to it, and the risk does not call for more"
    MOVED = "moved", "The family moved to another council"
    EIGHTEEN = "eighteen", "The young person turned 18"


class VisitKind(Words):
    """What a visit was for."""

    STATUTORY = "statutory", "Child protection visit"
    IN_NEED = "in-need", "Child in need visit"
    ASSESSMENT = "assessment", "Visit for an assessment or an enquiry"
    BEFORE_BIRTH = "before-birth", "Visit to the parents of an unborn child"
    OTHER = "other", "Seen elsewhere, such as at school"


COUNTS_FOR_PLAN = (VisitKind.STATUTORY, VisitKind.BEFORE_BIRTH)
"""The visits that a child protection plan asks for; the child is seen on the first."""


class ActionStanding(Words):
    """How far an action of a plan is."""

    OPEN = "open", "Under way"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"


class MemberKind(Words):
    """As what somebody belongs to a core group."""

    CHILD = "child", "The child"
    PARENT = "parent", "Parent or carer"
    FAMILY = "family", "Other family"
    PROFESSIONAL = "professional", "Professional"


class HeardHow(Words):
    """How a child's views were heard."""

    TOLD = "told", "Told the worker"
    PRESENT = "present", "Was there and spoke"
    WROTE = "wrote", "Wrote or drew them"
    ADVOCATE = "advocate", "Through an advocate"
    OBSERVED = "observed", "Seen and understood by the worker: too young to say"
    NOT_HEARD = "not-heard", "Not heard"


class AdultNeed(Words):
    """A need of a parent's own, as an assessment names it among its factors, that a service for
    adults answers."""

    DRUGS = "2B", "Drug misuse by a parent or carer"
    MENTAL_HEALTH = "4B", "Mental health of a parent or carer"
    LEARNING = "5B", "Learning disability of a parent or carer"


class AdultServiceStanding(Words):
    """Whether a service for adults works with the parent."""

    INVOLVED = "involved", "Works with the parent"
    REFERRED = "referred", "Has been asked to"
    DECLINED = "declined", "The parent does not want it"
    NOT_OFFERED = "not-offered", "The service does not take the parent on"
