"""`manage.py demo`: fill an empty database with an invented council."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from audit.models import Alert
from cases.models import Case, Contact
from clocks.models import Clock
from clocks.sweep import sweep
from people.models import Person
from socialcare.demo import bulk
from socialcare.demo.council import build
from socialcare.demo.lately import assess_domestic_abuse, close_a_record
from socialcare.demo.life import Life, spread

BULK_FROM = 2_000
"""Children. From here on acting every act would take too long."""


class Command(BaseCommand):
    help = (
        "Fill an empty database with invented, lawful histories, made by the actions that pages use; "
        f"with --bulk, or from {BULK_FROM:,} children on, by loading what those would have written. "
        "100,000 children make a county: 250,000 people, 50,000 cases, 5 million events."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--children", type=int, default=120, help="about how many children")
        parser.add_argument(
            "--seed", type=int, default=2009, help="the same seed tells the same stories"
        )
        parser.add_argument("--weeks", type=int, default=26, help="how far back the histories go")
        parser.add_argument(
            "--bulk", action="store_true", help="load fifteen years of histories at once"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, where people are"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["children"] < 1:
            raise CommandError("--children must be 1 or more.")
        if Person.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There are people in this database already; the demo is for an empty one."
            )
        now = timezone.now().replace(second=0, microsecond=0)
        if options["bulk"] or options["children"] >= BULK_FROM:
            bulk.load(options["children"], options["seed"], now, self.stdout.write)
            self._say()
            return
        random = Random(options["seed"])  # noqa: S311 — invented histories, not secrets
        with transaction.atomic():
            council = build(random, timezone.localdate(now))
            life = Life(council, random, now)
            spread(life, options["children"], options["weeks"])
            life.run()
            assess_domestic_abuse(now)
            close_a_record(council, now)
            _settle_alerts(now)
        if options["if_empty"]:
            # about to be looked at: the watch must not say that nobody watches until the first sweep
            sweep()
        if life.refused:
            self.stderr.write(
                f"{len(life.refused)} acts were refused, the first because: {life.refused[0]}"
            )
        self._say()

    def _say(self) -> None:
        self.stdout.write(
            f"{Person.objects.count()} people, {Contact.objects.count()} contacts, {Case.objects.count()} cases, "
            f"{Clock.objects.running().count()} clocks running."
        )


def _settle_alerts(now: datetime) -> None:
    """Nobody in the demo has an e-mail address that leads anywhere, and what was told days ago has
    been read."""
    Alert.objects.update(mail=Alert.Mail.NONE)
    Alert.objects.filter(created_at__lt=now - timedelta(days=2)).update(
        read_at=now - timedelta(days=1)
    )
