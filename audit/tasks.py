"""What the schedule calls."""

from celery import shared_task

from audit.seals import seal as seal_logs
from audit.verify import verify_and_report


@shared_task
def seal() -> None:
    seal_logs()


@shared_task
def verify() -> None:
    verify_and_report()
