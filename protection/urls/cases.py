from django.urls import path

from cases.urls.converters import REF
from protection.views import case_tab

urlpatterns = [
    path(f"cases/{REF}/protection/", case_tab.case_protection, name="case-protection"),
]
