"""Every page of this app, one file for each area."""

from protection.urls import cases, plans

urlpatterns = [
    *cases.urlpatterns,
    *plans.urlpatterns,
]
