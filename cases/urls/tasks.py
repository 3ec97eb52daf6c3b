from django.urls import path

from cases.views import tasks

urlpatterns = [path("tasks/<int:pk>/", tasks.task_detail, name="task-detail")]
