from django.urls import path

from cases.views import agencies

urlpatterns = [
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<int:pk>/link/", agencies.agency_link, name="agency-link"),
]
