from django.urls import path

from cases.urls.converters import REF
from reports.views import (
    absences,
    access_log,
    alerts,
    as_of,
    calendar,
    childs_views,
    domestic_abuse,
    medicals,
    my_team,
    my_work,
    service,
    staff,
    training,
    unusual_reading,
    waiting,
    watch,
)

urlpatterns = [
    path("my-work/", my_work.my_work, name="my-work"),
    path("my-team/", my_team.my_team, name="my-team"),
    path("service/", service.service, name="service"),
    path("childs-views/", childs_views.childs_views, name="childs-views"),
    path("domestic-abuse/", domestic_abuse.domestic_abuse, name="domestic-abuse"),
    path("medicals/", medicals.medicals, name="medicals"),
    path("waiting/", waiting.awaiting_allocation, name="awaiting-allocation"),
    # /absences/
    path("absences/", absences.absences, name="absences"),
    path("absences/record/", absences.absence_record, name="absence-record"),
    path("absences/<int:pk>/end/", absences.absence_end, name="absence-end"),
    path("absences/<int:pk>/cover/", absences.absence_cover, name="absence-cover"),
    # /training/
    path("training/", training.training, name="training"),
    path("training/record/", training.training_record, name="training-record"),
    # /staff/
    path("staff/", staff.staff, name="staff"),
    path("staff/add/", staff.staff_add, name="staff-add"),
    path("staff/<int:pk>/", staff.staff_detail, name="staff-detail"),
    path("staff/<int:pk>/change/", staff.staff_change, name="staff-change"),
    path("staff/<int:pk>/move/", staff.staff_move, name="staff-move"),
    path("staff/<int:pk>/end/", staff.staff_end, name="staff-end"),
    path("staff/<int:pk>/return/", staff.staff_return, name="staff-return"),
    path("staff/<int:pk>/link/", staff.staff_link, name="staff-link"),
    path("staff/<int:pk>/unlock/", staff.staff_unlock, name="staff-unlock"),
    path("staff/<int:pk>/second-factors/", staff.staff_reset_factors, name="staff-reset-factors"),
    path("staff/<int:pk>/single-sign-on/", staff.staff_connect, name="staff-connect"),
    path("staff/<int:pk>/holds/", staff.staff_holds, name="staff-holds"),
    path("staff/<int:pk>/ask/", staff.staff_ask, name="staff-ask"),
    # /alerts/
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/read/", alerts.alerts_read, name="alerts-read"),
    path("alerts/<int:pk>/read/", alerts.alert_read, name="alert-read"),
    # /watch/
    path("watch/", watch.watch, name="watch"),
    path("watch/incidents/<int:pk>/settle/", watch.incident_settle, name="incident-settle"),
    path("watch/mail/send-again/", watch.mail_send_again, name="mail-send-again"),
    # /calendar/ and /rule-sets/
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/add/", calendar.holiday_add, name="holiday-add"),
    path("calendar/<int:pk>/remove/", calendar.holiday_remove, name="holiday-remove"),
    path("rule-sets/", calendar.rule_sets, name="rule-sets"),
    path("rule-sets/bring-in/", calendar.rule_set_bring_in, name="rule-set-bring-in"),
    path(f"cases/{REF}/as-of/", as_of.case_as_of, name="case-as-of"),
    path("access-log/unusual/", unusual_reading.unusual_reading, name="unusual-reading"),
    path("access-log/unusual/<str:key>/", unusual_reading.unusual_settle, name="unusual-settle"),
    path("access-log/", access_log.access_log, name="access-log"),
]
