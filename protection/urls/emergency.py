from django.urls import path

from cases.urls.converters import REF
from protection.views import emergency

urlpatterns = [
    path(f"cases/{REF}/emergency/", emergency.emergency_begin, name="emergency-begin"),
    path("emergencies/<int:pk>/extend/", emergency.emergency_extend, name="emergency-extend"),
    path("emergencies/<int:pk>/end/", emergency.emergency_end, name="emergency-end"),
]
