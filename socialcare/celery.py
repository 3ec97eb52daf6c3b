"""The Celery application. Losing every message loses nothing: see `clocks.sweep`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialcare.settings")
app = Celery("socialcare")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
