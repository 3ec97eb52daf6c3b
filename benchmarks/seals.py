"""What sealing a backlog of the access log costs, beside the plain insert of the same rows.

    python benchmarks/seals.py [READS]

Works in a test database of its own, which it removes again. A county reads some 100,000 pages a day;
a backlog that large is what a night without the job leaves behind.
"""

import os
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()


from audit.seals import seal, waiting
from benchmarks.places import in_a_database_of_its_own
from benchmarks.sweep import PEOPLE, WORKERS, run
from benchmarks.timing import Line, milliseconds

AIM = 3.0
TURNS = 3

PLAIN = """
INSERT INTO audit_access (at, by_id, what, page, terms, address)
SELECT now(), w.id, 'view', 'case-detail', '', '10.0.0.1'
FROM generate_series(1, {n}) n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM accounts_user) w
    ON w.place = n %% {workers}
"""


def main(n: int) -> tuple[float, float]:
    """Milliseconds of sealing and of the insert, both medians."""
    run(PEOPLE)
    ours, plain = [], []
    for _ in range(TURNS):
        plain.append(milliseconds(lambda: run(PLAIN.format(n=n, workers=WORKERS))))
        ours.append(milliseconds(lambda: seal(seconds=3600)))
        assert waiting() == 0
        print(f"inserted in {plain[-1]:,.0f} ms, sealed in {ours[-1]:,.0f} ms")
    ratio = median(ours) / median(plain)
    print(f"ratio: {ratio:.2f} times the plain insert, {n:,} reads at a time")
    return median(ours), median(plain)


def line(n: int, scale: str) -> Line:
    ours, plain = in_a_database_of_its_own("seal_benchmark", lambda: main(n))
    return Line("sealing of a backlog of reads", scale, ours, plain, AIM, f"{n:,} reads")


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    in_a_database_of_its_own("seal_benchmark", lambda: main(number))
