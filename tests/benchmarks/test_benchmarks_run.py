"""Every line of the benchmarks still runs and prints its ratio. How fast is not asked here: a busy
machine must fail no test."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "pages": ("duty desk", "decision queue", "my work", "case page"),
    "saving": ("saving a contact",),
    "ordinary": (
        "duty desk, ordinary user",
        "case page, ordinary user",
        "my team, ordinary user",
    ),
    "plans": ("plan page", "service page"),
    "search": ("search: both misspelt",),
    "sweep": ("sweep of due clocks",),
}


@pytest.mark.sweep
def test_every_line_of_the_benchmarks_runs_and_prints_a_ratio():
    """The memory of a web process too, after a crawl; it has no ratio, but a figure."""
    words = ["--scale", "tiny", "--turns", "2", "--searches", "3"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words, "--only", *LINES, "memory"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for what in (line for lines in LINES.values() for line in lines):
        assert re.search(rf"^{what} +tiny .* ms +\d+\.\d\d +[✓✗]", done.stdout, re.M), done.stdout
    assert re.search(r"memory of a web process +tiny +\d+ MB", done.stdout), done.stdout
