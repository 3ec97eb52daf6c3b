"""The embedded database: which programs, as whom, and what it refuses in a sentence."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from launcher.places import Refusal
from launcher.postgres import Cluster
from launcher.programs import find, way_for
from launcher.service import project_environment

from .conftest import Service


def test_data_of_another_version_are_refused_and_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "pg"
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")
    (data / "something").write_text("precious")
    with pytest.raises(Refusal, match="was made by PostgreSQL 17, and this is PostgreSQL 18"):
        Cluster(tmp_path, {}).start()
    assert sorted(path.name for path in data.iterdir()) == ["PG_VERSION", "something"]


def test_a_folder_named_for_the_programs_must_hold_them(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="CMS_PG_BIN to the folder that holds initdb and postgres"):
        find({"CMS_PG_BIN": str(tmp_path)})


def test_programs_that_are_too_old_are_refused(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.14'\n")
        program.chmod(0o755)
    with pytest.raises(Refusal, match=r"No PostgreSQL 18 or newer(?s:.)*: 15"):
        find({"CMS_PG_BIN": str(tmp_path)})


def test_the_programs_named_are_the_ones_used() -> None:
    there = find({})
    assert find({"CMS_PG_BIN": f" {there} "}) == there


@pytest.mark.faults
def test_a_first_start_that_was_killed_half_way_is_begun_again(service: Service) -> None:
    half = service.folder / "pg.half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    service.start().ready()
    assert service.ask("SELECT current_user, current_database()") == [("socialcare", "socialcare")]
    assert not half.exists()


@pytest.mark.faults
def test_it_sorts_by_code_point_in_utf_8_and_listens_to_no_network(service: Service) -> None:
    service.start(LC_ALL="xx_XX.ISO-8859-1", PGDATA="/nowhere", TZ="Asia/Tokyo").ready()
    shown = "server_encoding", "listen_addresses", "TimeZone", "fsync"
    settings = [service.ask(f"SHOW {name}")[0][0] for name in shown]
    assert settings == ["UTF8", "", "UTC", "on"]
    assert service.ask("SELECT 'Zoë' < 'anna'") == [(True,)]


@pytest.mark.faults
@pytest.mark.skipif(os.geteuid() != 0, reason="only root must change into somebody else")
@pytest.mark.parametrize("why", ["namespaces are refused", "the folder is another user's"])
def test_root_who_cannot_use_a_namespace_runs_it_as_nobody(
    service: Service, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "namespaces are refused":
        monkeypatch.setenv("PATH", str(tmp_path))  # where there is no `unshare`
    else:
        service.folder.mkdir(mode=0o700)
        os.chown(service.folder, 54321, 54321)
    outside = set()
    try:
        service.start().ready()
        outside = {Path(str(row[0])).parent for row in service.ask("SHOW data_directory")}
        owner = Path(f"/proc/{service.pids()['postgresql']}").stat().st_uid
        assert owner not in (0, 54321) and service.folder not in outside
        service.signal(signal.SIGTERM)
    finally:
        for folder in outside:
            shutil.rmtree(folder)


def test_a_user_without_a_name_gets_one_in_a_namespace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    try:
        assert way_for(find({}), tmp_path).prefix[0].endswith("unshare")
    except Refusal as refusal:
        assert "user number 54321, who has no name" in str(refusal)


def test_variables_for_another_database_do_not_reach_our_own() -> None:
    theirs = {"PGHOST": "elsewhere", "PGOPTIONS": "-c x", "PGSSLMODE": "require", "SECRET_KEY": "k"}
    servers = {"DATABASE_URL": "postgresql://ours"}
    env = project_environment(theirs, servers, 8000)
    assert not [name for name in env if name.startswith("PG")]
    assert env["DATABASE_URL"] == "postgresql://ours"


def test_variables_for_a_database_that_was_given_stay() -> None:
    given = {"PGSSLMODE": "require", "DATABASE_URL": "postgresql://theirs", "SECRET_KEY": "k"}
    env = project_environment(given, {"DATABASE_URL": "postgresql://ours"}, 8000)
    assert (env["PGSSLMODE"], env["DATABASE_URL"]) == ("require", "postgresql://theirs")
