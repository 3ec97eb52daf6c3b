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
    "ordinary": ("duty desk, ordinary user", "case page, ordinary user"),
    "search": ("search: both misspelt",),
    "sweep": ("sweep of due clocks",),
}


@pytest.mark.sweep
def test_every_line_of_the_benchmarks_runs_and_prints_a_ratio():
    words = ["--scale", "tiny", "--turns", "2", "--searches", "3", "--only", *LINES]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for what in (line for lines in LINES.values() for line in lines):
        assert re.search(rf"^{what} +tiny .* ms +\d+\.\d\d +[✓✗]", done.stdout, re.M), done.stdout


@pytest.mark.sweep
def test_the_memory_of_a_web_process_is_measured_after_a_crawl():
    words = ["--scale", "tiny", "--only", "memory"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *words],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert re.search(r"memory of a web process +tiny +\d+ MB", done.stdout), done.stdout
