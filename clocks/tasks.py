"""What the schedule calls. A message only says "go and look": losing one loses nothing."""

from celery import shared_task

from audit.delivery import deliver as deliver_alerts
from clocks.sweep import sweep as sweep_clocks
from clocks.verify import verify_and_report


@shared_task
def sweep() -> None:
    sweep_clocks()


@shared_task
def deliver() -> None:
    deliver_alerts()


@shared_task
def verify() -> None:
    verify_and_report()
