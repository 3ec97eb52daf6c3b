from django.urls import include, path

from benchmarks import floors, on_plans

urlpatterns = [
    path("floor/duty/", floors.duty_desk),
    path("floor/queue/", floors.decision_queue),
    path("floor/my-work/", floors.my_work),
    path("floor/cases/<reference>/", floors.case),
    path("floor/cases/<reference>/plan/", on_plans.plan_page),
    path("floor/service/", on_plans.service_page),
    path("floor/conferences/", on_plans.conference_list),
    path("floor/contacts/record/", floors.contact_record),
    path("", include("socialcare.urls")),
]
