from django.urls import path

from cases.urls.converters import REF
from protection.views import case_tab, domestic_abuse

urlpatterns = [
    path(f"cases/{REF}/protection/", case_tab.case_protection, name="case-protection"),
    path(
        f"cases/{REF}/domestic-abuse/",
        domestic_abuse.domestic_abuse_assess,
        name="domestic-abuse-assess",
    ),
]
