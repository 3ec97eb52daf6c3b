"""Plain `pytest` has servers of its own, and leaves nothing of them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from launcher.places import ROOT

INNER = """
import os, socket, psycopg2
from pathlib import Path
from urllib.parse import unquote, urlsplit

def test_they_answer():
    cursor = psycopg2.connect(os.environ["DATABASE_URL"]).cursor()
    cursor.execute("SHOW fsync")
    assert cursor.fetchall() == [("off",)]
    cursor.execute("SHOW data_directory")
    folder = Path(cursor.fetchall()[0][0]).parent
    plug = socket.socket(socket.AF_UNIX)
    plug.connect(unquote(urlsplit(os.environ["REDIS_URL"]).path))
    plug.sendall(b"PING\\r\\n")
    assert plug.recv(99) == b"+PONG\\r\\n"
    Path(__file__).with_name("seen").write_text(f"{folder}\\n{urlsplit(os.environ['DATABASE_URL']).hostname}")
"""


@pytest.mark.faults
@pytest.mark.parametrize(
    "program", [[sys.executable, "-m", "pytest"], [str(Path(sys.executable).with_name("pytest"))]]
)
def test_plain_pytest_gets_servers_and_leaves_nothing(program: list[str], tmp_path: Path) -> None:
    (tmp_path / "test_inner.py").write_text(INNER)
    env = {
        n: v for n, v in os.environ.items() if n not in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
    }
    options = ["-c", "pyproject.toml", "-p", "no:django", "-p", "no:cacheprovider", "-q"]
    options += ["--rootdir", str(tmp_path), str(tmp_path / "test_inner.py")]
    answer = subprocess.run(
        [*program, *options], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    folder, sockets = (tmp_path / "seen").read_text().split("\n")
    assert not Path(folder).exists()
    assert not Path(sockets.replace("%2F", "/").replace("%2f", "/")).exists()
