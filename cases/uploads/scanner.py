"""Asking a virus scanner: ClamAV's daemon, by its INSTREAM command.

The service runs without one. A file that no scanner looked at is «not scanned», and shown as such.
"""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from rules.codes import ScanResult

_CHUNK = 64 * 1024
PATIENCE = 10.0
"""Seconds for the connection, and again for each answer."""


def scan(content: bytes) -> tuple[ScanResult, str]:
    """What the scanner says, and the name of what it found or why it did not look."""
    if settings.CLAMD in ("", "none"):
        return ScanResult.NOT_SCANNED, "there is no virus scanner"
    try:
        with _connected() as daemon:
            daemon.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                daemon.sendall(len(chunk).to_bytes(4, "big") + chunk)
            daemon.sendall(bytes(4))
            said = daemon.makefile("rb").readline(500).rstrip(b"\0\n").decode(errors="replace")
    except OSError as error:
        return ScanResult.NOT_SCANNED, f"the virus scanner did not answer: {error}"[:120]
    if found := re.fullmatch(r"stream: (.+) FOUND", said):
        return ScanResult.INFECTED, found.group(1)[:120]
    if said == "stream: OK":
        return ScanResult.CLEAN, ""
    return ScanResult.NOT_SCANNED, f"the virus scanner said: {said}"[:120]


@contextmanager
def _connected() -> Iterator[socket.socket]:
    """A connection to `host:port`, or to the socket at a path."""
    if settings.CLAMD.startswith("/"):
        daemon = socket.socket(socket.AF_UNIX)
        daemon.settimeout(PATIENCE)
        daemon.connect(settings.CLAMD)
    else:
        host, _, port = settings.CLAMD.rpartition(":")
        daemon = socket.create_connection((host, int(port)), timeout=PATIENCE)
    with daemon:
        yield daemon
