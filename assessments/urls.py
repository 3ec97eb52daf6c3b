from django.urls import path

from assessments import views

PART = "assessments/<int:pk>/parts/<slug:key>/"

urlpatterns = [
    path("cases/<slug:reference>/assessments/", views.case_assessments, name="case-assessments"),
    # one assessment, to read
    path("assessments/<int:pk>/", views.assessment_detail, name="assessment-detail"),
    path("assessments/<int:pk>/correct/", views.assessment_correct, name="assessment-correct"),
    # writing it
    path(PART, views.assessment_part, name="assessment-part"),
    path(PART + "autosave/", views.assessment_autosave, name="assessment-autosave"),
    path(PART + "compare/", views.assessment_compare, name="assessment-compare"),
    path("assessments/<int:pk>/facts/", views.assessment_facts, name="assessment-facts"),
    path("assessments/<int:pk>/agencies/", views.assessment_agencies, name="assessment-agencies"),
    path(
        "assessments/<int:pk>/agencies/<int:asked>/",
        views.assessment_agency,
        name="assessment-agency",
    ),
    path("assessments/<int:pk>/alone/", views.assessment_alone, name="assessment-alone"),
    # deciding on it
    path("assessments/<int:pk>/send/", views.assessment_send, name="assessment-send"),
    path(
        "assessments/<int:pk>/take-back/", views.assessment_take_back, name="assessment-take-back"
    ),
    path(
        "assessments/<int:pk>/authorise/", views.assessment_authorise, name="assessment-authorise"
    ),
    path("assessments/<int:pk>/return/", views.assessment_return, name="assessment-return"),
    path("assessments/<int:pk>/comment/", views.assessment_comment, name="assessment-comment"),
    path(
        "assessments/<int:pk>/comments/<int:comment>/answered/",
        views.assessment_comment_resolve,
        name="assessment-comment-resolve",
    ),
    path("assessments/<int:pk>/withdraw/", views.assessment_withdraw, name="assessment-withdraw"),
]
