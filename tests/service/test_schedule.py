"""Every row of the schedule names a task that a worker knows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models.sent import SentForm
from socialcare.celery import app
from socialcare.schedule import JOBS


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_job_names_a_task_that_runs(job, db):
    app.loader.import_default_modules()
    assert job.why
    app.tasks[job.task].apply().get()


def test_the_tokens_of_old_forms_are_forgotten_and_fresh_ones_kept(db):
    now = timezone.now()
    SentForm.objects.create(token=uuid4(), at=now - timedelta(days=8))
    fresh = SentForm.objects.create(token=uuid4(), at=now - timedelta(days=6))
    app.tasks["cases.tasks.forget_sent_forms"].apply().get()
    assert list(SentForm.objects.all()) == [fresh]
