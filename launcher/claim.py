"""Which command has the servers under var/, and where the others find them."""

import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from launcher.places import VAR, Lock, Refusal, say


class Claim:
    """The servers are this command's to start and stop, until `close` or the end of the process."""

    def __init__(self, what: str, address: str = "", folder: Path = VAR):
        """Raises Refusal when another command has them."""
        self.lock = Lock(folder / "servers.lock")
        self.state = folder / "servers.json"
        self.facts: dict[str, Any] = {"what": what, "address": address}
        if not self.lock.take():
            raise Refusal(_who_has(self.state))
        self._write()

    def publish(self, servers: Mapping[str, str]) -> None:
        """Let others use the servers, now that they answer."""
        self.facts["servers"] = dict(servers)
        self._write()

    def close(self) -> None:
        self.state.unlink(missing_ok=True)
        self.lock.free()

    def _write(self) -> None:
        half = self.state.with_suffix(".half")
        half.write_text(json.dumps(self.facts))
        half.replace(self.state)


def _read(state: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(state.read_text()))
    except (OSError, ValueError):
        return {}


def _who_has(state: Path) -> str:
    facts = _read(state)
    if facts.get("what") == "manage":
        return "`dev.py manage` is using the database. Start again when that has ended."
    where = f" at {facts['address']}" if facts.get("address") else ""
    return f"It is running already{where}. Stop it there with Ctrl-C before starting it again."


@contextlib.contextmanager
def shared(start: Any, folder: Path = VAR) -> Iterator[Mapping[str, str]]:
    """The variables of servers that run: another command's, or else our own from `start`, an
    object with start() and stop(). Our own stay until the last who uses them is done."""
    users = Lock(folder / "users.lock")
    while True:
        users.take(shared=True, wait=True)
        try:
            claim = Claim("manage", folder=folder)
            break
        except Refusal:
            servers = _read(folder / "servers.json").get("servers")
        if servers is not None:
            try:
                yield servers
            finally:
                users.free()
            return
        users.free()  # whoever has the claim is still starting, or stopping
        time.sleep(0.2)
    users.free()
    try:
        servers = start.start()
        claim.publish(servers)
        yield servers
    finally:
        claim.state.unlink(missing_ok=True)  # no more guests
        if not users.take():
            say("Another `dev.py manage` still uses the database; waiting for it to end.")
            users.take(wait=True)
        start.stop()
        users.free()
        claim.close()
