"""Every page of this app, one file for each area."""

from protection.urls import cases

urlpatterns = [
    *cases.urlpatterns,
]
