from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("cases.urls")),
    path("", include("assessments.urls")),
    path("", include("protection.urls")),
    path("", include("retention.urls")),
    path("", include("reports.urls")),
]
