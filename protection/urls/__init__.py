"""Every page of this app, one file for each area."""

from protection.urls import cases, conferences, emergency, enquiries, plans, strategy

urlpatterns = [
    *cases.urlpatterns,
    *strategy.urlpatterns,
    *enquiries.urlpatterns,
    *emergency.urlpatterns,
    *plans.urlpatterns,
    *conferences.urlpatterns,
]
