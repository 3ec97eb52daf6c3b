"""Every page of this app, one file for each area."""

from cases.urls import allocation

urlpatterns = [
    *allocation.urlpatterns,
]
