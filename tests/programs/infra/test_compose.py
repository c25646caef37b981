"""The compose file holds what the design promises: locked containers, one door, no secret."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = ROOT / "infra" / "docker-compose.yml"
SECRETS = ("SECRET_KEY", "DATABASE_PASSWORD", "REDIS_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY")
OURS = ("upload", "ocr", "extract", "api", "dispatcher", "migrate", "frontend")


def resolved(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the real compose makes of the file."""
    return subprocess.run(
        [Path(sys.prefix) / "bin" / "docker-compose", "--file", COMPOSE, "config"],
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    result = resolved(dict.fromkeys(SECRETS, "given"))
    assert result.returncode == 0, result.stderr
    loaded: dict[str, Any] = yaml.safe_load(result.stdout)["services"]
    return loaded


@pytest.mark.parametrize("secret", SECRETS)
def test_each_secret_must_be_given(secret: str) -> None:
    result = resolved({name: "given" for name in SECRETS if name != secret})
    assert result.returncode != 0
    assert f"required variable {secret}" in result.stderr


def test_file_itself_holds_no_secret() -> None:
    for name in ("PASSWORD", "SECRET_KEY", "ACCESS_KEY"):
        values = re.findall(rf"\w*{name}: (.+)", COMPOSE.read_text())
        assert values, name
        for value in values:
            assert value.startswith(("${", '"1"')), value  # "1": MariaDB's root gets a password at random


def test_only_the_web_server_is_published_and_on_the_loopback_address(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if service.get("ports")}
    assert set(published) == {"frontend"}
    assert all(port["host_ip"] == "127.0.0.1" for ports in published.values() for port in ports)


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_locked(services: dict[str, Any], name: str) -> None:
    service = services[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", [name for name in OURS if name != "migrate"])
def test_our_containers_come_back(services: dict[str, Any], name: str) -> None:
    assert services[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["upload", "ocr", "extract", "api", "frontend", "mariadb", "redis", "minio"])
def test_everything_that_listens_is_watched(services: dict[str, Any], name: str) -> None:
    assert services[name]["healthcheck"]["test"]


def test_stores_and_reading_functions_have_no_way_out() -> None:
    file = yaml.safe_load(COMPOSE.read_text())
    internal = {name for name, network in file["networks"].items() if network.get("internal")}
    for name in ("mariadb", "redis", "minio", "upload", "ocr"):
        networks = set(file["services"][name]["networks"])
        assert networks
        assert networks <= internal


@pytest.mark.parametrize("dockerfile", sorted((ROOT / "infra").glob("*.Dockerfile")), ids=lambda path: path.stem)
def test_images_do_not_run_as_root(dockerfile: Path) -> None:
    users = re.findall(r"^USER (\S+)", dockerfile.read_text(), re.MULTILINE)
    assert users
    assert users[-1] not in {"0", "root"}
