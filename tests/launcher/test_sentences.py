"""What stands in the way is said in a sentence, before any work where that can be."""

import errno
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import commands, places, supervise
from launcher.places import ROOT, Refusal, explain, secret, socket_folder, writable
from launcher.service import port_of


def test_a_port_that_is_taken_is_refused_before_any_work() -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen()
        port = plug.getsockname()[1]
        answer = subprocess.run(
            [sys.executable, str(ROOT / "dev.py"), "run"],
            env={"PORT": str(port)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert answer.returncode == 1 and answer.stderr == ""
    assert answer.stdout.startswith(f"Port {port} is taken by another program")
    assert answer.stdout.count("\n") == 1


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "80 80", "８０００"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Refusal, match="write a number from 1 to 65535"):
        port_of({"PORT": port})


def test_a_command_that_is_none_is_refused_with_those_there_are() -> None:
    answer = subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), "runn"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stdout.startswith("There is no command 'runn'. There are:\n")


def test_run_takes_no_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["run", "8001"]) == 1
    assert "PORT in the environment moves the service" in capsys.readouterr().out


def test_without_chromium_the_tests_fail_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match="there is no Chromium"):
        commands.test([])


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The disk is full (/x). Free some space"),
        (errno.EDQUOT, "The disk is full (/x)."),
        (errno.EACCES, "must be writable for you, and is not (/x)."),
        (errno.EROFS, "must be writable for you, and is not (/x)."),
        (errno.EIO, "The operating system refused: Input/output error (/x)."),
    ],
)
def test_an_error_of_the_system_says_what_to_do(number: int, said: str) -> None:
    assert said in explain(OSError(number, os.strerror(number), "/x"))


def test_too_little_space_is_refused_before_any_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "VAR", tmp_path / "var")
    usage = shutil.disk_usage(tmp_path)._replace(free=5 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(Refusal, match="has 5 MB left, and 600 MB are needed"):
        writable(600 << 20)


def test_a_folder_that_cannot_be_written_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    monkeypatch.setattr(places, "VAR", tmp_path / "var")
    with pytest.raises(OSError) as caught:
        writable(0)
    assert "refused" in explain(caught.value)


def test_the_secret_is_made_once_and_is_its_owners_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(places, "VAR", tmp_path)
    first = secret()
    assert len(first) >= 50 and secret() == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_a_secret_cut_short_is_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(places, "VAR", tmp_path)
    (tmp_path / "secret").write_text("")
    assert len(secret()) >= 50


def test_sockets_have_a_short_private_folder_whatever_tmpdir_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    long = tmp_path / ("long" * 30)
    long.mkdir()
    monkeypatch.setattr(places.tempfile, "tempdir", str(long))
    note = tmp_path / "note"
    first = socket_folder(note)
    assert len(str(first)) < places.LONGEST_SOCKET_FOLDER + 20
    assert stat.S_IMODE(first.stat().st_mode) == 0o700
    second = socket_folder(note)  # after a kill: the one that was left is removed
    assert not first.exists()
    places.forget_sockets(note)
    assert not second.exists() and not note.exists()


def test_a_service_that_answers_nothing_has_no_health() -> None:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        assert supervise.health(f"http://127.0.0.1:{plug.getsockname()[1]}") is None
