from django.urls import path

from cases.views import guidance

urlpatterns = [
    path("guidance/", guidance.guidance_list, name="guidance-list"),
    path("guidance/<slug:slug>/", guidance.guidance_detail, name="guidance-detail"),
    path("guidance/<slug:slug>/edit/", guidance.guidance_edit, name="guidance-edit"),
]
