"""A service in miniature for the tests of start and stop: the real servers, the real claim and
the real supervision, around two processes that do nothing. Run as `python -m` with a folder."""

import contextlib
import os
import sys
from pathlib import Path

from launcher.claim import Claim
from launcher.places import Refusal, say
from launcher.processes import Child
from launcher.servers import Servers
from launcher.supervise import Stop, keep_running, stop_all, told_to_stop

IDLE = [sys.executable, "-c", "import time; print('idle', flush=True); time.sleep(600)"]


def main(folder: Path) -> int:
    with told_to_stop():
        try:
            claim = Claim("run", "http://127.0.0.1:1", folder)
        except Refusal as refusal:
            say(str(refusal))
            return 1
        with contextlib.closing(claim):
            servers = Servers(folder, os.environ)
            children = [Child(name, IDLE, os.environ, folder) for name in ("web", "worker")]
            try:
                claim.publish(servers.start())
                for child in children:
                    child.start()
                keep_running([*servers.children, *children], _ready)
            except Refusal as refusal:
                say(str(refusal))
                return 1
            except Stop:
                say("Stopping …")
            finally:
                stop_all(children)
                servers.stop()
    say("Stopped.")
    return 0


def _ready() -> bool:
    say("Ready")
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
