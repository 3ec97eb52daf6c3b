"""A stand-in service that a test starts, looks at and stops."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest

from launcher.places import ROOT, forget_sockets
from launcher.processes import born, end_leftovers

PATIENCE = 60


def wait_for(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"waited {PATIENCE} s in vain for: {what}"
        time.sleep(0.05)


class Service:
    """The stand-in in a folder of its own; what it printed, and the processes it has."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.output = folder / "output"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **extra: str) -> "Service":
        env = {n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "REDIS_URL")}
        self.folder.mkdir(exist_ok=True)
        self.output.write_text("")
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.launcher.stand_in", str(self.folder)],
                cwd=ROOT, env=env | extra, stdout=output, stderr=output,
            )  # fmt: skip
        return self

    def ready(self) -> "Service":
        wait_for(lambda: "Ready" in self.said or self.ended, "the service to be ready")
        assert "Ready" in self.said, self.said
        return self

    @property
    def said(self) -> str:
        return self.output.read_text()

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> int:
        """Send it the signal; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def pids(self) -> dict[str, int]:
        return {path.stem: json.loads(path.read_text())[0] for path in self.folder.glob("*.pid")}

    def url(self, name: str) -> str:
        return str(json.loads((self.folder / "servers.json").read_text())["servers"][name])

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Run the statement in its database; the rows, if it gives any."""
        connection = psycopg2.connect(self.url("DATABASE_OWNER_URL"))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            connection.close()


def alive(pids: dict[str, int]) -> dict[str, int]:
    """Those that still run."""
    return {name: pid for name, pid in pids.items() if born(pid)}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    it = Service(tmp_path / "a folder with spaces")
    yield it
    if it.process and it.process.poll() is None:
        it.process.terminate()
        it.process.wait(PATIENCE)
    end_leftovers(it.folder)
    for note in it.folder.glob("*.sockets"):
        forget_sockets(note)
