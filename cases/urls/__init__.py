"""Every page of this app, one file for each area."""

from cases.urls import cases as of_cases
from cases.urls import clocks, front_door, guidance, people, tasks

urlpatterns = [
    *front_door.urlpatterns,
    *of_cases.urlpatterns,
    *tasks.urlpatterns,
    *clocks.urlpatterns,
    *people.urlpatterns,
    *guidance.urlpatterns,
]
