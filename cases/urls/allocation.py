from django.urls import path

from cases.views import allocation as views

urlpatterns = [
    # /cases/<reference>/…
    path("cases/<slug:reference>/allocate/", views.case_allocate, name="case-allocate"),
    path("cases/<slug:reference>/reallocate/", views.case_reallocate, name="case-reallocate"),
    path("cases/<slug:reference>/wait/", views.case_wait, name="case-wait"),
    path(
        "cases/<slug:reference>/review-waiting/",
        views.case_review_waiting,
        name="case-review-waiting",
    ),
    path("cases/<slug:reference>/workers/add/", views.case_add_worker, name="case-add-worker"),
    path(
        "cases/<slug:reference>/workers/<int:pk>/end/",
        views.case_end_worker,
        name="case-end-worker",
    ),
]
