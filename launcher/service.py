"""`dev.py run`: the project prepared, its processes, and the line that says it is ready."""

import contextlib
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

from launcher.claim import Claim
from launcher.places import ROOT, VAR, Refusal, say, secret
from launcher.processes import Child, clean
from launcher.servers import Servers
from launcher.supervise import Stop, health, keep_running, stop_all

OWNER_URL = "DATABASE_OWNER_URL"
SLOW_START = 90
"""Seconds of silence after which we say where to look."""


def serve(environ: Mapping[str, str]) -> int:
    """Serve until told to stop."""
    port = port_of(environ)
    address = address_of(port)
    with contextlib.closing(Claim("run", address)) as claim:
        servers = Servers(VAR, environ)
        children: list[Child] = []
        try:
            env = project_environment(environ, servers.start(), port)
            claim.publish(servers.added)
            _prepare(env)
            # the processes of the service never learn how to become the owner of its tables
            children = _processes(port, {n: v for n, v in env.items() if n != OWNER_URL})
            for child in children:
                child.start()
            say(f"Starting; the logs are in {VAR}.")
            keep_running([*servers.children, *children], announcer(address))
        except Stop:
            say("Stopping …")
        finally:
            stop_all(children)
            servers.stop()
    say("Stopped.")
    return 0


def address_of(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def port_of(environ: Mapping[str, str]) -> int:
    """The port to serve on, which must be free."""
    text = environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise Refusal(f"PORT is {text!r}; write a number from 1 to 65535.")
    port = int(text)
    with socket.socket() as plug:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            plug.bind(("127.0.0.1", port))
        except PermissionError:
            raise Refusal(
                f"Only root may serve on port {port}; set PORT to 1024 or more."
            ) from None
        except OSError:
            raise Refusal(
                f"Port {port} is taken by another program, or by this one started before. Stop "
                f"that, or choose another: PORT={port % 65535 + 1} python3 dev.py run"
            ) from None
    return port


def project_environment(
    environ: Mapping[str, str], servers: Mapping[str, str], port: int
) -> dict[str, str]:
    """What the project is started with; a variable that says something already stays."""
    env = {name: value for name, value in clean(environ).items() if value.strip()}
    if "DATABASE_URL" not in env:  # our own server: the libpq variables of another lead astray
        env = {n: value for n, value in env.items() if not (n.startswith("PG") and n.isalpha())}
    defaults = {"DEMO": "yes", "DEBUG": "no", "LOG_LEVEL": "INFO", "SITE_URL": address_of(port)}
    env = defaults | dict(servers) | env
    if "SECRET_KEY" not in env:
        env["SECRET_KEY"] = secret()
    return env


def _prepare(env: Mapping[str, str]) -> None:
    """Tables, static files, and the demo when there is nothing yet."""
    make_tables(env)
    stamp = VAR / "static.stamp"
    if not stamp.exists() or stamp.read_text() != _static_fingerprint():
        _manage(env, "collectstatic", "--noinput", "--clear", "--verbosity=0")
        stamp.write_text(_static_fingerprint())
    _manage(env, "demo", "--if-empty")


def make_tables(env: Mapping[str, str]) -> None:
    _manage(env, "migrate", "--verbosity=0")


def _manage(env: Mapping[str, str], *words: str) -> None:
    argv = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(argv, env=dict(env), cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Refusal(f"`manage.py {words[0]}` failed; what it said stands above.")


def _static_fingerprint() -> str:
    """Changes when a static file or a package changes, or the collected files are gone."""
    collected = ROOT / "staticfiles" / "staticfiles.json"
    parts = [(ROOT / "requirements.txt").read_text(), str(collected.exists())]
    for folder in (ROOT / "static", *sorted(ROOT.glob("*/static"))):
        for path in sorted(folder.rglob("*")):
            seen = path.stat()
            parts.append(f"{path} {seen.st_size} {seen.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _processes(port: int, env: Mapping[str, str]) -> list[Child]:
    """The processes of the service, in the order in which they start."""
    celery = [sys.executable, "-m", "celery", "--app", "socialcare"]
    level = ["--loglevel", env["LOG_LEVEL"]]
    worker = [*celery, "worker", *level, "--concurrency", "2"]
    web = [sys.executable, "-m", "gunicorn", "socialcare.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "8", "--no-control-socket"]
    return [
        Child("worker", worker, env, VAR),
        Child("beat", [*celery, "beat", *level], env, VAR),
        Child("web", web, env, VAR),
    ]


def announcer(address: str) -> Callable[[], bool]:
    """A function that says once that the service answers, and returns True from then on. It
    also says once that this takes long."""
    begun = time.monotonic()
    warned = False

    def announce() -> bool:
        nonlocal warned
        if health(address) in (200, 503):
            say(f"Ready: {address}   (Ctrl-C stops it)")
            return True
        if not warned and time.monotonic() - begun > SLOW_START:
            say(f"{address} does not answer yet; {VAR / 'web.log'} may say why.")
            warned = True
        return False

    return announce


def port_hint(environ: Mapping[str, str]) -> int:
    """The port for links in e-mails, from commands that do not serve."""
    text = environ.get("PORT", "").strip()
    return int(text) if text.isdecimal() else 8000
