from django.urls import path

from cases.urls.converters import REF
from protection.views import strategy

urlpatterns = [
    path(f"cases/{REF}/strategy/", strategy.strategy_hold, name="strategy-hold"),
    path("strategy/<int:pk>/", strategy.strategy_detail, name="strategy-detail"),
]
