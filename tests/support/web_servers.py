"""The two web servers of the app, the local one and nginx, in front of an API that echoes requests."""

import contextlib
import http.client
import json
import os
import select
import shutil
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from infra.local.ports import choose_port
from infra.local.programs import Program, running
from infra.nginx import Places, nginx_conf
from infra.web_rules import CLIENT_LIMITS, ClientLimits
from tests.support.stack import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
KINDS = ("local", "nginx")

INDEX = b"<title>Invoices</title>"
ASSET = b"export {}"
LARGE = 64 * 1024 * 1024
_PIECE = bytes(64 * 1024)
DISPOSITION = "attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%A1.pdf"


class EchoApi(BaseHTTPRequestHandler):
    """Answers 207 with what arrived, to an upload with `wait` that many seconds later; /api/events sends one event and
    keeps the connection until `release` is set; /api/large answers LARGE bytes."""

    protocol_version = "HTTP/1.1"
    release = threading.Event()
    begun: ClassVar[list[str]] = []
    """The paths of the requests whose headers have arrived."""
    sending: ClassVar[list[str]] = []
    """The paths of the large answers that are being sent."""
    left: ClassVar[list[str]] = []
    """The paths of the requests whose clients have gone while they waited."""

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        if parsed:
            self.begun.append(self.path)
        return parsed

    def do_GET(self) -> None:
        if self.path.startswith("/api/large"):
            self.send_response(200)
            self.send_header("Content-Length", str(LARGE))
            self.end_headers()
            self._send_large()
            return
        if self.path.startswith("/api/events"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("X-Accel-Buffering", "no")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"e\r\ndata: first\n\n\n\r\n")
            self.release.wait(60)
            self.wfile.write(b"0\r\n\r\n")
            return
        self._echo(b"")

    def _send_large(self) -> None:
        self.sending.append(self.path)
        try:
            for _ in range(LARGE // len(_PIECE)):
                self.wfile.write(_PIECE)
        except OSError:  # the reader was cut off
            self.close_connection = True
        finally:
            self.sending.remove(self.path)

    def do_POST(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            self._echo(b"".join(self._chunks()))
        else:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not self._waited():
                return
            self._echo(body)

    def _waited(self) -> bool:
        """Whether the client is there still, after as many seconds as it is ready to wait."""
        _, _, seconds = self.path.partition("?wait=")
        if seconds and select.select([self.connection], [], [], float(seconds))[0]:
            self.left.append(self.path)
            self.close_connection = True
            return False
        return True

    do_PATCH = do_POST  # noqa: N815 - as in the base class

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _echo(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = {"path": self.path, "method": self.command, "size": len(body), "headers": headers}
        content = json.dumps(seen).encode()
        self.send_response(207)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Disposition", DISPOSITION)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as in the base class
        pass


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # connections that are opened at once

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a web server has cut its client off
            super().handle_error(request, client_address)


@dataclass(frozen=True, slots=True)
class WebResponse:
    """A web server's response; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def call(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> WebResponse:
    """One request on a new connection, with the path unchanged."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return WebResponse(response.status, found, response.read())


@contextlib.contextmanager
def echo_api(handler: type[EchoApi] = EchoApi) -> Iterator[int]:
    """The port of an API that echoes."""
    handler.release.clear()
    api = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=api.serve_forever, daemon=True)
    thread.start()
    try:
        yield api.server_port
    finally:
        handler.release.set()
        api.shutdown()
        api.server_close()
        thread.join()


def build(folder: Path) -> None:
    """A built web app, and beside it a file that must not be served."""
    (folder / "dist" / "assets").mkdir(parents=True)
    (folder / "dist" / "index.html").write_bytes(INDEX)
    (folder / "dist" / "assets" / "app-1a2b.js").write_bytes(ASSET)
    (folder / "secret.txt").write_text("outside")


@contextlib.contextmanager
def web_server(kind: str, folder: Path, api_port: int, limits: ClientLimits = CLIENT_LIMITS) -> Iterator[int]:
    """The port of a web server of this kind, which serves `dist` in the folder and passes calls on to the API."""
    port = choose_port()
    program = _local(port, folder, api_port, limits) if kind == "local" else _nginx(port, folder, api_port, limits)
    with running(program, log_file=folder / "web.log"):
        yield port


def _local(port: int, folder: Path, api_port: int, limits: ClientLimits) -> Program:
    return Program(
        name="web",
        command=(sys.executable, "-m", "tests.support.local_web", str(port), json.dumps(asdict(limits))),
        environment={
            "WEB_DIST": str(folder / "dist"),
            "WEB_API_URL": f"http://127.0.0.1:{api_port}",
            "WEB_HOSTS": f"127.0.0.1:{port}",
            "PYTHONPATH": str(ROOT),
        },
        ready=lambda: _answers(port),
    )


def _nginx(port: int, folder: Path, api_port: int, limits: ClientLimits) -> Program:
    """The configuration of the image with other paths."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    places = Places(
        listen=f"127.0.0.1:{port}",
        root=str(folder / "dist"),
        api=f"http://127.0.0.1:{api_port}",
        scratch=str(folder),
        access_log=str(folder / "access.log"),
        error_log=str(folder / "error.log"),
    )
    conf = folder / "nginx.conf"
    conf.write_text(nginx_conf(places, limits))
    as_root = "user root; " if os.getuid() == 0 else ""  # its workers would not reach this folder
    return Program(
        name="nginx",
        command=(NGINX, "-p", str(folder), "-c", str(conf), "-g", f"{as_root}daemon off;"),
        ready=lambda: _answers(port),
    )


def _answers(port: int) -> bool:
    try:
        call(port, "GET", "/")
    except (OSError, http.client.HTTPException):
        return False
    return True
