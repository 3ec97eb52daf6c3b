from django.urls import path

from cases.urls.converters import REF
from protection.views import conference_after as after
from protection.views import conference_before as before
from protection.views import conference_during as during
from protection.views import themes
from protection.views.conference_detail import conference_detail
from protection.views.conferences import conference_views, conferences

ONE = "conferences/<int:pk>/"

urlpatterns = [
    path("conferences/", conferences, name="conferences"),
    path("conferences/views/", conference_views, name="conference-views"),
    path("conferences/views/themes/", themes.conference_themes, name="conference-themes"),
    path("conferences/views/themes/record/", themes.theme_record, name="theme-record"),
    path("conferences/views/themes/<int:pk>/finish/", themes.theme_finish, name="theme-finish"),
    path(
        "transfers-in/<int:pk>/withdraw/", before.transfer_in_withdraw, name="transfer-in-withdraw"
    ),
    path(f"cases/{REF}/transfer-in/", before.transfer_in, name="transfer-in"),
    # before
    path(f"cases/{REF}/conference/", before.conference_arrange, name="conference-arrange"),
    path(ONE, conference_detail, name="conference-detail"),
    path(ONE + "people/", before.conference_people, name="conference-people"),
    path(ONE + "answers/", before.conference_answers, name="conference-answers"),
    path(ONE + "report/", before.conference_report, name="conference-report"),
    path(ONE + "change/", before.conference_rearrange, name="conference-rearrange"),
    path(ONE + "adjourn/", before.conference_adjourn, name="conference-adjourn"),
    path(ONE + "cancel/", before.conference_cancel, name="conference-cancel"),
    # during
    path(ONE + "attendance/", during.conference_attendance, name="conference-attendance"),
    path(ONE + "record/", during.conference_record, name="conference-record"),
    path(
        ONE + "children/<int:child>/correct/", during.conference_correct, name="conference-correct"
    ),
    # after
    path(ONE + "minutes/", after.conference_minutes, name="conference-minutes"),
    path(
        ONE + "minutes/circulate/",
        after.conference_minutes_circulate,
        name="conference-minutes-circulate",
    ),
    path(ONE + "minutes/agree/", after.conference_minutes_agree, name="conference-minutes-agree"),
    path(ONE + "minutes/paper/", after.conference_minutes_paper, name="conference-minutes-paper"),
    path(ONE + "letters/", after.conference_letters, name="conference-letters"),
    path(ONE + "letters/<int:letter>/", after.conference_letter, name="conference-letter"),
    path(
        ONE + "letters/<int:letter>/not-needed/",
        after.conference_letter_not_needed,
        name="conference-letter-not-needed",
    ),
    path(
        ONE + "letters/<int:letter>/needed/",
        after.conference_letter_needed,
        name="conference-letter-needed",
    ),
    path(
        "recommendations/<int:pk>/discuss/",
        after.recommendation_discuss,
        name="recommendation-discuss",
    ),
]
