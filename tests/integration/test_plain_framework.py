"""The functions also run under plain `functions-framework`, whose server knows neither gates nor async bodies."""

import secrets
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from infra.local.ports import choose_port
from infra.local.programs import running
from infra.local.stack import function_program
from tests.security.processes import bare_environment

pytestmark = pytest.mark.servers


@pytest.fixture
def urls(stores_environment: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Where upload and api listen."""
    upload, api = choose_port(), choose_port()
    environment = bare_environment(**stores_environment, SECRET_KEY=secrets.token_urlsafe(36), AUTH="off")
    environment["UPLOAD_URL"] = f"http://127.0.0.1:{upload}"
    programs = [function_program("upload", upload, environment), function_program("api", api, environment)]
    plain = [replace(one, inherit=False, command=_plain(one.command)) for one in programs]
    with running(plain[0], log_file=tmp_path / "upload"), running(plain[1], log_file=tmp_path / "api"):
        yield {"upload": environment["UPLOAD_URL"], "api": f"http://127.0.0.1:{api}"}


def _plain(command: tuple[str, ...]) -> tuple[str, ...]:
    assert command[1:3] == ("-m", "shared.http.server")
    return (str(Path(sys.prefix) / "bin" / "functions-framework"), *command[3:])


def test_upload_list_and_events_work(urls: dict[str, str]) -> None:
    with httpx.Client(base_url=urls["api"], timeout=30) as client:
        with client.stream("GET", "/api/events") as events:
            assert next(events.iter_lines()).startswith("retry:")
        sent = client.post("/api/invoices/ocr", files={"file": ("a.pdf", b"%PDF-1.4 " + secrets.token_bytes(20))})
        assert (sent.status_code, sent.json()[0]["status"]) == (202, "processing")
        assert client.get("/api/invoices/").json()["total"] >= 1


def test_an_unsigned_call_is_refused(urls: dict[str, str]) -> None:
    refused = httpx.post(urls["upload"], files={"file": ("a.pdf", b"%PDF-1.4")})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-signed")
