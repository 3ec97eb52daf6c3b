"""Every page of this app, one file for each area."""

from cases.urls import agencies, allocation, clocks, closed, front_door, guidance, people, tasks
from cases.urls import cases as of_cases

urlpatterns = [
    *front_door.urlpatterns,
    *of_cases.urlpatterns,
    *allocation.urlpatterns,
    *tasks.urlpatterns,
    *clocks.urlpatterns,
    *people.urlpatterns,
    *guidance.urlpatterns,
    *agencies.urlpatterns,
    *closed.urlpatterns,
]
