"""The commands of `dev.py`."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from launcher import environment
from launcher.claim import Claim, shared
from launcher.places import ROOT, VAR, Refusal, explain, say
from launcher.processes import clean, die_with_parent
from launcher.servers import Servers, throw_away
from launcher.service import make_tables, port_hint, port_of, project_environment, serve
from launcher.supervise import Stop, told_to_stop

HELP = """\
python3 dev.py run                 set up, fill an empty database with the demo, and serve it
python3 dev.py test [arguments]    set up and run the tests; arguments go to pytest
python3 dev.py manage COMMAND …    Django's manage.py, with the database and broker running
python3 dev.py bench [arguments]   what things cost, on servers of their own
python3 dev.py python ARGUMENTS …  the environment's Python, for instance: python -m ruff check

Environment: PORT (8000); DATABASE_URL and REDIS_URL to use servers that run already, with
DATABASE_OWNER_URL where the tables belong to another role than the service's;
CMS_PG_BIN to use the PostgreSQL programs in a folder."""


def main(argv: list[str]) -> int:
    """Run the command; its exit code."""
    os.umask(0o022)
    if not argv or argv[0] in ("help", "-h", "--help"):
        say(HELP)
        return 0
    if argv[0] not in COMMANDS:
        say(f"There is no command {argv[0]!r}. There are:\n{HELP}")
        return 2
    command, purpose = COMMANDS[argv[0]]
    try:
        with told_to_stop():
            if not environment.inside(os.environ):
                _set_up(argv, command, purpose)
            return command(argv[1:])
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except OSError as error:
        say(explain(error))
        return 1
    except Stop:
        return 130


def _set_up(argv: list[str], command: Callable[..., int], purpose: environment.Purpose) -> None:
    """The first half, on the system's Python. Does not return: the environment's takes over."""
    if command is run:  # what would stop it later is said before any work
        _no_arguments(argv[1:])
        port_of(os.environ)
        environment.writable(0)
        with contextlib.closing(Claim("run")):
            environment.prepare(purpose, os.environ)
    else:
        environment.prepare(purpose, os.environ)
    environment.enter(argv, os.environ)


def run(arguments: list[str]) -> int:
    _no_arguments(arguments)
    return serve(os.environ)


def _no_arguments(arguments: list[str]) -> None:
    if arguments:
        raise Refusal("`run` takes no arguments; PORT in the environment moves the service.")


def manage(arguments: list[str]) -> int:
    """manage.py beside a running service, or with servers of its own while it lasts. The first time
    in a clone there are no tables yet: they are made before anything else."""
    first = "DATABASE_URL" not in os.environ and not (VAR / "pg").exists()
    with shared(Servers(VAR, os.environ)) as servers:
        env = project_environment(os.environ, servers, port_hint(os.environ))
        if first and arguments[:1] != ["migrate"]:
            make_tables(env)
        return _foreground([sys.executable, str(ROOT / "manage.py"), *arguments], env)


def test(arguments: list[str]) -> int:
    """pytest, which starts its servers by the plugin in this package."""
    in_ci = os.environ.get("CI", "").lower() in ("1", "true", "yes")
    if in_ci and not (shutil.which("chromium") or shutil.which("chromium-browser")):
        raise Refusal(
            "CI is set and there is no Chromium, so the browser tests would be left out. "
            "Install it, on Debian with: apt-get install -y --no-install-recommends chromium"
        )
    os.chdir(ROOT)
    # the whole suite on every core; a chosen few are quicker without workers to start
    spread = [] if arguments else ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]
    return _become([sys.executable, "-m", "pytest", *spread, *arguments], clean(os.environ))


def bench(arguments: list[str]) -> int:
    with throw_away(os.environ) as servers:
        env = project_environment(os.environ, servers, port_hint(os.environ))
        return _foreground([sys.executable, "-m", "benchmarks", *arguments], env, ROOT)


def python(arguments: list[str]) -> int:
    return _become([sys.executable, *arguments], clean(os.environ))


COMMANDS: dict[str, tuple[Callable[[list[str]], int], environment.Purpose]] = {
    "run": (run, "run"),
    "test": (test, "dev"),
    "manage": (manage, "run"),
    "bench": (bench, "dev"),
    "python": (python, "dev"),
}


def _become(argv: list[str], env: Mapping[str, str]) -> int:
    """Turn into the program, when there is nothing for us to stop after it. Does not return."""
    os.execve(argv[0], argv, env)


def _foreground(argv: list[str], env: Mapping[str, str], cwd: Path | None = None) -> int:
    """Run it at the terminal: Ctrl-C reaches it directly and is its own affair, a request to
    stop is passed on. Its exit code, as a shell would give it."""
    follow = die_with_parent(signal.SIGTERM)
    process = subprocess.Popen(argv, env=dict(env), cwd=cwd, preexec_fn=follow)
    signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        process.wait()
    except Stop:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
    code = process.wait()
    return 128 - code if code < 0 else code
