"""Where things are kept, how we speak, and how two launchers keep out of each other's way."""

import contextlib
import errno
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"

SOCKETS = "care-"
LONGEST_SOCKET_FOLDER = 60
"""Characters. A socket's whole path must stay under 104 bytes on every system."""


class Refusal(Exception):
    """We cannot go on; the text says why, and what to do, in a sentence or two."""


def say(line: str) -> None:
    """One line to the person at the terminal, who may have closed it."""
    with contextlib.suppress(OSError):
        print(line, flush=True)


def explain(error: OSError) -> str:
    """An error of the operating system as a sentence with what to do about it."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}. Free some space and start again; nothing is lost."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{ROOT} must be writable for you, and is not{where}. Copy it to a folder of yours."
    return f"The operating system refused: {error.strerror or error}{where}."


def writable(needed_bytes: int) -> None:
    """Make `var/`, and refuse early when it cannot be written or too little space is left."""
    VAR.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryFile(dir=VAR):
        pass
    free = shutil.disk_usage(VAR).free
    if free < needed_bytes:
        raise Refusal(
            f"The disk of {ROOT} has {free >> 20} MB left, and {needed_bytes >> 20} MB are needed. "
            "Free some space and start again."
        )


def socket_folder(note: Path) -> Path:
    """A new private folder with a path short enough for a Unix socket. Its path is written to
    `note`, so that the next call removes it, should we be killed before we can."""
    forget_sockets(note)
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if len(base) <= LONGEST_SOCKET_FOLDER and os.access(base, os.W_OK | os.X_OK):
            folder = Path(tempfile.mkdtemp(prefix=SOCKETS, dir=base))
            try:
                note.write_text(str(folder))
            except OSError:
                folder.rmdir()
                raise
            return folder
    raise Refusal("There is no folder for temporary files that we may write to, such as /tmp.")


def forget_sockets(note: Path) -> None:
    """Remove the folder that `note` names, if it is one of ours, and the note."""
    with contextlib.suppress(OSError):
        folder = Path(note.read_text())
        if folder.name.startswith(SOCKETS) and folder.stat().st_mode & 0o077 == 0:
            shutil.rmtree(folder, ignore_errors=True)
        note.unlink()


def secret() -> str:
    """The signing key of this copy: made once, readable by its owner only."""
    path = VAR / "secret"
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
    value = path.read_text().strip()
    if len(value) < 50:
        path.unlink()
        return secret()
    return value


class Lock:
    """A lock on a file, held until `free` or the end of the process, however that comes."""

    def __init__(self, path: Path):
        self.path = path
        self.file: IO[str] | None = None

    def take(self, shared: bool = False, wait: bool = False) -> bool:
        """Whether we hold it now. `wait` blocks until we do."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+")
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(file, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self.file = file
        return True

    def free(self) -> None:
        if self.file:
            self.file.close()
            self.file = None


@contextlib.contextmanager
def locked(path: Path, while_waiting: str) -> Iterator[None]:
    """Hold the lock, after waiting for whoever has it."""
    lock = Lock(path)
    if not lock.take():
        say(while_waiting)
        lock.take(wait=True)
    try:
        yield
    finally:
        lock.free()
