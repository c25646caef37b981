"""What only the web server of the local stack does: it answers to its own name alone, and says how to build the app."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local.ports import choose_port
from infra.web_rules import HEADERS
from tests.support.web_servers import build, call, echo_api, web_server


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("web")
    build(folder)
    with echo_api() as api_port, web_server("local", folder, api_port) as port:
        yield port


@pytest.mark.parametrize("path", ["/api/invoices/", "/healthz"])
def test_name_that_points_here_from_elsewhere_is_refused(web: int, path: str) -> None:
    answer = call(web, "GET", path, headers={"Host": f"evil.example:{web}"})
    assert (answer.status, json.loads(answer.body)["code"]) == (421, "misdirected-request")
    assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS


@pytest.mark.parametrize(("origin", "status"), [("https://evil.example", 403), ("http://127.0.0.1:{port}", 207)])
def test_page_of_another_site_cannot_post(web: int, origin: str, status: int) -> None:
    answer = call(web, "POST", "/api/invoices/1/confirm", b"", {"Origin": origin.format(port=web)})
    assert answer.status == status


def test_an_app_that_is_not_built_has_instructions(tmp_path: Path) -> None:
    with web_server("local", tmp_path, choose_port()) as port:
        answer = call(port, "GET", "/")
    assert answer.status == 200
    assert b"make setup" in answer.body
