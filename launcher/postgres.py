"""An embedded PostgreSQL: made and started on a private socket, with no word to the network."""

import contextlib
import errno
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from launcher.places import Refusal, explain, forget_sockets, say, socket_folder
from launcher.processes import Child
from launcher.programs import ENV, find, outside, version_of, way_for

USER = "socialcare"
"""Owns the database and everything in it."""
SERVICE = "socialcare_service"
"""The service itself connects as this one, which owns nothing; `manage.py migrate` makes it."""

INITDB = (
    f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
)  # fmt: skip
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
"""For data that nobody will miss after a power cut."""


class Cluster:
    """One PostgreSQL with its data in `folder`/pg and one database, called like its user."""

    def __init__(self, folder: Path, environ: Mapping[str, str], durable: bool = True):
        self.folder = folder
        self.durable = durable
        folder.mkdir(parents=True, exist_ok=True)
        self.way = way_for(find(environ), folder)
        self.data = folder / "pg"
        if self.way.outside:
            self.data = outside("data", folder) / "pg"
        self.sockets: Path | None = None
        self.child: Child | None = None

    def start(self) -> None:
        """Make the cluster if there is none, start it, and return once it answers.
        Raises Refusal when the data are another version's."""
        if not self.durable:
            self.destroy()  # a run of the tests that was killed may have left some
        self._check_version()
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self.sockets = socket_folder(self.folder / "pg.sockets")
        self._give(self.sockets)
        options = [f"unix_socket_directories={self.sockets}", "listen_addresses=", "timezone=UTC"]
        options += ["unix_socket_permissions=0700", *(() if self.durable else FAST)]
        argv = [*self.way.prefix, str(self.way.bin / "postgres"), "-D", str(self.data)]
        argv += [word for option in options for word in ("-c", option)]
        self.child = Child(
            "postgresql", argv, ENV, self.folder,
            cwd=self.data, stop_signal=signal.SIGINT, patience=30, user=self.way.user,
        )  # fmt: skip
        self.child.start()
        self.child.wait_until(self._answers, seconds=120)

    @property
    def url(self) -> str:
        return self.url_as(USER)

    def url_as(self, user: str) -> str:
        return f"postgresql://{user}@{quote(str(self.sockets), safe='')}/{USER}"

    def forget(self) -> None:
        """Remove the socket's folder; the data stay."""
        forget_sockets(self.folder / "pg.sockets")

    def destroy(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        if self.way.outside:
            with contextlib.suppress(OSError):  # not empty, or not there
                self.data.parent.rmdir()

    def _check_version(self) -> None:
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        ours = version_of(self.way.bin, self.way.prefix, self.way.user)
        if made_by != str(ours):
            raise Refusal(
                f"{self.data} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}, "
                "which cannot read it. Nothing was changed. To begin afresh, move that folder "
                f"away; to keep what is in it, first dump it with PostgreSQL {made_by}'s pg_dump."
            )

    def _give(self, folder: Path) -> None:
        if self.way.user:
            os.chown(folder, self.way.user["user"], self.way.user["group"])

    def _make(self) -> None:
        """Make the cluster beside its place and move it there when whole, so that a start which
        was killed half-way leaves nothing that looks like data."""
        if self.way.outside:
            outside("data", self.folder)
        half = self.data.with_name(self.data.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True, mode=0o700)
        self._give(half)
        run = [*self.way.prefix, str(self.way.bin / "initdb"), "-D", str(half), *INITDB]
        self._once(run if self.durable else [*run, "--no-sync"])
        single = [str(self.way.bin / "postgres"), "--single", "-D", str(half), "postgres"]
        self._once([*self.way.prefix, *single], f"CREATE DATABASE {USER};\n")
        half.rename(self.data)
        if self.way.outside and self.durable:
            say(f"The database is kept in {self.data}, where its user can reach it.")

    def _once(self, argv: list[str], said: str = "") -> None:
        try:
            done = subprocess.run(
                argv, env=ENV, cwd="/", input=said, capture_output=True, text=True, **self.way.user
            )
        except OSError as error:
            raise Refusal(explain(error)) from error
        if done.returncode != 0 or " ERROR: " in done.stderr:
            if os.strerror(errno.ENOSPC) in done.stderr:
                raise Refusal(explain(OSError(errno.ENOSPC, "", str(self.data))))
            said_last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-6:])
            raise Refusal(f"PostgreSQL could not make its folder {self.data}:\n{said_last}")

    def _answers(self) -> bool:
        """PostgreSQL writes its state into the eighth line of its lock file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        process = self.child.process if self.child else None
        ours = process is not None and lines[:1] == [str(process.pid)]
        return ours and len(lines) > 7 and lines[7].strip() == "ready"
