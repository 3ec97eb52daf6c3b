from django.urls import include, path

from benchmarks import floors

urlpatterns = [
    path("floor/duty/", floors.duty_desk),
    path("floor/queue/", floors.decision_queue),
    path("floor/my-work/", floors.my_work),
    path("floor/cases/<reference>/", floors.case),
    path("floor/contacts/record/", floors.contact_record),
    path("", include("socialcare.urls")),
]
