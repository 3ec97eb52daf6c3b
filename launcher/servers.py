"""The two servers together: only those that the caller has not got already."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher.places import VAR, Lock, say
from launcher.postgres import SERVICE, Cluster
from launcher.processes import Child, end_leftovers
from launcher.valkey import Valkey


class Servers:
    """PostgreSQL and Valkey under one folder, whose lock the caller holds."""

    def __init__(self, folder: Path, environ: Mapping[str, str], durable: bool = True):
        self.folder = folder.absolute()
        self.environ = environ
        self.durable = durable
        self.added: dict[str, str] = {}
        """The variables that name what we started."""
        self._started: list[Cluster | Valkey] = []

    def start(self) -> dict[str, str]:
        """Start what `environ` does not name, after ending what a killed launcher left.
        Returns the variables to add."""
        for name in end_leftovers(self.folder):
            say(f"Stopped {name}, which an earlier start had left running.")
        if not self.environ.get("DATABASE_URL", "").strip():
            cluster = Cluster(self.folder, self.environ, self.durable)
            self._begin(cluster)
            self.added["DATABASE_URL"] = cluster.url
            if self.durable:  # what is thrown away has one role, which makes and drops databases
                self.added["DATABASE_URL"] = cluster.url_as(SERVICE)
                self.added["DATABASE_OWNER_URL"] = cluster.url
        if not self.environ.get("REDIS_URL", "").strip():
            broker = Valkey(self.folder, self.durable)
            self._begin(broker)
            self.added["REDIS_URL"] = broker.url
        return self.added

    def _begin(self, server: Cluster | Valkey) -> None:
        self._started.append(server)  # first, so that a stop amid the start finds it
        server.start()

    @property
    def children(self) -> list[Child]:
        return [server.child for server in self._started if server.child]

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()
        for server in reversed(self._started):
            server.forget()
            if not self.durable:
                server.destroy()
        self._started = []


@contextlib.contextmanager
def throw_away(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Servers for one run of the tests, fast and forgetful; the variables that name them.
    Several runs at once each have their own."""
    number = 1
    while not (lock := Lock(VAR / f"pg-test-{number}" / "lock")).take():
        number += 1
    folder = lock.path.parent
    servers = Servers(folder, environ, durable=False)
    try:
        yield servers.start()
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)
        lock.free()
