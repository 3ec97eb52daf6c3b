from django.urls import path

from cases.views import clocks

urlpatterns = [path("clocks/<int:pk>/", clocks.clock_detail, name="clock-detail")]
