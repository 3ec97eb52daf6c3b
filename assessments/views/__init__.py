from assessments.views.cases import case_assessments
from assessments.views.decide import (
    assessment_alone,
    assessment_authorise,
    assessment_comment,
    assessment_return,
    assessment_send,
    assessment_take_back,
    assessment_withdraw,
)
from assessments.views.read import assessment_correct, assessment_detail
from assessments.views.record import assessment_agencies, assessment_agency, assessment_facts
from assessments.views.write import (
    assessment_autosave,
    assessment_comment_resolve,
    assessment_compare,
    assessment_part,
)

__all__ = [
    "assessment_agencies",
    "assessment_agency",
    "assessment_alone",
    "assessment_authorise",
    "assessment_autosave",
    "assessment_comment",
    "assessment_comment_resolve",
    "assessment_compare",
    "assessment_correct",
    "assessment_detail",
    "assessment_facts",
    "assessment_part",
    "assessment_return",
    "assessment_send",
    "assessment_take_back",
    "assessment_withdraw",
    "case_assessments",
]
