"""What is started is stopped, however the launcher ends, and a start always finds its feet."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher.processes import Child, born, end_leftovers

from .conftest import Service, alive, wait_for

pytestmark = pytest.mark.faults


def test_sigterm_stops_every_process_and_leaves_no_socket(service: Service) -> None:
    service.start().ready()
    pids = service.pids()
    sockets = Path((service.folder / "pg.sockets").read_text())
    assert set(pids) == {"postgresql", "valkey", "web", "worker"} and alive(pids) == pids
    assert service.signal(signal.SIGTERM) == 0
    assert alive(pids) == {}
    assert not sockets.exists() and not list(service.folder.glob("*.pid"))
    assert service.said.endswith("Stopping …\nStopped.\n")


def test_ctrl_c_stops_it_too(service: Service) -> None:
    service.start().ready()
    pids = service.pids()
    assert service.signal(signal.SIGINT) == 0
    assert alive(pids) == {}


def test_sigterm_while_it_starts_leaves_no_process(service: Service) -> None:
    service.start()
    wait_for(lambda: service.pids().get("postgresql"), "the first process")
    service.signal(signal.SIGTERM)
    assert alive(service.pids()) == {}


def test_a_killed_launcher_takes_its_processes_along(service: Service) -> None:
    service.start().ready()
    pids = service.pids()
    service.signal(signal.SIGKILL)
    wait_for(lambda: not alive(pids), "the processes to end with their parent")


def test_a_start_after_a_kill_has_the_data_and_new_servers(service: Service) -> None:
    service.start().ready()
    service.ask("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')")
    before = service.pids()
    sockets = Path((service.folder / "pg.sockets").read_text())
    service.signal(signal.SIGKILL)
    service.start().ready()
    assert service.ask("SELECT word FROM kept") == [("still here",)]
    assert set(before.values()).isdisjoint(service.pids().values())
    assert not sockets.exists()


def test_a_second_start_is_refused_and_the_first_goes_on(service: Service) -> None:
    service.start().ready()
    pids = service.pids()
    second = subprocess.run(
        [sys.executable, "-m", "tests.launcher.stand_in", str(service.folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert second.stdout == (
        "It is running already at http://127.0.0.1:1. "
        "Stop it there with Ctrl-C before starting it again.\n"
    )
    assert alive(pids) == pids and service.pids() == pids


@pytest.mark.parametrize("name", ["postgresql", "valkey", "web"])
def test_a_process_that_dies_is_started_again_with_a_line_that_says_so(
    service: Service, name: str
) -> None:
    service.start().ready()
    before = service.pids()
    os.kill(before[name], signal.SIGKILL)
    wait_for(lambda: f"{name} is started again." in service.said, f"{name} to be started again")
    assert f"{name} ended (by SIGKILL); starting it again now." in service.said
    after = service.pids()
    assert after.pop(name) != before.pop(name) and after == before
    if name == "postgresql":
        wait_for(lambda: _answers(service), "the database to answer")


def _answers(service: Service) -> bool:
    try:
        return service.ask("SELECT 1") == [(1,)]
    except Exception:
        return False


def test_with_a_database_and_a_broker_given_no_server_is_started(service: Service) -> None:
    given = {"DATABASE_URL": "postgresql://elsewhere/x", "REDIS_URL": "redis://elsewhere"}
    service.start(**given).ready()
    assert set(service.pids()) == {"web", "worker"}
    assert not (service.folder / "pg").exists() and not (service.folder / "valkey").exists()


def test_with_a_database_given_only_the_broker_is_started(service: Service) -> None:
    service.start(DATABASE_URL="postgresql://elsewhere/x").ready()
    assert set(service.pids()) == {"valkey", "web", "worker"}


def test_a_leftover_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path) -> None:
    leftover = Child("old", [sys.executable, "-c", "import time; time.sleep(600)"], {}, tmp_path)
    leftover.start()
    assert leftover.process
    (tmp_path / "stranger.pid").write_text(f'[{os.getpid()}, "another birth", 9]')
    (tmp_path / "torn.pid").write_text("[12")
    assert end_leftovers(tmp_path) == ["old"]
    assert born(leftover.process.pid) is None
    assert list(tmp_path.glob("*.pid")) == []
    leftover.process.wait()


def test_one_that_does_not_listen_is_killed_after_its_patience(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); "
    child = Child(
        "deaf", [sys.executable, "-c", deaf + "time.sleep(600)"], {}, tmp_path, patience=0.2
    )
    child.start()
    wait_for(lambda: child.log.read_text(), "it to be deaf")
    begun = time.monotonic()
    child.stop()
    assert child.exit_code == -signal.SIGKILL and time.monotonic() - begun < 5


def test_a_broker_with_torn_files_starts_empty_and_keeps_them(service: Service) -> None:
    log = service.folder / "valkey" / "appendonlydir"
    log.mkdir(parents=True)
    (log / "appendonly.aof.manifest").write_text("not a manifest")
    service.start().ready()
    assert "Valkey could not start from its files; they are now in" in service.said
    kept = list(service.folder.glob("valkey.unreadable-*/appendonlydir/appendonly.aof.manifest"))
    assert [path.read_text() for path in kept] == ["not a manifest"]
