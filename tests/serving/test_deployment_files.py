"""Dockerfile and compose.yaml held against the code, where no engine runs."""

import re
import shlex
from pathlib import Path
from typing import Any

import prefect.settings
import yaml
from typer.main import get_command

from flows.cli import app
from flows.settings import read_settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def environment(service: str) -> dict[str, str]:
    found: dict[str, str] = SERVICES[service].get("environment", {})
    return found


def test_every_file_that_the_image_copies_is_there() -> None:
    copied = [
        shlex.split(line)[1:-1] for line in DOCKERFILE.splitlines() if line.startswith("COPY")
    ]
    missing = [name for names in copied for name in names if not (ROOT / name).exists()]
    assert missing == []
    assert {"storage", "tasks", "flows"} <= {name for names in copied for name in names}


def test_image_installs_from_hashed_locks_alone() -> None:
    installs = re.findall(r"pip install (.*?)(?:\\|\n)", DOCKERFILE)
    assert installs[0].startswith("--require-hashes --no-deps -r requirements.lock")
    assert all("--no-deps" in options for options in installs)


def test_image_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE) == ["news"]


def test_commands_are_those_of_newsledger_and_prefect() -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    for name in ("server", "deploy", "worker"):
        program, command, *_ = SERVICES[name]["command"]
        assert program in ("newsledger", "prefect")
        assert program == "prefect" or command in known
    assert {"server", "worker"} == {
        service["command"][1]
        for service in SERVICES.values()
        if service.get("command", [""])[0] == "prefect"
    }


def test_deploy_and_workers_name_the_same_pool() -> None:
    def pool(service: str, option: str) -> str:
        command: list[str] = SERVICES[service]["command"]
        return command[command.index(option) + 1]

    assert pool("deploy", "--work-pool") == pool("worker", "--pool")


def test_every_variable_is_known_to_prefect_or_to_newsledger() -> None:
    names = {name for service in ("server", "deploy", "worker") for name in environment(service)}
    ours = {name for name in names if name.startswith("NEWSLEDGER_")}
    assert ours == {"NEWSLEDGER_DATABASE_URL", "NEWSLEDGER_BLOBS_URL", "NEWSLEDGER_SOURCES"}
    theirs = names - ours - {"DO_NOT_TRACK"}
    assert [name for name in sorted(theirs) if not hasattr(prefect.settings, name)] == []


def test_ledger_is_never_prefects_database() -> None:
    ledger = environment("worker")["NEWSLEDGER_DATABASE_URL"].rpartition("@")[2]
    theirs = environment("server")["PREFECT_API_DATABASE_CONNECTION_URL"].rpartition("@")[2]
    assert ledger == "database/ledger"
    assert theirs == "prefect-database/prefect"


def test_auth_string_is_demanded_on_both_sides() -> None:
    server = environment("server")["PREFECT_SERVER_API_AUTH_STRING"]
    for service in ("deploy", "worker"):
        assert environment(service)["PREFECT_API_AUTH_STRING"] == server
    assert server.startswith("${PREFECT_AUTH:?")


def test_only_the_loopback_interface_is_published() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports == ["127.0.0.1:4200:4200"]


def test_services_that_are_waited_for_exist_and_tell_their_health() -> None:
    for service in SERVICES.values():
        for name, wanted in service.get("depends_on", {}).items():
            healthy = wanted["condition"] == "service_healthy"
            assert "healthcheck" in SERVICES[name] or not healthy


def test_settings_of_a_worker_are_read_as_they_stand() -> None:
    settings = read_settings(environment("worker"))
    assert settings.database_url.startswith("postgresql://news:")
    assert settings.blobs_url == "/blobs"
