"""Who has the servers under var/, and how `manage` uses another command's."""

import threading
from pathlib import Path

import pytest

from launcher.claim import Claim, shared
from launcher.places import Lock, Refusal


class Pretended:
    """Servers that only count."""

    def __init__(self) -> None:
        self.started = self.stopped = 0

    def start(self) -> dict[str, str]:
        self.started += 1
        return {"DATABASE_URL": "postgresql://shared"}

    def stop(self) -> None:
        self.stopped += 1


def test_manage_beside_a_running_service_uses_its_servers(tmp_path: Path) -> None:
    service = Claim("run", folder=tmp_path)
    service.publish({"DATABASE_URL": "postgresql://the-service"})
    ours = Pretended()
    with shared(ours, tmp_path) as servers:
        assert servers == {"DATABASE_URL": "postgresql://the-service"}
    assert (ours.started, ours.stopped) == (0, 0)
    service.close()


def test_manage_alone_starts_servers_and_stops_them(tmp_path: Path) -> None:
    ours = Pretended()
    with shared(ours, tmp_path) as servers:
        assert servers == {"DATABASE_URL": "postgresql://shared"}
        with pytest.raises(Refusal, match=r"`dev\.py manage` is using the database"):
            Claim("run", folder=tmp_path)
    assert (ours.started, ours.stopped) == (1, 1)
    Claim("run", folder=tmp_path).close()


def test_the_servers_stay_until_the_last_who_uses_them_is_done(tmp_path: Path) -> None:
    first, second = Pretended(), Pretended()
    inside, leave = threading.Event(), threading.Event()

    def guest() -> None:
        with shared(second, tmp_path):
            inside.set()
            leave.wait(10)
            assert first.stopped == 0

    thread = threading.Thread(target=guest)
    with shared(first, tmp_path):
        thread.start()
        assert inside.wait(10)
        threading.Timer(0.2, leave.set).start()
    thread.join(10)
    assert (first.started, first.stopped, second.started) == (1, 1, 0)


def test_a_lock_is_shared_by_many_or_held_by_one(tmp_path: Path) -> None:
    one, two = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert one.take(shared=True) and two.take(shared=True)
    two.free()
    assert not two.take()
    one.free()
    assert two.take()
    two.free()
