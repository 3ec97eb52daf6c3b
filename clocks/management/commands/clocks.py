"""`manage.py clocks sweep` and `manage.py clocks verify`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from clocks.models import Clock
from clocks.sweep import sweep
from clocks.verify import verify


class Command(BaseCommand):
    help = "Notice what is due (sweep), or recompute every clock from its ledger (verify)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("sweep", help="One sweep: notice everything that is due.")
        what.add_parser("verify", help="Recompute and compare; exit 1 on any mismatch.")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "sweep":
            self._sweep()
        else:
            self._verify()

    def _sweep(self) -> None:
        result = sweep()
        while result.unfinished:
            self.stdout.write(f"{result.noticed} noticed so far.")
            result = sweep()
        self.stdout.write(
            f"{result.noticed} noticed, {result.parked} put aside, "
            f"the oldest {result.oldest_lag_seconds} seconds after its time."
        )

    def _verify(self) -> None:
        found = 0
        for mismatch in verify():
            found += 1
            self.stdout.write(f"clock {mismatch.clock_id}: {mismatch.what}")
        self.stdout.write(f"{Clock.objects.count()} clocks, {found} mismatches.")
        if found:
            sys.exit(1)
