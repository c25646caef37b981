"""The compose file locks and limits every service, publishes the web server alone, and builds each image once."""

import re
from typing import Any

import pytest
import yaml

from infra.local.stack import FUNCTIONS
from tests.support.stack import ROOT

OWN_IMAGE = "${COMPOSE_PROJECT_NAME}-dispatcher"  # one that several services use
SERVER_STOP_SECONDS = 30  # what a function's server gives running requests


class _Compose(yaml.SafeLoader):
    """Reads compose's own tags as the plain values."""


def _override(loader: yaml.SafeLoader, node: yaml.nodes.Node) -> list[Any]:
    assert isinstance(node, yaml.nodes.SequenceNode)
    return loader.construct_sequence(node)


_Compose.add_constructor("!override", _override)


def services(name: str) -> dict[str, dict[str, Any]]:
    # A SafeLoader with one more tag.
    document = yaml.load((ROOT / "infra" / name).read_text(), Loader=_Compose)  # noqa: S506
    found: dict[str, dict[str, Any]] = document["services"]
    return found


SERVICES = services("docker-compose.yml")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_locked(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_has_limits_of_memory_and_processes(name: str) -> None:
    assert SERVICES[name]["mem_limit"]
    assert 0 < SERVICES[name]["pids_limit"] <= 1024


@pytest.mark.parametrize("name", ["upload", "api", "frontend"])
def test_bodies_are_spooled_on_disk_and_not_in_the_memory_of_the_container(name: str) -> None:
    assert SERVICES[name]["tmpfs"] == []
    assert SERVICES[name]["volumes"] == [f"{name}-spool:/tmp"]


def test_a_full_redis_forgets_what_expires_before_it_reaches_its_limit() -> None:
    configuration = SERVICES["redis"]["command"][-1]
    most = re.search(r"maxmemory (\d+)mb", configuration)
    limit = re.fullmatch(r"(\d+)m", SERVICES["redis"]["mem_limit"])
    assert most
    assert limit
    assert int(most[1]) < int(limit[1])
    assert "maxmemory-policy volatile-lru" in configuration


def test_only_the_web_server_is_published() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["frontend"]
    assert list(services("compose.api-port.yml")) == ["api"]


def test_published_ports_are_on_the_loopback_address_by_default() -> None:
    published = SERVICES["frontend"]["ports"] + services("compose.api-port.yml")["api"]["ports"]
    assert all(port.startswith("${PUBLISH_ADDRESS:-127.0.0.1}:") for port in published)


def test_each_image_is_built_by_one_service() -> None:
    built = [
        (service["build"]["dockerfile"], str(service["build"].get("args")))
        for service in SERVICES.values()
        if "build" in service
    ]
    assert len(built) == len(set(built))
    sharing = [service for service in SERVICES.values() if service.get("image") == OWN_IMAGE]
    assert sum("build" in service for service in sharing) == 1
    assert all("build" in service or service["pull_policy"] == "never" for service in sharing)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_may_finish_their_requests_when_they_are_stopped(name: str) -> None:
    assert int(SERVICES[name]["stop_grace_period"].removesuffix("s")) > SERVER_STOP_SECONDS


def test_every_image_of_others_names_a_version() -> None:
    for service in [*SERVICES.values(), *services("compose.seaweedfs.yml").values()]:
        image = service.get("image", "")
        if image and image != OWN_IMAGE:
            default = image.removeprefix("${").partition(":-")[2].removesuffix("}") or image
            assert ":" in default
            assert "latest" not in default


def test_s3_server_can_be_exchanged_without_a_change_elsewhere() -> None:
    assert list(services("compose.seaweedfs.yml")) == ["minio"]
    assert SERVICES["minio"]["image"].startswith("${MINIO_IMAGE:-")
    assert SERVICES["bucket"]["command"] == ["python", "-m", "infra.bucket"]


def test_what_calls_other_systems_is_on_the_network_that_leads_out_and_nothing_else_is() -> None:
    leading_out = {name for name, service in SERVICES.items() if "outside" in service.get("networks", [])}
    assert leading_out == {"frontend", "extract", "api", "dispatcher", "intake"}
