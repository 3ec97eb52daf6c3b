"""What the schedule calls, and what a page leaves to be done."""

from celery import shared_task
from django.core.management import call_command

from accounts import passwords


@shared_task
def forget_sessions() -> None:
    call_command("clearsessions")


@shared_task
def send_link(user_pk: int) -> None:
    passwords.send_link(user_pk)
