from django.urls import path

from cases.urls.converters import REF
from cases.views import allocation as views

urlpatterns = [
    # /cases/<reference>/…
    path(f"cases/{REF}/allocate/", views.case_allocate, name="case-allocate"),
    path(f"cases/{REF}/reallocate/", views.case_reallocate, name="case-reallocate"),
    path(f"cases/{REF}/wait/", views.case_wait, name="case-wait"),
    path(
        f"cases/{REF}/review-waiting/",
        views.case_review_waiting,
        name="case-review-waiting",
    ),
    path(f"cases/{REF}/workers/add/", views.case_add_worker, name="case-add-worker"),
    path(
        f"cases/{REF}/workers/<int:pk>/end/",
        views.case_end_worker,
        name="case-end-worker",
    ),
]
