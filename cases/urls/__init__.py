from cases.urls import front_door

urlpatterns = [*front_door.urlpatterns]
