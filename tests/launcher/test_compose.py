"""docker-compose.yml and the Dockerfile say what the specification and the settings understand."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from launcher.places import ROOT
from launcher.versions import VERSIONS

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["web", "worker", "beat", "migrate"]
OWNER = "DATABASE_OWNER_URL"
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def filled_in(text: str, given: dict[str, str]) -> str:
    """As Compose does it: ${NAME:-default} and ${NAME:?message}."""

    def value(match: re.Match[str]) -> str:
        name, kind, rest = match.groups()
        return given[name] if kind == ":?" else given.get(name) or rest

    return re.sub(r"\$\{(\w+)(:-|:\?)([^}]*)\}", value, text)


GIVEN = {
    "SECRET_KEY": "k9" * 30,
    "POSTGRES_PASSWORD": "pw",
    "SERVICE_PASSWORD": "pw",
    "SEAL_KEY": "s9" * 30,
    "SITE_URL": "https://care.example",
    "ALLOWED_HOSTS": "care.example",
}


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """What settings read when they are imported with the composed environment and nothing else."""
    env = {name: filled_in(str(v), GIVEN) for name, v in SERVICES["web"]["environment"].items()}
    code = (
        "import json, socialcare.settings, socialcare.environment as e; print(json.dumps(e.READ))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout))


def test_it_follows_the_specification() -> None:
    schema = json.loads(Path(__file__).with_name("compose-spec.json").read_text())
    checker = jsonschema.Draft7Validator(schema)
    assert [f"{e.json_path}: {e.message}" for e in checker.iter_errors(COMPOSE)] == []


@pytest.mark.parametrize("name", OURS)
def test_every_variable_that_is_set_is_one_that_settings_read(
    name: str, read: dict[str, str]
) -> None:
    assert set(SERVICES[name]["environment"]) - set(read) - {OWNER} == set()


def test_every_variable_that_settings_read_can_be_set(read: dict[str, str]) -> None:
    """With the fixture this also proves that none without a default is missing."""
    assert set(read) - set(SERVICES["web"]["environment"]) == set()


def test_our_services_have_one_environment_and_one_image() -> None:
    """But for the owner of the tables, whom only migrate may be."""
    for name in OURS:
        has = dict(SERVICES[name]["environment"])
        assert (has.pop(OWNER, None) is not None) == (name == "migrate")
        assert has == SERVICES["web"]["environment"]
    assert {SERVICES[name]["image"] for name in OURS} == {"socialcare:local"}


def test_no_secret_stands_in_the_file_and_none_has_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "SERVICE_PASSWORD", "SEAL_KEY"):
        assert re.findall(rf"\$\{{{name}(:.)", text) and set(
            re.findall(rf"\$\{{{name}(:.)", text)
        ) == {":?"}


def test_the_images_have_the_versions_that_development_has() -> None:
    assert SERVICES["database"]["image"] == f"postgres:{VERSIONS['postgresql']}"
    assert SERVICES["broker"]["image"] == f"valkey/valkey:{VERSIONS['valkey']}"
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.M) == [f"python:{VERSIONS['python']}-slim"]


def test_the_others_wait_for_the_tables_and_only_the_web_is_reached_from_without() -> None:
    for name in ("web", "worker", "beat"):
        waits = SERVICES[name]["depends_on"]["migrate"]
        assert waits == {"condition": "service_completed_successfully"}
        assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES["migrate"]["restart"] == "no"
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert SERVICES["web"]["ports"][0].startswith("127.0.0.1:")


def test_what_must_last_is_on_a_volume() -> None:
    """From version 18 on, the image of PostgreSQL wants its volume one folder higher."""
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["broker"]["volumes"] == ["broker:/data"]
    root = SERVICES["web"]["environment"]["DOCUMENTS_ROOT"]
    assert all(SERVICES[name]["volumes"] == [f"documents:{root}"] for name in OURS)
    assert f"--owner=10001 --mode=0700 {root}" in DOCKERFILE  # whoever runs it owns it
    assert set(COMPOSE["volumes"]) == {"database", "broker", "documents", "clamav"}


def test_the_image_runs_as_nobody_special_and_builds_without_a_compiler() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)
    assert users == ["10001"] and DOCKERFILE.index("USER") < DOCKERFILE.index("CMD")
    assert "--only-binary :all: --require-hashes" in DOCKERFILE
    assert "apt-get" not in DOCKERFILE


def test_secrets_and_data_stay_out_of_the_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", ".env*"} <= set(ignored)
