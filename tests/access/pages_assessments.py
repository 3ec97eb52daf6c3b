from tests.access.records import of_assessment, of_case, of_part
from tests.access.table import MANAGE, ON_THE_CASE, Page

TITLE, PLACE = "Assessments", 5

PAGES = (
    Page("case-assessments", ON_THE_CASE, of_case, "The assessments of a case"),
    Page("assessment-detail", ON_THE_CASE, of_assessment, "An assessment"),
    Page("assessment-part", ON_THE_CASE, of_part, "Write a part of it"),
    Page("assessment-autosave", ON_THE_CASE, of_part, "Save a draft of a part"),
    Page("assessment-compare", ON_THE_CASE, of_part, "Compare two people's changes"),
    Page("assessment-facts", ON_THE_CASE, of_assessment, "Seen, factors and outcome"),
    Page("assessment-agencies", ON_THE_CASE, of_assessment, "Agencies asked"),
    Page(
        "assessment-agency", ON_THE_CASE, lambda r: {**of_assessment(r), "asked": 1},
        "An agency's answer",
    ),
    Page("assessment-alone", ON_THE_CASE, of_assessment, "Write for one child alone"),
    Page("assessment-correct", ON_THE_CASE, of_assessment, "Correct an authorised assessment"),
    Page("assessment-send", ON_THE_CASE, of_assessment, "Send it to be authorised"),
    Page("assessment-take-back", ON_THE_CASE, of_assessment, "Take it back"),
    Page("assessment-authorise", MANAGE, of_assessment, "Authorise it"),
    Page("assessment-return", ON_THE_CASE, of_assessment, "Return it"),
    Page("assessment-comment", ON_THE_CASE, of_assessment, "Comment on it"),
    Page(
        "assessment-comment-resolve", ON_THE_CASE, lambda r: {**of_assessment(r), "comment": 1},
        "Settle a comment",
    ),
    Page("assessment-withdraw", MANAGE, of_assessment, "Withdraw it"),
)  # fmt: skip
