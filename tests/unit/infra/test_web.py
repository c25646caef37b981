"""The web server of the local stack: files with their headers, the API behind it, streams both ways, no strangers."""

import contextlib
import http.client
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from infra.local.ports import choose_port
from infra.local.programs import Program, running
from infra.local.web import web_headers

ROOT = Path(__file__).resolve().parents[3]


class Api(BaseHTTPRequestHandler):
    """Echoes what arrives; /api/events sends one event and keeps the connection until it is released."""

    protocol_version = "HTTP/1.1"
    release = threading.Event()

    def do_GET(self) -> None:
        if self.path.startswith("/api/events"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"e\r\ndata: first\n\n\n\r\n")
            self.release.wait(20)
            self.wfile.write(b"0\r\n\r\n")
            return
        self._echo(b"")

    def do_POST(self) -> None:
        self._echo(self.rfile.read(int(self.headers["Content-Length"])))

    def _echo(self, body: bytes) -> None:
        seen = {"path": self.path, "method": self.command, "size": len(body), "headers": dict(self.headers)}
        content = json.dumps(seen).encode()
        self.send_response(207)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Disposition", "attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%A1.pdf")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as in the base class
        pass


@contextlib.contextmanager
def web_server(tmp_path: Path, api_port: int) -> Iterator[int]:
    port = choose_port()
    program = Program(
        name="web",
        command=(
            *(sys.executable, "-m", "uvicorn", "--factory", "infra.local.web:application"),
            *("--host", "127.0.0.1", "--port", str(port), "--timeout-graceful-shutdown", "1"),
        ),
        environment={
            "WEB_DIST": str(tmp_path / "dist"),
            "WEB_API_URL": f"http://127.0.0.1:{api_port}",
            "WEB_HOSTS": f"127.0.0.1:{port}",
            "PYTHONPATH": str(ROOT),
        },
        ready=lambda: answers(port),
    )
    with running(program, log_file=tmp_path / "web.log"):
        yield port


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("web")
    (folder / "dist" / "assets").mkdir(parents=True)
    (folder / "dist" / "index.html").write_text("<title>Invoices</title>")
    (folder / "dist" / "assets" / "app-1a2b.js").write_text("export {}")
    (folder / "secret.txt").write_text("outside")
    api = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    with web_server(folder, api.server_port) as port:
        yield port
    Api.release.set()
    api.shutdown()
    api.server_close()


def answers(port: int) -> bool:
    try:
        call(port, "GET", "/")
    except OSError:
        return False
    return True


def call(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


@pytest.mark.parametrize("path", ["/", "/invoices/7", "/data?op_number=1"])
def test_every_page_is_the_app_with_its_headers(web: int, path: str) -> None:
    status, headers, body = call(web, "GET", path)
    assert (status, body) == (200, b"<title>Invoices</title>")
    assert headers["cache-control"] == "no-cache"
    for name, value in web_headers().items():
        assert headers[name.lower()] == value


def test_hashed_files_are_kept_for_ever_and_missing_ones_are_missing(web: int) -> None:
    status, headers, _ = call(web, "GET", "/assets/app-1a2b.js")
    assert (status, headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
    assert call(web, "GET", "/assets/gone.js")[0] == 404


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"])
def test_nothing_outside_the_build_is_served(web: int, path: str) -> None:
    assert b"outside" not in call(web, "GET", path)[2]


def test_api_gets_the_request_as_it_was(web: int) -> None:
    status, headers, body = call(
        web,
        "GET",
        "/api/invoices/data?op_number=OP%20443%2F1&x=1",
        headers={"Authorization": "Bearer k", "Range": "bytes=0-"},
    )
    seen = json.loads(body)
    assert status == 207
    assert seen["path"] == "/api/invoices/data?op_number=OP%20443%2F1&x=1"
    assert (seen["headers"]["authorization"], seen["headers"]["range"]) == ("Bearer k", "bytes=0-")
    assert headers["content-disposition"] == "attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%A1.pdf"


def test_large_upload_passes(web: int) -> None:
    size = 30_000_000
    _, _, body = call(web, "POST", "/api/invoices/ocr", body=b"x" * size)
    assert json.loads(body)["size"] == size


def test_event_arrives_while_the_stream_is_open(web: int) -> None:
    Api.release.clear()
    connection = http.client.HTTPConnection("127.0.0.1", web, timeout=10)
    with contextlib.closing(connection):
        connection.request("GET", "/api/events")
        response = connection.getresponse()
        assert response.read1(100) == b"data: first\n\n\n"
    Api.release.set()


def test_name_that_points_here_from_elsewhere_is_refused(web: int) -> None:
    for path in ("/api/invoices/", "/healthz"):
        status, _, body = call(web, "GET", path, headers={"Host": f"evil.example:{web}"})
        assert status == 421
        assert json.loads(body)["code"] == "misdirected-request"


def test_page_of_another_site_cannot_post(web: int) -> None:
    status, _, _ = call(web, "POST", "/api/invoices/1/confirm", b"", {"Origin": "https://evil.example"})
    assert status == 403
    status, _, _ = call(web, "POST", "/api/invoices/1/confirm", b"", {"Origin": f"http://127.0.0.1:{web}"})
    assert status == 207


def test_api_that_is_away_is_a_clear_error(tmp_path: Path) -> None:
    with web_server(tmp_path, choose_port()) as port:
        status, _, body = call(port, "GET", "/api/invoices/")
    assert status == 502
    assert json.loads(body)["code"] == "api-unavailable"


def test_app_that_is_not_built_says_how(tmp_path: Path) -> None:
    with web_server(tmp_path, choose_port()) as port:
        status, _, body = call(port, "GET", "/")
    assert status == 200
    assert b"make setup" in body
