"""Brothers and sisters who are assessed together: what moves one, moves all."""

from collections.abc import Iterable

from accounts.models import User
from assessments.models import Assessment
from rules.lifecycles import AssessmentState
from workflow.engine import Refused, lock

ANOTHERS = (
    "This was written together with another child's assessment, which you may not open. "
    "Ask its manager, or take this child out of the group first."
)


def group_of(assessment: Assessment) -> list[Assessment]:
    """The assessments that are sent and authorised with this one, itself among them, in the order
    of their cases. One that was withdrawn no longer belongs."""
    rows = Assessment.objects.select_related("case__person", "case__worker", "author")
    if assessment.narrative_id is None:
        return [rows.get(pk=assessment.pk)]
    together = rows.filter(narrative=assessment.narrative_id)
    return list(together.exclude(state=AssessmentState.WITHDRAWN).order_by("case_id"))


def locked_group(assessment: Assessment, by: User) -> list[Assessment]:
    """The group, with the lock of every child's case. Refused when it holds a child whose case
    this person may not open: nobody signs for what they cannot read."""
    group = group_of(assessment)
    lock(*(each.case for each in group))
    group = group_of(assessment)
    seen = Assessment.objects.visible_to(by).filter(pk__in=[each.pk for each in group]).count()
    if seen < len(group):
        raise Refused([ANOTHERS])
    return group


def refuse_together(reasons: Iterable[tuple[Assessment, list[str]]]) -> None:
    """Raise every child's reasons at once; with several children each names whose it is."""
    reasons = list(reasons)
    found = []
    for assessment, sentences in reasons:
        name = f"{assessment.case.person.name}: " if len(reasons) > 1 else ""
        found += [name + sentence for sentence in sentences]
    if found:
        raise Refused(found)
