"""Child processes that never outlive us, and the end of those that an earlier launcher left."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from launcher.places import ROOT, VAR, Refusal

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5 << 20

FOREIGN = {
    "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT",
    "PIP_CONSTRAINT", "PIP_REQUIREMENT", "UV_SYSTEM_PYTHON", "UV_PYTHON", "UV_TARGET",
    "UV_PREFIX", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_PROJECT_ENVIRONMENT", "LAUNCHER_INSIDE",
}  # fmt: skip
"""Variables that other projects leave behind and that would lead ours astray."""


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without what bends Python, pip or Django, and with a home."""
    env = {
        name: value
        for name, value in environ.items()
        if name not in FOREIGN and not name.startswith("PYTHON")
    }
    env.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if not os.access(env.get("HOME", ""), os.W_OK | os.X_OK):
        home = VAR / "home"
        home.mkdir(parents=True, exist_ok=True)
        env["HOME"] = str(home)
    env |= {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "PIP_USER": "0", "PIP_NO_INPUT": "1"}
    env |= {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return env


def die_with_parent(number: int) -> Callable[[], None]:
    """For the child, before it becomes its program: ask the kernel to send it `number` when we
    die, however we die. Where the kernel cannot, the next start ends what is left."""
    parent = os.getpid()

    def ask() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def born(pid: int) -> str | None:
    """When the process began, as the system writes it; None when there is no such process.
    With it, a recorded process number cannot be mistaken for a stranger's."""
    if sys.platform == "linux":
        try:
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return None
        return None if after_name[0] in "ZX" else after_name[19]
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True)
    return answer.stdout.strip() or None


class Child:
    """One process in a session of its own, so that Ctrl-C reaches us only and we stop it in turn.

    Its output goes to `folder`/NAME.log, and its number to `folder`/NAME.pid for the next start.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str | os.PathLike[str]],
        env: Mapping[str, str],
        folder: Path,
        *,
        cwd: Path = ROOT,
        stop_signal: int = signal.SIGTERM,
        patience: float = 10,
        user: Mapping[str, Any] | None = None,
    ):
        self.name = name
        self.argv = [os.fspath(word) for word in argv]
        self.env = dict(env)
        self.folder = folder
        self.cwd = cwd
        self.stop_signal = stop_signal
        self.patience = patience
        self.user = dict(user or {})
        self.log = folder / f"{name}.log"
        self.record = folder / f"{name}.pid"
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        too_long = self.log.exists() and self.log.stat().st_size > LARGEST_LOG
        with self.log.open("wb" if too_long else "ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(self.stop_signal),
                **self.user,
            )
        self.started = time.monotonic()
        pid = self.process.pid
        self.record.write_text(json.dumps([pid, born(pid), int(self.stop_signal)]))

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else -1

    def stop(self) -> None:
        """Ask, wait, then insist; and leave none of its own children behind."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.patience)
        self.end_group()
        self.process.wait()
        self.record.unlink(missing_ok=True)

    def end_group(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def last_lines(self, count: int = 12) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join("    " + line for line in lines[-count:])

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return once it is ready. Raises Refusal when it dies or takes longer."""
        end = time.monotonic() + seconds
        while not ready():
            code = self.exit_code
            if code is not None or time.monotonic() > end:
                state = f"ended with code {code}" if code is not None else "is not ready"
                self.stop()
                raise Refusal(f"{self.name} {state}. Its last words:\n{self.last_lines()}")
            time.sleep(0.02)


def end_leftovers(folder: Path) -> list[str]:
    """Stop the recorded processes of a launcher that was killed; the names of those stopped."""
    ended = []
    for record in sorted(folder.glob("*.pid")):
        try:
            pid, began, number = json.loads(record.read_text())
        except ValueError:  # killed while writing it
            pid, began, number = 0, "", 0
        if began and born(pid) == began:
            ended.append(record.stem)
            _end(pid, began, number)
        record.unlink(missing_ok=True)
    return ended


def _end(pid: int, began: str, number: int) -> None:
    for ask in (lambda: os.kill(pid, number), lambda: os.killpg(pid, signal.SIGKILL)):
        with contextlib.suppress(ProcessLookupError):
            ask()
        end = time.monotonic() + 10
        while born(pid) == began and time.monotonic() < end:
            time.sleep(0.05)
