"""What the schedule calls."""

from celery import shared_task

from cases.actions.documents import scan_waiting
from cases.models.sent import forget_sent


@shared_task
def forget_sent_forms() -> None:
    forget_sent()


@shared_task
def scan_documents() -> None:
    scan_waiting()
