"""How long recomputing every clock takes, and how much memory: it is to grow with neither.

    python benchmarks/verify.py [CLOCKS]

Works in a test database of its own, which it removes again.
"""

import os
import resource
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.db import connection
from django.utils import timezone

from accounts.cast import assemble
from clocks.sweep import sweep
from clocks.verify import verify
from tests.clocks.conftest import start_many


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(n: int) -> None:
    priya = assemble()["priya"]
    now = timezone.now()
    for part in range(0, n, 5000):
        moments = [now - timedelta(minutes=part + k) for k in range(min(5000, n - part))]
        start_many("initial-assessment", moments, owner=priya, team=priya.team)
    sweep()
    before = memory()
    began = perf_counter()
    found = sum(1 for _ in verify())
    print(
        f"{n:,} clocks verified in {perf_counter() - began:.1f} s, {found} mismatches, "
        f"{memory() - before:.0f} MB more memory"
    )


if __name__ == "__main__":
    connection.settings_dict["TEST"]["NAME"] = "verify_benchmark"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
