"""The ordinary settings with a quick beat, so that a test need not wait half a minute."""

from socialcare.settings import *  # noqa: F403
from socialcare.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {
    name: {**job, "schedule": 1.0, "options": {"expires": 5.0}}
    for name, job in CELERY_BEAT_SCHEDULE.items()
    if job["task"] == "clocks.tasks.sweep"
}
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
