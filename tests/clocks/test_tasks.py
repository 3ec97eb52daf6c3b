"""Every job of the schedule is a task that there is, and calls its function."""

import pytest

from clocks import tasks
from clocks.models import Heartbeat
from socialcare.celery import app
from socialcare.schedule import JOBS


def test_every_job_of_the_schedule_is_a_task():
    app.loader.import_default_modules()
    assert {job.task for job in JOBS} <= set(app.tasks)


@pytest.mark.django_db
def test_each_task_does_its_work():
    tasks.sweep.delay()
    assert Heartbeat.objects.exclude(finished_at=None).count() == 1
    tasks.deliver.delay()
    tasks.verify.delay()
