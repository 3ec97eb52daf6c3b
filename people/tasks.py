"""What the schedule calls."""

from celery import shared_task

from people import words


@shared_task
def relearn() -> None:
    words.relearn()
