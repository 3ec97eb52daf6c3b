"""The project's own Python environment, with the pinned packages: made once, renewed on change."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from launcher.places import ROOT, VAR, VENV, Refusal, locked, say, writable
from launcher.processes import clean

Purpose = Literal["run", "dev"]
FILES: dict[Purpose, str] = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
SPACE: dict[Purpose, int] = {"run": 600 << 20, "dev": 1200 << 20}
"""Bytes of disk that a first set-up takes, with some to spare."""

PYTHON = VENV / "bin" / "python"
INSIDE = "LAUNCHER_INSIDE"
"""Set for the second half of a command, which runs on the environment's Python."""


def inside(environ: Mapping[str, str]) -> bool:
    return environ.get(INSIDE) == str(VENV) and Path(sys.prefix) == VENV


def enter(argv: list[str], environ: Mapping[str, str]) -> None:
    """Become the environment's Python, with the same command. Does not return."""
    env = clean(environ) | {INSIDE: str(VENV)}
    os.execve(PYTHON, [str(PYTHON), str(ROOT / "dev.py"), *argv], env)


def prepare(purpose: Purpose, environ: Mapping[str, str]) -> None:
    """Make or renew the environment. Raises Refusal when neither uv nor pip brings it about."""
    if _ready(purpose):
        writable(20 << 20)
        return
    writable(SPACE[purpose])
    with locked(VAR / "environment.lock", "Another command is setting up .venv; waiting for it."):
        if _ready(purpose):
            return
        env = clean(environ)
        if not _works():
            say("Setting up .venv …")
            _make(env)
        say(f"Installing {FILES[purpose]} …")
        _install(ROOT / FILES[purpose], env)
        for done in {purpose, "run"}:  # the development pins contain the others
            _stamp(done).write_text(_wanted(done))  # type: ignore[arg-type]


def _stamp(purpose: str) -> Path:
    return VENV / f"ready-{purpose}"


def _wanted(purpose: Purpose) -> str:
    """What the stamp must say: these pins, at this place (scripts inside name it)."""
    return f"{hashlib.sha256((ROOT / FILES[purpose]).read_bytes()).hexdigest()} {VENV}\n"


def _ready(purpose: Purpose) -> bool:
    try:
        return _stamp(purpose).read_text() == _wanted(purpose) and PYTHON.exists()
    except OSError:
        return False


def _works() -> bool:
    """Whether what is there is a whole environment, made here, that we can install into."""
    if not PYTHON.exists():
        return False
    stamps = list(VENV.glob("ready-*"))
    if stamps and not all(stamp.read_text().endswith(f" {VENV}\n") for stamp in stamps):
        return False
    test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return _quiet([str(PYTHON), "-c", test], clean({})) is None


def _quiet(argv: list[str], env: Mapping[str, str]) -> str | None:
    """Run it; None when it went well, else the end of what it said."""
    try:
        done = subprocess.run(
            argv, env=env, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    said = (done.stdout + done.stderr).decode(errors="replace").strip()
    return "\n".join("    " + line for line in said.splitlines()[-8:]) or f"    {argv[0]} failed"


def _make(env: dict[str, str]) -> None:
    """An empty environment, by the first of three ways that works on this machine."""
    python = _this_python()
    why = _quiet([python, "-m", "venv", "--clear", str(VENV)], env)
    if why is None and _works():
        return
    tools = VAR / "tools"
    virtualenv = [python, "-m", "virtualenv", "--clear", "--no-download", str(VENV)]
    if importlib.util.find_spec("pip"):
        say("This Python cannot make environments by itself; getting virtualenv for it …")
        pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--upgrade"]
        pip += ["--target", str(tools), "-r", str(ROOT / "launcher" / "virtualenv.txt")]
        why = _quiet(pip, env) or _quiet(virtualenv, env | {"PYTHONPATH": str(tools)})
        if why is None and _works():
            return
    elif os.geteuid() == 0 and shutil.which("apt-get"):
        say("This Python has neither venv nor pip; installing the package python3-venv …")
        quiet = env | {"DEBIAN_FRONTEND": "noninteractive"}
        _quiet(["apt-get", "update"], quiet)
        why = _quiet(["apt-get", "install", "-y", "python3-venv"], quiet)
        why = why or _quiet([python, "-m", "venv", "--clear", str(VENV)], env)
        if why is None and _works():
            return
    raise Refusal(
        "A Python environment could not be made. Install your system's package python3-venv "
        f"(or python3-pip), then start again. The last answer was:\n{why}"
    )


def _this_python() -> str:
    """The program that runs us, not an environment's copy; Python does not know it without PATH."""
    known = getattr(sys, "_base_executable", "") or sys.executable
    own = Path("/proc/self/exe")
    return known or (str(own.resolve()) if own.exists() else shutil.which("python3") or "python3")


def _install(requirements: Path, env: dict[str, str]) -> None:
    """Install the pins: by uv, which takes a third of the time, else by pip."""
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes"]
    why_uv = _install_by_uv(requirements, pip, env)
    if why_uv is None:
        return
    say("… with pip, which takes a little longer …")
    why_pip = _quiet([*pip, "-r", str(requirements)], env)
    if why_pip is not None:
        raise Refusal(
            "The packages could not be installed. Is there a way to the package index from here? "
            f"uv said:\n{why_uv}\npip said:\n{why_pip}"
        )


def _install_by_uv(requirements: Path, pip: list[str], env: dict[str, str]) -> str | None:
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        why = _quiet([*pip, "-r", str(ROOT / "launcher" / "uv.txt")], env)
        if why is not None:
            return why
    network = {"UV_HTTP_RETRIES": "1", "UV_HTTP_TIMEOUT": "60"}
    network["UV_SYSTEM_CERTS"] = "1"  # a council's proxy has its own authority
    if Path(env["HOME"]).is_relative_to(VAR):
        network["UV_NO_CACHE"] = "1"
    index = _pip_index(env)
    if index:
        network["UV_DEFAULT_INDEX"] = index
    command = [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON)]
    return _quiet([*command, "--require-hashes", "-r", str(requirements)], network | env)


def _pip_index(env: Mapping[str, str]) -> str:
    """The index that pip is told to use here, if any: uv does not read pip's files."""
    ask = [str(PYTHON), "-m", "pip", "config", "get"]
    for name in ("install.index-url", "global.index-url"):
        answer = subprocess.run([*ask, name], env=env, capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return answer.stdout.strip()
    return env.get("PIP_INDEX_URL", "")
