"""`manage.py audit seal` and `manage.py audit verify`."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand

from audit.seals import seal
from audit.verify import verify


def anchor(text: str) -> tuple[int, str]:
    """«12:9f3c…», as logs and the access log's page show it."""
    found = re.fullmatch(r"(\d{1,18}):([0-9a-f]{64})", text.strip().lower())
    if not found:
        raise ArgumentTypeError("an anchor is a number, a colon and 64 hexadecimal digits")
    return int(found[1]), found[2]


class Command(BaseCommand):
    help = "Seal what waits (seal), or compare the logs with their seals (verify)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("seal", help="Seal every row that waits.")
        checks = what.add_parser("verify", help="Compare; exit 1 when anything was changed.")
        checks.add_argument(
            "--anchor",
            type=anchor,
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="A seal written down outside the database, which the chain must have.",
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "seal":
            done = seal(seconds=3600)
            self.stdout.write(f"{done.rows} rows sealed. Latest seal: {done.latest or 'none'}")
            return
        result = verify(dict(options["anchor"]))
        for finding in result.findings:
            self.stdout.write(finding)
        for certificate, number in sorted(result.disposed.items()):
            self.stdout.write(f"{number} rows were disposed of under certificate {certificate}.")
        self.stdout.write(
            f"{result.rows} rows under {result.seals} seals, {result.unsealed} not sealed yet, "
            f"{len(result.findings)} findings. Latest seal: {result.latest or 'none'}"
        )
        if result.findings:
            sys.exit(1)
